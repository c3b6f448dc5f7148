package dev.aloft.local;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Settings;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Core's context, where a request that fails since the home cannot be made or written says so with
 * the setting's name. Thread-safe.
 */
final class HomeContext implements DriverContext {
  private final DriverContext context;
  private final LocalHome home;

  HomeContext(DriverContext context, LocalHome home) {
    this.context = context;
    this.home = home;
  }

  @Override
  public <T> T send(Call call, Callable<T> sender) {
    return context.send(
        call,
        () -> {
          try {
            return sender.call();
          } catch (AloftException e) {
            Path refused = refused(e);
            throw refused == null
                ? e
                : home.unusable(refused + " may not be written", e.getCause());
          }
        });
  }

  /** What the system did not let this make in or above the home; null for any other failure. */
  private @Nullable Path refused(AloftException error) {
    boolean denied = error.code() == ErrorCode.PERMISSION_DENIED;
    if (!denied || !(error.getCause() instanceof FileSystemException cause)) {
      return null;
    }
    if (cause.getFile() == null) {
      return null;
    }
    Path made = Path.of(cause.getFile());
    return home.root().startsWith(made) || home.root().equals(made.getParent()) ? made : null;
  }

  @Override
  public Settings settings() {
    return context.settings();
  }

  @Override
  public Timing timing() {
    return context.timing();
  }

  @Override
  public ClassLoader classLoader() {
    return context.classLoader();
  }

  @Override
  public Executor executor() {
    return context.executor();
  }

  @Override
  public <T> T customise(T request) {
    return context.customise(request);
  }

  @Override
  public Call.Builder call(String operation, String resource) {
    return context.call(operation, resource);
  }

  @Override
  public ObjectStore store(String uri) {
    return context.store(uri);
  }

  @Override
  public <T> T shared(Class<T> type, Supplier<T> maker) {
    return context.shared(type, maker);
  }

  @Override
  public double random() {
    return context.random();
  }

  @Override
  public Duration requestTimeout() {
    return context.requestTimeout();
  }
}
