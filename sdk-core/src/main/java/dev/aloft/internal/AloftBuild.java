package dev.aloft.internal;

import dev.aloft.driver.Timing;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Lifecycle;
import dev.aloft.layer.Policy;
import dev.aloft.layer.Telemetry;
import java.util.function.Consumer;

/** Collects what a client is made of, and opens it. Not thread-safe. */
public final class AloftBuild {

  /** Chooses the provider. */
  public void provider(String scheme) {
    Pending.here();
  }

  /** Chooses the provider and settings by URI. */
  public void uri(String uri) {
    Pending.here();
  }

  /** Sets a setting. */
  public void set(String name, String value) {
    Pending.here();
  }

  /** Adds a layer. */
  public void layer(Layer layer) {
    Pending.here();
  }

  /** Sets the telemetry. */
  public void telemetry(Telemetry telemetry) {
    Pending.here();
  }

  /** Sets the policy. */
  public void policy(Policy policy) {
    Pending.here();
  }

  /** Adds a listener. */
  public void lifecycle(Lifecycle listener) {
    Pending.here();
  }

  /** Adds a hook. */
  public <T> void beforeSend(Class<T> type, Consumer<? super T> change) {
    Pending.here();
  }

  /** Sets the loader. */
  public void classLoader(ClassLoader loader) {
    Pending.here();
  }

  /** Sets the time. */
  public void timing(Timing timing) {
    Pending.here();
  }

  /** Opens the client. */
  public Session open() {
    return Pending.here();
  }
}
