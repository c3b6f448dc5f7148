package dev.aloft.internal;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.RunDriver;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whose a run is, by the tags that it was created with. */
final class RunOwner {
  static final String TAG = "aloft-owner";
  static final String HASH_TAG = "aloft-revision";

  private RunOwner() {}

  /** The same for a run that nothing is known of yet. */
  static Map<String, String> tags(
      RunDriver<?> driver, RunRef run, Timing timing, ObjectStore store) {
    return driver.lag().isZero()
        ? driver.ownership(run)
        : tags(driver, driver.describe(run), timing, store);
  }

  /**
   * The tags that tell whose a run is. Those of one that is younger than the service's lag, by this
   * machine's clock or by the store's, may only not be told yet: waits until they are, or until it
   * is that old.
   */
  static Map<String, String> tags(
      RunDriver<?> driver, RunStatus described, Timing timing, ObjectStore store) {
    Map<String, String> tags = driver.ownership(described);
    if (tags.containsKey(TAG) || driver.lag().isZero()) {
      return tags;
    }
    Instant created = described.created();
    Duration left = left(created, timing.now(), driver.lag());
    left = left.isZero() ? left(created, store.time(), driver.lag()) : left;
    Instant end = timing.now().plus(left);
    while (!tags.containsKey(TAG) && timing.now().isBefore(end)) {
      ServicePauses.pause(timing, ServicePauses.PACE);
      tags = driver.ownership(described);
    }
    return tags;
  }

  /** How long until something is as old as the lag; a date ahead of the clock is as good as now. */
  private static Duration left(@Nullable Instant created, Instant now, Duration lag) {
    Instant since = created == null || created.isAfter(now) ? now : created;
    Duration left = Duration.between(now, since.plus(lag));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** What is said where a run is somebody else's. */
  static AloftException notOurs(RunRef run, @Nullable String owner) {
    return AloftException.of(
            ErrorCode.CONFLICT_NOT_OURS,
            owner == null
                ? "the run \"" + run.runName() + "\" was not made by Aloft"
                : "the run \"" + run.runName() + "\" was made through another staging store")
        .effect(Effect.NONE)
        .resource(run.vendorId())
        .nextStep(
            owner == null
                ? NextStep.java(
                    "end it with what made it; look at it here",
                    "aloft.trainer().run(\"" + run.runName() + "\").refresh()")
                : NextStep.java(
                    "open the staging store that it was made through",
                    "Aloft.builder().set(\"staging\", theOther).open()"))
        .build();
  }
}
