package dev.aloft.testkit;

import dev.aloft.Capability;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Chooses between a test and its opposite by the provider's capabilities, and keeps the report. A
 * suite that ran nothing fails.
 */
final class ConformanceExtension implements InvocationInterceptor, TestWatcher, AfterAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(ConformanceExtension.class);

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
    Set<Capability> missing = missing(suite, method.getExecutable());
    if (missing.isEmpty()) {
      invocation.proceed();
    } else {
      invocation.skip();
      context.getStore(NAMESPACE).put(Set.class, missing);
      suite.proveRefused(missing);
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
  public void testSuccessful(ExtensionContext context) {
    Set<?> missing = context.getStore(NAMESPACE).get(Set.class, Set.class);
    if (missing == null) {
      report(context).ifPresent(report -> report.ran(context.getDisplayName()));
    } else {
      report(context)
          .ifPresent(report -> report.refused(context.getDisplayName() + ": " + missing));
    }
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    report(context).ifPresent(report -> report.failed(context.getDisplayName()));
  }

  @Override
  public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
    String why = cause == null ? "" : String.valueOf(cause.getMessage());
    report(context).ifPresent(report -> report.notRun(context.getDisplayName() + ": " + why));
  }

  private static Optional<SuiteReport> report(ExtensionContext context) {
    return context
        .getTestInstance()
        .map(Conformance.class::cast)
        .flatMap(Conformance::reportName)
        .map(
            provider ->
                ConformanceReport.of(provider, context).suite(context.getRequiredTestClass()));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    ConformanceReport.close(context.getRequiredTestClass(), context);
  }
}
