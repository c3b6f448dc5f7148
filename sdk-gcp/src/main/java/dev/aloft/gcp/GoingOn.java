package dev.aloft.gcp;

import dev.aloft.driver.RunStatus;
import dev.aloft.driver.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The jobs that were seen going on lately, so that nobody asks that again. Thread-safe. */
final class GoingOn {
  private static final Duration LATELY = Duration.ofMinutes(2);

  private final Timing timing;
  private final Map<String, Instant> seen = new LinkedHashMap<>();

  GoingOn(Timing timing) {
    this.timing = timing;
  }

  synchronized void saw(RunStatus status) {
    Instant now = timing.now();
    String id = status.run().vendorId();
    seen.remove(id);
    if (!status.state().isTerminal()) {
      seen.put(id, now);
    }
    Iterator<Instant> oldest = seen.values().iterator();
    while (oldest.hasNext() && !isLately(oldest.next(), now)) {
      oldest.remove();
    }
  }

  synchronized boolean knows(String id) {
    Instant at = seen.get(id);
    return at != null && isLately(at, timing.now());
  }

  private static boolean isLately(Instant at, Instant now) {
    return now.isBefore(at.plus(LATELY));
  }
}
