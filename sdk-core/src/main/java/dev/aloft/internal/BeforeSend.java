package dev.aloft.internal;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.util.function.Consumer;

/**
 * A user's change of one type of vendor request.
 *
 * @param type the type of the mutable request or builder
 * @param change changes it
 * @param <T> the type
 */
public record BeforeSend<T>(Class<T> type, Consumer<? super T> change) {

  /** Changes a request when it is of the type; nothing is sent when the change fails. */
  void apply(Object request) {
    if (type.isInstance(request)) {
      try {
        change.accept(type.cast(request));
      } catch (AloftException e) {
        throw e;
      } catch (RuntimeException e) {
        throw AloftException.of(
                ErrorCode.INVALID_REQUEST,
                "the beforeSend change of " + type.getSimpleName() + " failed; nothing was sent")
            .effect(Effect.NONE)
            .cause(e)
            .build();
      }
    }
  }
}
