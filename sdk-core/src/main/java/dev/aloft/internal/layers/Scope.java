package dev.aloft.internal.layers;

import org.jspecify.annotations.Nullable;

/**
 * What a thread carries of the verb that it works for: the request layers in force and the verb's
 * id, and until when its requests must be over.
 *
 * @param stack the layers of the client
 * @param verbId what joins the requests of the verb; empty outside of verbs
 * @param until when requests, their repetitions among them, must be over, by the client's
 *     nanoseconds; null for no such bound
 */
public record Scope(LayerStack stack, String verbId, @Nullable Long until) {
  /** The nanoseconds that are left; the longest there are without a bound. */
  static long left(@Nullable Scope scope, long now) {
    return scope == null || scope.until == null ? Long.MAX_VALUE / 4 : scope.until - now;
  }

  /** The same with a bound, unless it has an earlier one. */
  Scope until(long end) {
    return new Scope(stack, verbId, until == null || end - until < 0 ? Long.valueOf(end) : until);
  }
}
