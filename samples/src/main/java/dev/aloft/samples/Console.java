package dev.aloft.samples;

import dev.aloft.model.Model;
import dev.aloft.training.TrainingRun;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints what the sample has to say. */
final class Console {
  private final PrintStream out;
  private final @Nullable Reader keyboard;

  /**
   * A console.
   *
   * @param keyboard where somebody presses Enter; null where nobody can
   */
  Console(PrintStream out, @Nullable Reader keyboard) {
    this.out = out;
    this.keyboard = keyboard;
  }

  /** The standard output, and the keyboard at a terminal. */
  static Console standard() {
    Reader keyboard =
        isTerminal() ? new InputStreamReader(System.in, Charset.defaultCharset()) : null;
    return new Console(System.out, keyboard);
  }

  /** Before Java 22 there was a console only at a terminal; since then it says so itself. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    java.io.Console console = System.console();
    try {
      return console != null
          && (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
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

  /** Waits until somebody presses Enter; not at all where nobody can. */
  void awaitEnter() throws IOException {
    if (keyboard == null) {
      return;
    }
    line("press Enter to go on");
    int key = keyboard.read();
    while (key != '\n' && key >= 0) {
      key = keyboard.read();
    }
  }
}
