package dev.aloft.samples;

import dev.aloft.operation.OperationStatus;
import java.io.PrintStream;

/** One line of a terminal that shows the state of a run and the last thing that it printed. */
final class LiveLine implements Appendable {
  private static final int WIDTH = 76;

  private final PrintStream out;
  private final StringBuilder partial = new StringBuilder();
  private String state = "";
  private String last = "";

  LiveLine(PrintStream out) {
    this.out = out;
  }

  synchronized void status(OperationStatus status) {
    state = status.state() + " " + status.phase();
    draw();
  }

  @Override
  public synchronized Appendable append(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      append(text.charAt(i));
    }
    return this;
  }

  @Override
  public synchronized Appendable append(CharSequence text, int start, int end) {
    return append(text.subSequence(start, end));
  }

  @Override
  public synchronized Appendable append(char character) {
    if (character == '\n') {
      last = partial.toString();
      partial.setLength(0);
      draw();
    } else {
      partial.append(character);
    }
    return this;
  }

  synchronized void clear() {
    out.print("\r\u001b[K");
    out.flush();
  }

  private void draw() {
    String line = state + "  " + last;
    out.print("\r\u001b[K" + line.substring(0, Math.min(WIDTH, line.length())));
    out.flush();
  }
}
