package dev.aloft.local;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Settings;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.layer.Call;
import dev.aloft.layer.Level;
import dev.aloft.local.store.FileStoreProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Sends every request at once and remembers the calls. */
public final class DirectContext implements DriverContext {
  private final Map<String, String> settings;
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  /** A context with these settings. */
  public DirectContext(Map<String, String> settings) {
    this.settings = Map.copyOf(settings);
  }

  /** What was sent so far. */
  public List<Call> calls() {
    return calls;
  }

  @Override
  public Settings settings() {
    return new Settings(settings, Map.of(), Set.of());
  }

  @Override
  public Timing timing() {
    return new SystemTime();
  }

  @Override
  public ClassLoader classLoader() {
    return DirectContext.class.getClassLoader();
  }

  @Override
  public Executor executor() {
    return Runnable::run;
  }

  @Override
  public <T> T send(Call call, Callable<T> sender) {
    calls.add(call);
    try {
      return sender.call();
    } catch (AloftException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("no AloftException left the driver", e);
    }
  }

  @Override
  public <T> T customise(T request) {
    return request;
  }

  @Override
  public Call.Builder call(String operation, String resource) {
    return Call.builder(Level.REQUEST, operation).at("local", "test").resource(resource);
  }

  @Override
  public ObjectStore store(String uri) {
    return new FileStoreProvider().open(uri, this);
  }

  @Override
  public <T> T shared(Class<T> type, Supplier<T> maker) {
    return maker.get();
  }

  @Override
  public double random() {
    return 0.5;
  }

  @Override
  public Duration requestTimeout() {
    return Duration.ofSeconds(60);
  }

  private static final class SystemTime implements Timing {
    @Override
    public Instant now() {
      return Instant.now();
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
      throw new UnsupportedOperationException("the local drivers set no timers");
    }

    @Override
    public void pause(Duration time) {
      throw new UnsupportedOperationException("the local drivers do not wait");
    }
  }
}
