package dev.aloft.internal.staging;

import dev.aloft.driver.Timing;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Threads that carry files to or from a store, several files at a time. Thread-safe.
 *
 * @param pool helps the calling thread
 * @param timing waits
 */
public record Hands(Executor pool, Timing timing) {
  /** Each of these takes little memory, and its time is the way to the store. */
  private static final int SMALL_AT_ONCE = 32;

  /** A large one may be sent in parts, each of which lies in memory. */
  private static final int LARGE_AT_ONCE = 8;

  /** Carries files, the large ones first; how the first one failed ends the rest. */
  public void carry(List<Load> files) {
    Stop stop = new Stop();
    Map<Boolean, List<Load>> isLarge =
        files.stream().collect(Collectors.partitioningBy(file -> file.size() >= StagedFile.LARGE));
    Crew.run(pieces(isLarge, true), LARGE_AT_ONCE, pool, timing, stop);
    Crew.run(pieces(isLarge, false), SMALL_AT_ONCE, pool, timing, stop);
  }

  private static List<Crew.Piece> pieces(Map<Boolean, List<Load>> isLarge, boolean large) {
    return isLarge.getOrDefault(large, List.of()).stream().map(Load::work).toList();
  }

  /**
   * One file.
   *
   * @param size its bytes
   * @param work carries it
   */
  public record Load(long size, Crew.Piece work) {}
}
