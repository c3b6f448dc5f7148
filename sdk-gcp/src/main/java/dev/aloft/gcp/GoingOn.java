package dev.aloft.gcp;

import dev.aloft.driver.RunStatus;
import dev.aloft.driver.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that were seen going on lately, and when jobs were made, so that nobody asks that again.
 * Thread-safe.
 */
final class GoingOn {
  private static final Duration LATELY = Duration.ofMinutes(2);
  private static final int KEPT = 10_000;

  private final Timing timing;
  private final Map<String, Instant> seen = new LinkedHashMap<>();

  private final Map<String, Instant> created =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > KEPT;
        }
      };

  GoingOn(Timing timing) {
    this.timing = timing;
  }

  synchronized void saw(RunStatus status) {
    Instant now = timing.now();
    String id = status.run().vendorId();
    made(status);
    seen.remove(id);
    if (!status.state().isTerminal()) {
      seen.put(id, now);
    }
    Iterator<Instant> oldest = seen.values().iterator();
    while (oldest.hasNext() && !isLately(oldest.next(), now)) {
      oldest.remove();
    }
  }

  /** A job that is there, whatever has become of it. */
  synchronized void made(RunStatus status) {
    Instant at = status.created();
    if (at != null) {
      created.put(status.run().vendorId(), at);
    }
  }

  /** When a job was made; null when that has not been told. */
  synchronized @Nullable Instant created(String id) {
    return created.get(id);
  }

  synchronized boolean knows(String id) {
    Instant at = seen.get(id);
    return at != null && isLately(at, timing.now());
  }

  private static boolean isLately(Instant at, Instant now) {
    return now.isBefore(at.plus(LATELY));
  }
}
