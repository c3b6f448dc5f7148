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
    return Pending.here();
  }

  /** The scope. */
  public String scope() {
    return Pending.here();
  }

  /** The opened provider. */
  public Backend backend() {
    return Pending.here();
  }

  /** The settings. */
  public Settings settings() {
    return Pending.here();
  }

  /** Time. */
  public Timing timing() {
    return Pending.here();
  }

  /** A bounded pool for requests, uploads and asynchronous predictions. */
  public Executor executor() {
    return Pending.here();
  }

  /** Jitter, from 0 to 1. */
  public double random() {
    return Pending.<Double>here();
  }

  /** A fresh verb call at this provider and scope, with a new verb id. */
  public Call.Builder verbCall(String operation, String resource) {
    return Pending.here();
  }

  /** The one watcher of runs. */
  public Sweeper sweeper() {
    return Pending.here();
  }

  /** The reconciler of endpoints. */
  public Reconciler<EndpointSpec> endpoints() {
    return Pending.here();
  }

  /** The reconciler of registered versions. */
  public Reconciler<Registration> registrations() {
    return Pending.here();
  }

  /** The intent log. */
  public IntentLog intentLog() {
    return Pending.here();
  }

  /** Local files into the staging store. */
  public Stager stager() {
    return Pending.here();
  }

  /** Tells the lifecycle listeners. */
  public void emit(Lifecycle.Event event) {
    Pending.here();
  }

  AutoCloseable onLifecycle(Lifecycle listener) {
    return Pending.here();
  }

  void close() {
    Pending.here();
  }
}
