package dev.aloft.internal.staging;

/** Is told how far a staging has got, from the threads that send. Must not block or throw. */
@FunctionalInterface
public interface StageListener {
  /** Tells nobody. */
  StageListener NONE = (sent, total) -> {};

  /**
   * Some more is there.
   *
   * @param sent the bytes that are there, those of earlier times included
   * @param total the bytes in all
   */
  void on(long sent, long total);
}
