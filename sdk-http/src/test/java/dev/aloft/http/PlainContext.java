package dev.aloft.http;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Settings;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.layer.Call;
import dev.aloft.layer.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Sends every request once and at once. */
final class PlainContext implements DriverContext {
  @Override
  public Settings settings() {
    return new Settings(Map.of(), Map.of(), Set.of());
  }

  @Override
  public Timing timing() {
    return new Timing() {
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
        throw new UnsupportedOperationException("nobody sets timers");
      }

      @Override
      public void pause(Duration time) {
        throw new UnsupportedOperationException("nobody waits");
      }
    };
  }

  @Override
  public ClassLoader classLoader() {
    return PlainContext.class.getClassLoader();
  }

  @Override
  public Executor executor() {
    return Runnable::run;
  }

  @Override
  public <T> T send(Call call, Callable<T> sender) {
    try {
      return sender.call();
    } catch (AloftException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("no AloftException", e);
    }
  }

  @Override
  public <T> T customise(T request) {
    return request;
  }

  @Override
  public Call.Builder call(String operation, String resource) {
    return Call.builder(Level.REQUEST, operation).resource(resource);
  }

  @Override
  public ObjectStore store(String uri) {
    throw new UnsupportedOperationException("there is no store");
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
    return Duration.ofSeconds(30);
  }
}
