package dev.aloft.driver;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one request told about many runs.
 *
 * @param seen the states that were seen. A run may be among them more than once, the oldest state
 *     first: a service that remembers what a run went through tells of states that came and went
 *     between two sweeps
 * @param gone watched runs of which this sweep proves that the listing lacks them; core describes
 *     them singly
 * @param cursor where to go on; null when the round is complete
 * @param pause how long to wait before the next request; null for core's own pace
 */
public record Sweep(
    List<RunStatus> seen, Set<RunRef> gone, @Nullable String cursor, @Nullable Duration pause) {

  /** Copies the collections. */
  public Sweep {
    seen = List.copyOf(seen);
    gone = Set.copyOf(gone);
  }
}
