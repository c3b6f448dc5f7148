package dev.aloft.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the JMH benchmarks and prints for each the median of single calls and the bytes of one call,
 * as the middle fork has them, with the lowest and the highest fork's.
 */
public final class Measure {
  private static final String BYTES = "gc.alloc.rate.norm";

  private Measure() {}

  /**
   * Measures and prints.
   *
   * @param arguments parts of the names of benchmarks; none for all
   */
  public static void main(String[] arguments) throws RunnerException {
    System.out.println(Machine.line());
    OptionsBuilder options = new OptionsBuilder();
    Arrays.stream(arguments).forEach(options::include);
    options.addProfiler(GCProfiler.class);
    Collection<RunResult> results = new Runner(options.build()).run();
    System.out.println();
    for (RunResult result : results) {
      System.out.println(line(result));
    }
    System.out.println(Machine.line());
  }

  private static String line(RunResult result) {
    double[] medians =
        result.getBenchmarkResults().stream()
            .mapToDouble(fork -> fork.getPrimaryResult().getStatistics().getPercentile(50))
            .sorted()
            .toArray();
    double[] bytes =
        result.getBenchmarkResults().stream()
            .map(fork -> Objects.requireNonNull(fork.getSecondaryResults().get(BYTES), BYTES))
            .mapToDouble(Result::getScore)
            .sorted()
            .toArray();
    String name = result.getParams().getBenchmark();
    return String.format(
        Locale.ROOT,
        "%-40s %8.0f ns (%.0f to %.0f), p99 %.0f ns, %.0f bytes (%.0f to %.0f)",
        name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
        middle(medians),
        medians[0],
        medians[medians.length - 1],
        result.getPrimaryResult().getStatistics().getPercentile(99),
        middle(bytes),
        bytes[0],
        bytes[bytes.length - 1]);
  }

  private static double middle(double[] sorted) {
    return sorted[sorted.length / 2];
  }
}
