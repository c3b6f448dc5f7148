package dev.aloft.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What the suites say of one provider: run, refused, failed, not run. Written to {@code
 * target/conformance/<provider>.txt} after each suite; the configuration parameter {@code
 * aloft.conformance.directory} names another directory. Thread-safe.
 */
final class ConformanceReport {
  static final String DIRECTORY = "aloft.conformance.directory";

  private static final Map<Path, ConformanceReport> REPORTS = new ConcurrentHashMap<>();
  private static final Map<Class<?>, ConformanceReport> BY_SUITE = new ConcurrentHashMap<>();

  private final String provider;
  private final Path file;
  private final Map<String, SuiteReport> suites = new TreeMap<>();

  private ConformanceReport(String provider, Path file) {
    this.provider = provider;
    this.file = file;
  }

  static ConformanceReport of(String provider, ExtensionContext context) {
    String directory = context.getConfigurationParameter(DIRECTORY).orElse("target/conformance");
    Path file = Path.of(directory, provider + ".txt").toAbsolutePath();
    return REPORTS.computeIfAbsent(file, any -> new ConformanceReport(provider, file));
  }

  synchronized SuiteReport suite(Class<?> suite) {
    BY_SUITE.put(suite, this);
    return suites.computeIfAbsent(nameOf(suite), SuiteReport::new);
  }

  private static String nameOf(Class<?> suite) {
    Class<?> type = suite;
    while (type.getSuperclass() != null && type.getSuperclass() != Conformance.class) {
      type = type.getSuperclass();
    }
    return type.getSimpleName().replaceAll("Conformance$", "");
  }

  /**
   * Ends a suite and writes the report.
   *
   * @throws AssertionError when the suite said nothing about the provider
   */
  static void close(Class<?> suite, ExtensionContext context) {
    ConformanceReport report = BY_SUITE.remove(suite);
    if (report == null) {
      throw new AssertionError(suite.getName() + " ran nothing");
    }
    report.write();
    SuiteReport ended = report.suites.get(nameOf(suite));
    context.publishReportEntry("conformance " + report.provider, report.summary());
    if (ended == null || !ended.saidSomething()) {
      throw new AssertionError(suite.getName() + " ran nothing; see " + report.file);
    }
  }

  private synchronized void write() {
    try {
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One line. */
  synchronized String summary() {
    return String.format(
        Locale.ROOT,
        "%d run, %d refused, %d failed, %d not run",
        count(s -> s.ran().size()),
        count(s -> s.refused().size()),
        count(s -> s.failed().size()),
        count(s -> s.notRun().size()));
  }

  private int count(java.util.function.ToIntFunction<SuiteReport> what) {
    return suites.values().stream().mapToInt(what).sum();
  }

  private String text() {
    StringBuilder text = new StringBuilder("Conformance of " + provider + "\n\n");
    line(text, "suite", "run", "refused", "failed", "not run");
    suites.values().forEach(suite -> line(text, suite));
    text.append("\n").append(summary()).append("\n");
    section(text, "failed", SuiteReport::failed);
    section(text, "not run", SuiteReport::notRun);
    section(text, "refused, as it should be", SuiteReport::refused);
    return text.toString();
  }

  private static void line(StringBuilder text, SuiteReport suite) {
    line(
        text,
        suite.name(),
        Integer.toString(suite.ran().size()),
        Integer.toString(suite.refused().size()),
        Integer.toString(suite.failed().size()),
        Integer.toString(suite.notRun().size()));
  }

  private static void line(StringBuilder text, String... cells) {
    text.append(
        String.format(
            Locale.ROOT,
            "%-14s %6s %8s %7s %8s%n",
            cells[0],
            cells[1],
            cells[2],
            cells[3],
            cells[4]));
  }

  private void section(
      StringBuilder text,
      String heading,
      java.util.function.Function<SuiteReport, java.util.List<String>> lines) {
    if (suites.values().stream().anyMatch(suite -> !lines.apply(suite).isEmpty())) {
      text.append("\n").append(heading).append("\n");
      suites
          .values()
          .forEach(
              suite -> lines.apply(suite).forEach(l -> text.append("  ").append(l).append("\n")));
    }
  }
}
