package dev.aloft.fake.gcp;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test a Google Cloud of its own, on its class or on a parameter. Parameters may be {@link
 * GcpCloud}, an {@link dev.aloft.Aloft} and any client of Google's {@code aiplatform.v1} that are
 * opened on it, {@link dev.aloft.fake.FakeClock}, {@link dev.aloft.fake.Faults}, {@link
 * dev.aloft.fake.Exchanges}, {@link Incidents} and {@link dev.aloft.fake.work.Images}.
 *
 * <p>Its time stands still until a test moves it, or an {@code Aloft} waits: then it goes on to
 * what happens next, so that waiting takes no time. The {@code Aloft} stages to {@value #STAGING}.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FakeGcpExtension.class)
public @interface FakeGcp {

  /** Where the {@code Aloft} stages; the bucket is there. */
  String STAGING = "gs://aloft-staging/tests";

  /** The id of the project. */
  String project() default "aloft-test";

  /** The location. */
  String location() default "us-central1";

  /** Whether things take the time that they take on the real service, and not none. */
  boolean usualTimes() default false;
}
