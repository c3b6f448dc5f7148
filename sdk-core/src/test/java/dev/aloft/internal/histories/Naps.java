package dev.aloft.internal.histories;

import java.time.Duration;
import java.util.Random;

/** Decides at which of its steps a process sleeps, and for how long. */
@FunctionalInterface
interface Naps {
  /** Never. */
  Naps NONE = step -> Duration.ZERO;

  /** How long the process sleeps before a step; zero for not at all. */
  Duration before(int step);

  static Naps once(int where, Duration time) {
    return step -> step == where ? time : Duration.ZERO;
  }

  /** Up to three hours, which is far more than a lease and far less than a tombstone. */
  static Naps random(Random random, double probability) {
    return step ->
        random.nextDouble() < probability
            ? Duration.ofSeconds(30 + random.nextInt(3 * 3600))
            : Duration.ZERO;
  }
}
