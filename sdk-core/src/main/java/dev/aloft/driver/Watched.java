package dev.aloft.driver;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one sweep should look for.
 *
 * @param runs the runs that somebody waits for, oldest first
 * @param oldest when the oldest of them was created
 * @param cursor where the sweep before this one stopped; null to start over
 */
public record Watched(List<RunRef> runs, Instant oldest, @Nullable String cursor) {

  /** Copies the list. */
  public Watched {
    runs = List.copyOf(runs);
  }
}
