package dev.aloft.internal;

import dev.aloft.driver.Page;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a listing holds, to its last page. Holds one page at a time and asks for the next
 * one only when it is wanted. A listing that goes round in a circle is refused. Not thread-safe.
 *
 * @param <T> what is listed
 */
final class Pages<T> implements Iterator<T> {
  private final Function<@Nullable String, Page<T>> listing;
  private Iterator<T> page = List.<T>of().iterator();
  private @Nullable String cursor;
  private @Nullable String mark;
  private long sinceMark;
  private long nextMark = 1;
  private boolean last;

  private Pages(Function<@Nullable String, Page<T>> listing) {
    this.listing = listing;
  }

  /**
   * Reads as the stream is consumed.
   *
   * @param listing gives the page at a cursor; null is the beginning
   */
  static <T> Stream<T> stream(Function<@Nullable String, Page<T>> listing) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new Pages<>(listing), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    while (!page.hasNext() && !last) {
      Page<T> next = listing.apply(cursor);
      page = next.items().iterator();
      cursor = next.cursor();
      last = cursor == null;
      refuseCircle(cursor);
    }
    return page.hasNext();
  }

  /** Remembers one cursor only, ever farther apart: each circle comes back to one of them. */
  private void refuseCircle(@Nullable String next) {
    if (next != null && next.equals(mark)) {
      throw AloftException.of(
              ErrorCode.PROVIDER_ERROR,
              "the listing does not end: the provider named a page as the next one that it had"
                  + " given already")
          .effect(Effect.NONE)
          .build();
    }
    sinceMark++;
    if (sinceMark == nextMark) {
      mark = next;
      sinceMark = 0;
      nextMark *= 2;
    }
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.next();
  }
}
