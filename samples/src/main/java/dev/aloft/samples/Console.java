package dev.aloft.samples;

import dev.aloft.model.Model;
import dev.aloft.training.TrainingRun;
import java.io.PrintStream;
import java.util.Locale;

/** Prints what the sample has to say. */
final class Console {
  private final PrintStream out;

  Console(PrintStream out) {
    this.out = out;
  }

  void title(String text) {
    out.printf("%n== %s%n", text);
  }

  void line(String format, Object... arguments) {
    out.printf(Locale.ROOT, format + "%n", arguments);
  }

  /** Waits for a run: a live line in a terminal, plain lines elsewhere. */
  Model follow(TrainingRun run) {
    return run.awaitWithLogs(out);
  }
}
