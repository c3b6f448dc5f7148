package dev.aloft.internal;

import dev.aloft.driver.RunDriver;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whose a run is, by the tags that it was created with. */
final class RunOwner {
  static final String TAG = "aloft-owner";
  static final String HASH_TAG = "aloft-revision";

  private RunOwner() {}

  /**
   * The tags that tell whose a run is. Those of one that is younger than the service's lag may only
   * not be told yet: waits until they are, or until it is that old.
   */
  static Map<String, String> tags(RunDriver<?> driver, RunRef run, Timing timing) {
    Map<String, String> tags = driver.ownership(run);
    if (tags.containsKey(TAG) || driver.lag().isZero()) {
      return tags;
    }
    Instant now = timing.now();
    Instant created = driver.describe(run).created();
    Instant end = (created == null || created.isAfter(now) ? now : created).plus(driver.lag());
    while (!tags.containsKey(TAG) && timing.now().isBefore(end)) {
      ServicePauses.pause(timing, ServicePauses.PACE);
      tags = driver.ownership(run);
    }
    return tags;
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
