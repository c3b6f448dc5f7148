package dev.aloft.testkit;

import dev.aloft.Aloft;
import dev.aloft.Capability;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Level;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Lets a test call drivers as core does: inside a verb of a client, so that their requests go
 * through the client's layers. For one thread.
 */
final class DriverScope implements Layer {
  private @Nullable Callable<@Nullable Void> body;

  /** Driver code that may fail. */
  @FunctionalInterface
  interface Body {
    void run() throws Exception;
  }

  void run(Aloft client, Body work) {
    body =
        () -> {
          work.run();
          return null;
        };
    if (client.capabilities().contains(Capability.SERVING)) {
      client.endpoints();
    } else {
      client.trainer().runs();
    }
  }

  @Override
  public Set<Level> levels() {
    return EnumSet.of(Level.VERB);
  }

  @Override
  public <T> T around(Call call, Inner<T> inner) {
    Callable<@Nullable Void> work = body;
    body = null;
    if (work != null) {
      try {
        work.call();
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError("a driver failed", e);
      }
    }
    return inner.proceed(call);
  }
}
