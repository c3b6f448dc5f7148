package dev.aloft.testkit;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer.Inner;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What happens to one vendor request instead of just being sent. Stateless unless it says so. */
@FunctionalInterface
public interface Fault {

  /**
   * Strikes a request.
   *
   * @param call the request
   * @param inner sends it
   * @param <T> the type of the answer
   * @return the answer that the caller sees
   */
  <T> T strike(Call call, Inner<T> inner);

  /** The request is not sent, and this is the answer. */
  static Fault refused(AloftException error) {
    return new Fault() {
      @Override
      public <T> T strike(Call call, Inner<T> inner) {
        throw error;
      }
    };
  }

  /** The request is not sent; the answer has this code and says that nothing was done. */
  static Fault refused(ErrorCode code) {
    return refused(
        AloftException.of(code, "refused by a scripted fault").effect(Effect.NONE).build());
  }

  /**
   * The request is not sent, since there were too many.
   *
   * @param retryAfter how long the provider asks to wait; null when it does not say
   */
  static Fault throttled(@Nullable Duration retryAfter) {
    return refused(
        AloftException.of(ErrorCode.THROTTLED, "throttled by a scripted fault")
            .effect(Effect.NONE)
            .retryAfter(retryAfter)
            .build());
  }

  /** The request is not sent, since the service cannot be reached. */
  static Fault unreachable() {
    return refused(ErrorCode.UNAVAILABLE);
  }

  /** The request is sent and takes effect; the answer is lost, so that nobody knows. */
  static Fault answerLost() {
    return new Fault() {
      @Override
      public <T> T strike(Call call, Inner<T> inner) {
        inner.proceed(call);
        throw AloftException.of(ErrorCode.UNAVAILABLE, "the answer was lost by a scripted fault")
            .effect(Effect.UNKNOWN)
            .build();
      }
    };
  }

  /** The process stops before the request leaves. */
  static Fault stopBefore() {
    return new Fault() {
      @Override
      public <T> T strike(Call call, Inner<T> inner) {
        throw new ProcessStopped("before " + call);
      }
    };
  }

  /** The process stops when the request has taken effect, before its answer arrives. */
  static Fault stopAfter() {
    return new Fault() {
      @Override
      public <T> T strike(Call call, Inner<T> inner) {
        inner.proceed(call);
        throw new ProcessStopped("after " + call);
      }
    };
  }

  /**
   * The request is held until a gate opens, and is sent then.
   *
   * @param reached is completed when the request has come this far
   * @param gate opens it
   */
  static Fault held(CompletableFuture<Call> reached, CompletableFuture<?> gate) {
    return new Fault() {
      @Override
      public <T> T strike(Call call, Inner<T> inner) {
        reached.complete(call);
        gate.join();
        return inner.proceed(call);
      }
    };
  }
}
