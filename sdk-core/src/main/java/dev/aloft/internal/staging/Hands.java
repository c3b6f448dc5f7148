package dev.aloft.internal.staging;

import dev.aloft.driver.Timing;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Threads that carry files to or from a store, several files at a time. Thread-safe.
 *
 * @param pool helps the calling thread
 * @param timing waits
 */
public record Hands(Executor pool, Timing timing) {
  private static final int FILES_AT_ONCE = 16;

  /** Carries files; how the first one failed ends the rest. */
  public void carry(List<? extends Crew.Piece> files) {
    Crew.run(files, FILES_AT_ONCE, pool, timing);
  }
}
