package dev.aloft.internal;

import dev.aloft.error.AloftException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a wait ended: with a result, or with an error.
 *
 * @param value the result, null with an error
 * @param error the error, null for a result
 * @param <R> what the work gives
 */
record Ending<R>(@Nullable R value, @Nullable AloftException error) {

  static <R> Ending<R> of(R value) {
    return new Ending<>(value, null);
  }

  static <R> Ending<R> failed(AloftException error) {
    return new Ending<>(null, error);
  }

  /** The result, or the error with the stack of the thread that waited. */
  R get() {
    if (error != null) {
      AloftException here = error.toBuilder().build();
      StackTraceElement[] stack = new Throwable().getStackTrace();
      here.setStackTrace(Arrays.copyOfRange(stack, 1, stack.length));
      throw here;
    }
    if (value == null) {
      throw new IllegalStateException("an ending has a result or an error");
    }
    return value;
  }
}
