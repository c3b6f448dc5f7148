package dev.aloft.internal;

import dev.aloft.driver.Backend;
import dev.aloft.driver.Registration;
import dev.aloft.driver.Settings;
import dev.aloft.driver.Timing;
import dev.aloft.layer.Call;
import dev.aloft.layer.Lifecycle;
import dev.aloft.serving.EndpointSpec;
import java.util.concurrent.Executor;

/** What all clients over one opened provider share. Thread-safe. */
public final class Engine {

  /** The provider's scheme. */
  public String provider() {
    throw new UnsupportedOperationException();
  }

  /** The scope. */
  public String scope() {
    throw new UnsupportedOperationException();
  }

  /** The opened provider. */
  public Backend backend() {
    throw new UnsupportedOperationException();
  }

  /** The settings. */
  public Settings settings() {
    throw new UnsupportedOperationException();
  }

  /** Time. */
  public Timing timing() {
    throw new UnsupportedOperationException();
  }

  /** A bounded pool for requests, uploads and asynchronous predictions. */
  public Executor executor() {
    throw new UnsupportedOperationException();
  }

  /** Jitter, from 0 to 1. */
  public double random() {
    throw new UnsupportedOperationException();
  }

  /** A fresh verb call at this provider and scope, with a new verb id. */
  public Call.Builder verbCall(String operation, String resource) {
    throw new UnsupportedOperationException();
  }

  /** The one watcher of runs. */
  public Sweeper sweeper() {
    throw new UnsupportedOperationException();
  }

  /** The reconciler of endpoints. */
  public Reconciler<EndpointSpec> endpoints() {
    throw new UnsupportedOperationException();
  }

  /** The reconciler of registered versions. */
  public Reconciler<Registration> registrations() {
    throw new UnsupportedOperationException();
  }

  /** The intent log. */
  public IntentLog intentLog() {
    throw new UnsupportedOperationException();
  }

  /** Local files into the staging store. */
  public Stager stager() {
    throw new UnsupportedOperationException();
  }

  /** Tells the lifecycle listeners. */
  public void emit(Lifecycle.Event event) {
    throw new UnsupportedOperationException();
  }

  AutoCloseable onLifecycle(Lifecycle listener) {
    throw new UnsupportedOperationException();
  }

  void close() {
    throw new UnsupportedOperationException();
  }
}
