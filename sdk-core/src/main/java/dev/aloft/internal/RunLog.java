package dev.aloft.internal;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import dev.aloft.driver.RunRef;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads the log of a run piece by piece; holds one piece at a time. Not thread-safe. */
final class RunLog {
  /** How many pieces in a row may hold nothing: services answer so while they search. */
  private static final int EMPTY_PIECES = 1000;

  private final RunHost host;
  private final RunRef run;
  private @Nullable String cursor;

  RunLog(RunHost host, RunRef run) {
    this.host = host;
    this.run = run;
  }

  /** The lines that are there and were not read yet. Calls as the stream is consumed. */
  Stream<LogLine> stream() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(new Lines(), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  private LogPage next() {
    LogPage page = host.drive(() -> host.driver().logs(run, cursor));
    cursor = page.cursor();
    return page;
  }

  private final class Lines implements Iterator<LogLine> {
    private List<LogLine> piece = List.of();
    private int at;
    private boolean caughtUp;

    @Override
    public boolean hasNext() {
      for (int empty = 0; at >= piece.size() && !caughtUp; empty++) {
        LogPage page = RunLog.this.next();
        piece = page.lines();
        at = 0;
        caughtUp = page.caughtUp() || (piece.isEmpty() && empty >= EMPTY_PIECES);
      }
      return at < piece.size();
    }

    @Override
    public LogLine next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return piece.get(at++);
    }
  }
}
