package dev.aloft.benchmarks;

import dev.aloft.Aloft;
import dev.aloft.benchmarks.provider.BenchBackend;
import dev.aloft.benchmarks.provider.CountingStore;
import dev.aloft.model.Model;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One reconciler with more and more endpoint names: what one deploy costs beside what the service
 * itself takes, which is nothing here, and how long a recovery of all takes.
 */
public final class ManyNames {
  private ManyNames() {}

  /**
   * Measures and prints.
   *
   * @param arguments how many names, for each line; 100, 1000 and 10000 when nothing is given
   */
  public static void main(String[] arguments) {
    String[] counts =
        arguments.length == 0 ? new String[] {"100", "1000", "10000"} : arguments.clone();
    System.out.println(Machine.line());
    deployAll("warm-up", 2000, null);
    print(System.out, Arrays.stream(counts).mapToInt(Integer::parseInt).toArray());
    System.out.println(Machine.line());
  }

  static void print(PrintStream out, int... counts) {
    out.println(
        "  names   deploy: median       p99   writes    reads   recover: all   per name"
            + "   reads per name");
    for (int count : counts) {
      deployAll("names-" + count, count, out);
    }
  }

  private static void deployAll(String place, int count, @Nullable PrintStream out) {
    try (Aloft aloft = Aloft.builder().provider("bench").set("place", place).open()) {
      CountingStore store = aloft.unwrap(BenchBackend.class).orElseThrow().staging();
      long[] deploys = deploys(aloft.models().get("churn"), count);
      double writes = store.writes() / (double) count;
      double reads = store.reads() / (double) count;
      long start = System.nanoTime();
      aloft.recover();
      double recovery = (System.nanoTime() - start) / 1e3;
      if (out != null) {
        out.printf(
            Locale.ROOT,
            "%7d   %9.0f µs %6.0f µs %8.2f %8.2f   %9.0f ms %7.0f µs %16.2f%n",
            count,
            deploys[count / 2] / 1e3,
            deploys[count * 99 / 100] / 1e3,
            writes,
            reads,
            recovery / 1e3,
            recovery / count,
            store.reads() / (double) count - reads);
      }
    }
  }

  /** How long each took, the shortest first. */
  private static long[] deploys(Model model, int count) {
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      model.deploy("endpoint-" + i);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos;
  }
}
