package dev.aloft.gcp;

import dev.aloft.driver.RunStatus;
import dev.aloft.driver.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The jobs that were seen going on lately, so that nobody asks that again. Thread-safe. */
final class GoingOn {
  private static final Duration LATELY = Duration.ofMinutes(2);

  private final Timing timing;
  private final Map<String, Seen> seen = new LinkedHashMap<>();

  private record Seen(Instant at, @Nullable Instant created) {}

  GoingOn(Timing timing) {
    this.timing = timing;
  }

  synchronized void saw(RunStatus status) {
    Instant now = timing.now();
    String id = status.run().vendorId();
    seen.remove(id);
    if (!status.state().isTerminal()) {
      seen.put(id, new Seen(now, status.created()));
    }
    Iterator<Seen> oldest = seen.values().iterator();
    while (oldest.hasNext() && !isLately(oldest.next().at(), now)) {
      oldest.remove();
    }
  }

  synchronized boolean knows(String id) {
    Seen last = seen.get(id);
    return last != null && isLately(last.at(), timing.now());
  }

  /** When a job was made that was seen lately; null when that is not known. */
  synchronized @Nullable Instant created(String id) {
    Seen last = seen.get(id);
    return last == null ? null : last.created();
  }

  private static boolean isLately(Instant at, Instant now) {
    return now.isBefore(at.plus(LATELY));
  }
}
