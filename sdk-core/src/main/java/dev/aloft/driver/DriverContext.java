package dev.aloft.driver;

import dev.aloft.layer.Call;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What a backend gets from core. Every vendor request goes through {@link #send}. Safe for use by
 * many threads.
 */
public interface DriverContext {

  /** The resolved settings. */
  Settings settings();

  /** Time and timers; nothing in a driver asks the system clock or sleeps. */
  Timing timing();

  /** The loader to load classes and services with. */
  ClassLoader classLoader();

  /** A bounded pool for work that blocks, such as parallel uploads. */
  Executor executor();

  /**
   * Sends one vendor request through the request layers: telemetry, pace, retry, timeout, error
   * context. The sender may be called more than once when the call is repeatable; its exceptions
   * must already be {@link dev.aloft.error.AloftException}, others become INTERNAL.
   */
  <T> T send(Call call, Callable<T> sender);

  /**
   * Lets the user's {@code beforeSend} hooks change a vendor's request just before it leaves.
   *
   * @param request the vendor's mutable request or builder
   * @return the same object
   */
  <T> T customise(T request);

  /** A fresh call of one vendor request. */
  Call.Builder call(String operation, String resource);

  /** Opens a store for a URI by its scheme; found among the store providers. */
  ObjectStore store(String uri);

  /**
   * One object of a type for the client, such as a vendor's client that drivers and stores share.
   * Closed with the client when it is {@link AutoCloseable}.
   *
   * @param maker makes it when it is first asked for; must not ask for another one
   */
  <T> T shared(Class<T> type, Supplier<T> maker);

  /** A random fraction from 0 to 1, for jitter; a test makes it fixed. */
  double random();

  /** How long one vendor request may take unless it says otherwise. */
  Duration requestTimeout();
}
