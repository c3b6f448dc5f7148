package dev.aloft.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** How soon a fake cloud is there. */
final class FakeStarts {
  private final String main;
  private final Supplier<? extends AutoCloseable> cloud;
  private final PrintStream out;

  /**
   * Starts nothing.
   *
   * @param main the class that starts it as a process
   * @param cloud starts one in this process
   */
  FakeStarts(String main, Supplier<? extends AutoCloseable> cloud, PrintStream out) {
    this.main = main;
    this.cloud = cloud;
    this.out = out;
  }

  /** From the start of a process to the line that says where the fake listens. */
  void processes(int count) throws IOException, InterruptedException {
    double[] millis = new double[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(
                  System.getProperty("java.home") + "/bin/java",
                  "-cp",
                  System.getProperty("java.class.path"),
                  main)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (BufferedReader said =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        String line = said.readLine();
        millis[i] = (System.nanoTime() - start) / 1e6;
        if (line == null || !line.contains("\"fake\"")) {
          throw new IllegalStateException("the fake did not start: " + line);
        }
      } finally {
        process.destroy();
        process.waitFor();
      }
    }
    print("start of a process to its address", millis);
  }

  /** In this process: the first one, and the further ones beside it. */
  void instances(int count) throws Exception {
    List<AutoCloseable> open = new ArrayList<>();
    try {
      double first = start(open);
      out.printf(Locale.ROOT, "first instance in a process: %.1f ms%n", first);
      double[] millis = new double[count];
      for (int i = 0; i < count; i++) {
        millis[i] = start(open);
      }
      out.printf(Locale.ROOT, "second instance: %.1f ms%n", millis[0]);
      print("further instances", millis);
    } finally {
      for (AutoCloseable one : open) {
        one.close();
      }
    }
  }

  private double start(List<AutoCloseable> open) {
    long start = System.nanoTime();
    open.add(cloud.get());
    return (System.nanoTime() - start) / 1e6;
  }

  private void print(String what, double[] millis) {
    Arrays.sort(millis);
    out.printf(
        Locale.ROOT,
        "%s: %.1f ms (%.1f to %.1f, %d times)%n",
        what,
        millis[millis.length / 2],
        millis[0],
        millis[millis.length - 1],
        millis.length);
  }
}
