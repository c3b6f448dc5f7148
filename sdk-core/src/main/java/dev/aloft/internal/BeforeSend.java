package dev.aloft.internal;

import java.util.function.Consumer;

/**
 * A user's change of one type of vendor request.
 *
 * @param type the type of the mutable request or builder
 * @param change changes it
 * @param <T> the type
 */
public record BeforeSend<T>(Class<T> type, Consumer<? super T> change) {

  /** Changes a request when it is of the type. */
  void apply(Object request) {
    if (type.isInstance(request)) {
      change.accept(type.cast(request));
    }
  }
}
