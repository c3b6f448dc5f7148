package dev.aloft.internal;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import dev.aloft.driver.Page;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log piece by piece and holds one piece at a time; goes on where it was, when more has
 * been printed. Not thread-safe.
 */
final class LogReader {
  /** How many pieces in a row may hold nothing: services answer so while they search. */
  private static final int EMPTY_PIECES = 1000;

  private final Function<@Nullable String, LogPage> log;
  private @Nullable String cursor;
  private int empty;

  /**
   * A reader at the beginning. Calls nothing yet.
   *
   * @param log gives the piece at a cursor; null is the beginning
   */
  LogReader(Function<@Nullable String, LogPage> log) {
    this.log = log;
  }

  /** The lines that are there and were not read yet. Calls as the stream is consumed. */
  Stream<LogLine> stream() {
    empty = 0;
    return Pages.stream(unused -> next());
  }

  private Page<LogLine> next() {
    LogPage piece = log.apply(cursor);
    cursor = piece.cursor();
    empty = piece.lines().isEmpty() ? empty + 1 : 0;
    boolean enough = piece.caughtUp() || empty > EMPTY_PIECES;
    // only a mark that the log goes on: while it searches, a service may name one place again
    String next = empty > 0 ? "nothing " + empty : piece.cursor();
    return new Page<>(piece.lines(), enough ? null : next);
  }
}
