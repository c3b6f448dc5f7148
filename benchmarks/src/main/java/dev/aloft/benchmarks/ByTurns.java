package dev.aloft.benchmarks;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;

/** The same request by the vendor's client alone and with Aloft, by turns, one at a time. */
final class ByTurns {
  private final int rounds;
  private final PrintStream out;

  /**
   * So many of each, after a quarter as many that are not counted.
   *
   * @param out gets a line for each comparison
   */
  ByTurns(int rounds, PrintStream out) {
    this.rounds = rounds;
    this.out = out;
  }

  /** Something that sends one request. */
  interface Request {
    Object send();
  }

  /** How many requests a comparison sends. */
  long requests() {
    return 2L * (rounds + warmUp());
  }

  private int warmUp() {
    return rounds / 4;
  }

  void compare(String name, Request vendor, Request aloft) {
    long[] bare = new long[rounds];
    long[] layered = new long[rounds];
    for (int i = -warmUp(); i < rounds; i++) {
      boolean vendorFirst = (i & 1) == 0;
      long first = nanos(vendorFirst ? vendor : aloft);
      long second = nanos(vendorFirst ? aloft : vendor);
      if (i >= 0) {
        bare[i] = vendorFirst ? first : second;
        layered[i] = vendorFirst ? second : first;
      }
    }
    Arrays.sort(bare);
    Arrays.sort(layered);
    out.printf(
        Locale.ROOT,
        "%-42s bare p50 %.1f µs, p99 %.1f; with Aloft %.1f, %.1f; added p50 %.1f µs, p99 %.1f%n",
        name,
        micros(bare, 50),
        micros(bare, 99),
        micros(layered, 50),
        micros(layered, 99),
        micros(layered, 50) - micros(bare, 50),
        micros(layered, 99) - micros(bare, 99));
  }

  private static long nanos(Request request) {
    long start = System.nanoTime();
    Object answer = request.send();
    long took = System.nanoTime() - start;
    if (answer == null) {
      throw new IllegalStateException("no answer");
    }
    return took;
  }

  private static double micros(long[] sorted, int percent) {
    return sorted[(int) ((sorted.length - 1L) * percent / 100)] / 1e3;
  }
}
