package dev.aloft.internal;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the drivers and stores of one client share, one object of a type. Thread-safe. */
final class SharedObjects {
  private static final Logger LOG = LoggerFactory.getLogger(SharedObjects.class);

  private final Map<Class<?>, Object> byType = new HashMap<>();
  private final Deque<Object> made = new ArrayDeque<>();
  private boolean closed;

  /** The object of a type, made when there is none. */
  synchronized <T> T get(Class<T> type, Supplier<T> maker) {
    if (closed) {
      throw AloftException.of(ErrorCode.INVALID_REQUEST, "this client is closed")
          .effect(Effect.NONE)
          .outcome(false)
          .build();
    }
    Object known = byType.get(type);
    if (known == null) {
      known = maker.get();
      byType.put(type, known);
      made.push(known);
    }
    return type.cast(known);
  }

  /** Closes what can be closed, the newest first. */
  synchronized void close() {
    closed = true;
    while (!made.isEmpty()) {
      if (made.pop() instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (Exception e) {
          LOG.debug("{} was not closed", closeable, e);
        }
      }
    }
    byType.clear();
  }
}
