package dev.aloft.internal.layers;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Level;
import java.nio.channels.ClosedByInterruptException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Makes every error of a request complete: provider, operation and resource are named, and what is
 * no {@link AloftException} becomes one. Stateless.
 */
public final class ErrorContextLayer implements Layer {

  @Override
  public String name() {
    return "ErrorContext";
  }

  @Override
  public Set<Level> levels() {
    return EnumSet.of(Level.REQUEST);
  }

  @Override
  public <T> T around(Call call, Inner<T> inner) {
    try {
      return inner.proceed(call);
    } catch (Undeclared e) {
      throw complete(foreign(e.checked), call);
    } catch (AloftException e) {
      throw complete(e, call);
    } catch (RuntimeException e) {
      throw complete(foreign(e), call);
    }
  }

  /** Calls a sender; this layer takes its checked exceptions out again. */
  static <T> T send(Callable<T> sender) {
    try {
      return sender.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new Undeclared(e);
    }
  }

  /** The same error, with what it does not say yet. */
  static AloftException complete(AloftException error, Call call) {
    boolean says =
        error.provider().isPresent()
            && error.operation().isPresent()
            && (error.resource().isPresent() || call.resource().isEmpty());
    if (says) {
      return error;
    }
    AloftException complete =
        error.toBuilder()
            .provider(call.provider())
            .operation(call.operation())
            .resource(call.resource().isEmpty() ? null : call.resource())
            .build();
    for (Throwable suppressed : error.getSuppressed()) {
      complete.addSuppressed(suppressed);
    }
    return complete;
  }

  /** What an exception means that no driver has translated. */
  static AloftException foreign(Exception error) {
    if (error instanceof InterruptedException || error instanceof ClosedByInterruptException) {
      Thread.currentThread().interrupt();
      return AloftException.of(ErrorCode.INTERRUPTED, "the thread was interrupted")
          .effect(Effect.UNKNOWN)
          .cause(error)
          .build();
    }
    return AloftException.of(
            ErrorCode.INTERNAL, "an unexpected " + error.getClass().getSimpleName())
        .effect(Effect.UNKNOWN)
        .cause(error)
        .build();
  }

  /** Carries a checked exception through the layers' unchecked signature. */
  private static final class Undeclared extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Exception checked;

    private Undeclared(Exception checked) {
      super(null, checked, false, false);
      this.checked = checked;
    }
  }
}
