package dev.aloft.internal;

import dev.aloft.layer.Lifecycle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the lifecycle listeners; what one throws is logged and ignored. Thread-safe. */
final class LifecycleHub {
  private static final Logger LOG = LoggerFactory.getLogger(LifecycleHub.class);

  private final List<Lifecycle> listeners = new CopyOnWriteArrayList<>();

  AutoCloseable add(Lifecycle listener) {
    // a wrapper, so that one listener added twice is removed once
    Lifecycle entry = event -> listener.on(event);
    listeners.add(entry);
    return () -> listeners.remove(entry);
  }

  void emit(Lifecycle.Event event) {
    for (Lifecycle listener : listeners) {
      tell(listener, event);
    }
  }

  private static void tell(Lifecycle listener, Lifecycle.Event event) {
    try {
      listener.on(event);
    } catch (RuntimeException e) {
      LOG.warn("a lifecycle listener failed at {} of {}", event.kind(), event.resource(), e);
    }
  }
}
