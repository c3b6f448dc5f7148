package dev.aloft.internal;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads a log page by page, holding one page at a time, until it is caught up. */
final class LogPages implements Iterator<LogLine> {
  private final Function<@Nullable String, LogPage> read;
  private @Nullable String cursor;
  private Iterator<LogLine> page = List.<LogLine>of().iterator();
  private boolean caughtUp;

  private LogPages(Function<@Nullable String, LogPage> read) {
    this.read = read;
  }

  static Stream<LogLine> stream(Function<@Nullable String, LogPage> read) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new LogPages(read), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    while (!page.hasNext() && !caughtUp) {
      LogPage next = read.apply(cursor);
      cursor = next.cursor();
      caughtUp = next.caughtUp();
      page = next.lines().iterator();
    }
    return page.hasNext();
  }

  @Override
  public LogLine next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.next();
  }
}
