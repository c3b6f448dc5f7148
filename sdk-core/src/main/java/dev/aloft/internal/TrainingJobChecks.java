package dev.aloft.internal;

import dev.aloft.error.Problems;
import dev.aloft.training.TrainingJob;

/** What is wrong with a job on every provider. */
public final class TrainingJobChecks {
  private TrainingJobChecks() {}

  /** Notes every fault. */
  public static void check(TrainingJob job, Problems problems) {
    Pending.here();
  }
}
