package dev.aloft.internal;

import dev.aloft.driver.RunRef;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import org.jspecify.annotations.Nullable;

/** Whose a run is, by the tags that it was created with. */
final class RunOwner {
  static final String TAG = "aloft-owner";
  static final String HASH_TAG = "aloft-revision";

  private RunOwner() {}

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
