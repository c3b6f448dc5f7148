package dev.aloft.samples;

import dev.aloft.model.Model;
import dev.aloft.training.TrainingRun;
import java.io.PrintStream;
import java.util.Locale;

/** Prints: in a terminal the state of a run in one live line, elsewhere plain lines. */
final class Console {
  private final PrintStream out;
  private final boolean live;

  Console(PrintStream out, boolean live) {
    this.out = out;
    this.live = live;
  }

  static Console system() {
    return new Console(System.out, System.console() != null);
  }

  void title(String text) {
    out.printf("%n== %s%n", text);
  }

  void line(String format, Object... arguments) {
    out.printf(Locale.ROOT, format + "%n", arguments);
  }

  /** Waits for a run, showing its states and what it prints. */
  Model follow(TrainingRun run) {
    return live ? followLive(run) : run.awaitWithLogs(out);
  }

  private Model followLive(TrainingRun run) {
    LiveLine line = new LiveLine(out);
    run.onStatus(line::status);
    Model model = run.awaitWithLogs(line);
    line.clear();
    return model;
  }
}
