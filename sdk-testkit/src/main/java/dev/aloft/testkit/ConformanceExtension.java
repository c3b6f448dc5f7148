package dev.aloft.testkit;

import dev.aloft.Capability;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * Chooses between a test and its opposite by the provider's capabilities, and keeps the report. A
 * suite that ran nothing fails.
 */
final class ConformanceExtension implements InvocationInterceptor, AfterAllCallback {

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    choose(invocation, method, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    choose(invocation, method, context);
  }

  private static void choose(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    Conformance suite = (Conformance) method.getTarget().orElseThrow();
    SuiteReport report =
        ConformanceReport.of(suite.harness().name(), context).suite(suite.getClass());
    String test = context.getDisplayName();
    Set<Capability> missing = missing(suite, method.getExecutable());
    try {
      if (missing.isEmpty()) {
        invocation.proceed();
        report.ran(test);
      } else {
        invocation.skip();
        suite.proveRefused(missing);
        report.refused(test, missing);
      }
    } catch (TestAbortedException e) {
      report.notRun(test, String.valueOf(e.getMessage()));
      throw e;
    } catch (Throwable e) {
      report.failed(test);
      throw e;
    }
  }

  private static Set<Capability> missing(Conformance suite, Method test) {
    Set<Capability> missing = new TreeSet<>();
    for (Class<?> type = suite.getClass(); type != null; type = type.getSuperclass()) {
      AnnotationSupport.findAnnotation(type, Needs.class).ifPresent(needs -> add(needs, missing));
    }
    AnnotationSupport.findAnnotation(test, Needs.class).ifPresent(needs -> add(needs, missing));
    missing.removeAll(suite.aloft().capabilities());
    return missing;
  }

  private static void add(Needs needs, Set<Capability> all) {
    for (String name : needs.value()) {
      all.add(Capability.of(name));
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    ConformanceReport.close(context.getRequiredTestClass(), context);
  }
}
