package dev.aloft.internal;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is made at its first use, once. Thread-safe. */
final class Lazy<T> implements Supplier<T> {
  private final Supplier<T> maker;
  private volatile @Nullable T made;

  Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  @Override
  public T get() {
    T value = made;
    return value == null ? make() : value;
  }

  /** What was made; null before the first use. */
  @Nullable T peek() {
    return made;
  }

  private synchronized T make() {
    T value = made;
    if (value == null) {
      value = maker.get();
      made = value;
    }
    return value;
  }
}
