package dev.aloft.aws;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What is logged meanwhile, by this thread or another. */
final class WrittenLog {
  private WrittenLog() {}

  static String of(Runnable body) {
    PrintStream usual = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      body.run();
    } finally {
      System.setErr(usual);
    }
    return written.toString(StandardCharsets.UTF_8);
  }
}
