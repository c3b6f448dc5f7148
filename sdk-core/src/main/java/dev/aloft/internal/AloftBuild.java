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
    throw new UnsupportedOperationException();
  }

  /** Chooses the provider and settings by URI. */
  public void uri(String uri) {
    throw new UnsupportedOperationException();
  }

  /** Sets a setting. */
  public void set(String name, String value) {
    throw new UnsupportedOperationException();
  }

  /** Adds a layer. */
  public void layer(Layer layer) {
    throw new UnsupportedOperationException();
  }

  /** Sets the telemetry. */
  public void telemetry(Telemetry telemetry) {
    throw new UnsupportedOperationException();
  }

  /** Sets the policy. */
  public void policy(Policy policy) {
    throw new UnsupportedOperationException();
  }

  /** Adds a listener. */
  public void lifecycle(Lifecycle listener) {
    throw new UnsupportedOperationException();
  }

  /** Adds a hook. */
  public <T> void beforeSend(Class<T> type, Consumer<? super T> change) {
    throw new UnsupportedOperationException();
  }

  /** Sets the loader. */
  public void classLoader(ClassLoader loader) {
    throw new UnsupportedOperationException();
  }

  /** Sets the time. */
  public void timing(Timing timing) {
    throw new UnsupportedOperationException();
  }

  /** Opens the client. */
  public Session open() {
    throw new UnsupportedOperationException();
  }
}
