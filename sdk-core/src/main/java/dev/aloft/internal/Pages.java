package dev.aloft.internal;

import dev.aloft.driver.Page;
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
 * one only when it is wanted. Not thread-safe.
 *
 * @param <T> what is listed
 */
final class Pages<T> implements Iterator<T> {
  private final Function<@Nullable String, Page<T>> listing;
  private Iterator<T> page = List.<T>of().iterator();
  private @Nullable String cursor;
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
    }
    return page.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.next();
  }
}
