package dev.aloft.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The capabilities that a test of a suite is about. Where the provider declares them, the test
 * runs. Where it does not, its opposite runs in its place: using the capability must be refused
 * with UNSUPPORTED, before anything is sent, naming the provider, the operation and the capability.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {

  /** The names of the capabilities. */
  String[] value();
}
