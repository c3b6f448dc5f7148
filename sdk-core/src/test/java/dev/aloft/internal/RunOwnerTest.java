package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.driver.Prepared;
import dev.aloft.driver.RunKey;
import dev.aloft.driver.RunRef;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.layers.HandTiming;
import dev.aloft.operation.OperationState;
import dev.aloft.training.Container;
import dev.aloft.training.TrainingJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Whose a run is: its tags say so, not its name. */
class RunOwnerTest {
  private static final String NAME = "tumours-abcdefgh";

  private final TestHost host = new TestHost();
  private final MemoryRuns service = host.service;
  private final MemoryRuns.Run run =
      service.add(NAME, Duration.ofHours(1), OperationState.SUCCEEDED);

  private static AloftException failure(ThrowingCallable action) {
    return catchThrowableOfType(AloftException.class, action);
  }

  @Test
  void runThatAloftDidNotMakeIsNotStopped() {
    run.ownership = Map.of();

    AloftException error = failure(RunCore.named(host, NAME)::cancel);

    assertThat(error.code()).isEqualTo(ErrorCode.CONFLICT_NOT_OURS);
    assertThat(error.effect()).isEqualTo(Effect.NONE);
    assertThat(error.summary()).contains(NAME, "not made by Aloft");
    assertThat(run.cancelled).isNull();
  }

  @Test
  void runOfAnotherStagingStoreIsNotStopped() {
    run.ownership = Map.of("aloft-owner", "owner2");

    RunCore listed = RunCore.listed(host, run.status());
    AloftException error = failure(listed::cancel);

    assertThat(error.code()).isEqualTo(ErrorCode.CONFLICT_NOT_OURS);
    assertThat(error.summary()).contains(NAME, "another staging store");
    assertThat(error.nextSteps()).singleElement().asString().contains("staging");
    assertThat(run.cancelled).isNull();
    assertThat(listed.status().state()).isEqualTo(OperationState.QUEUED);
  }

  @Test
  void runOfOursIsStoppedByItsName() {
    RunCore.named(host, NAME).cancel();

    assertThat(run.cancelled).isNotNull();
  }

  @Test
  void youngRunIsStoppedOnceItsTagsAreTold() {
    MemoryRuns.Run young = service.add("tumours-young123", Duration.ofHours(1), null);
    service.lag = Duration.ofMinutes(1);
    Map<String, String> tags = young.ownership;
    young.ownership = Map.of();
    host.timing.schedule(Duration.ofSeconds(20), () -> young.ownership = tags);

    RunCore.named(host, young.name).cancel();

    assertThat(young.cancelled).isNotNull();
  }

  @Test
  void youngRunIsToldByTheStoresTimeWhereThisClockIsAhead() {
    MemoryRuns.Run young = service.add("tumours-young123", Duration.ofHours(1), null);
    service.lag = Duration.ofMinutes(1);
    Map<String, String> tags = young.ownership;
    young.ownership = Map.of();
    MemoryStore store = new MemoryStore(new HandTiming());
    host.timing.advance(Duration.ofMinutes(10));
    host.timing.schedule(Duration.ofSeconds(20), () -> young.ownership = tags);
    service.describes.clear();

    assertThat(RunOwner.tags(service, young.ref, host.timing, store)).isEqualTo(tags);
    assertThat(service.describes).hasSize(1);
  }

  @Test
  void oldRunWithoutTagsIsRefusedWithoutAWait() {
    service.lag = Duration.ofMinutes(1);
    run.ownership = Map.of();
    host.timing.advance(Duration.ofMinutes(2));
    Instant before = host.timing.now();

    AloftException error = failure(RunCore.named(host, NAME)::cancel);

    assertThat(error.code()).isEqualTo(ErrorCode.CONFLICT_NOT_OURS);
    assertThat(host.timing.now()).isEqualTo(before);
  }

  @Test
  void runThatWasAskedForHereIsStoppedWithoutALook() {
    RunCore accepted = RunCore.accepted(host, run.ref);
    run.ownership = Map.of();

    accepted.cancel();

    assertThat(run.cancelled).isNotNull();
  }

  @Test
  void sameKeyAndJobOfAnotherOwnerIsNotOurRun() {
    TrainingJob job =
        TrainingJob.builder("tumours", Container.of("example/train:1")).key("today").build();
    RunCore ours = new Submission(host, job).submit();
    MemoryRuns.Run theirs = service.runs.get(ours.runName());
    theirs.ownership =
        Map.of("aloft-owner", "owner2", "aloft-revision", theirs.ownership.get("aloft-revision"));

    AloftException error = failure(() -> new Submission(host, job).submit());

    assertThat(error.code()).isEqualTo(ErrorCode.CONFLICT_NOT_OURS);
    assertThat(service.creates).isEqualTo(1);
  }

  @Test
  void duplicateOfAnotherOwnerIsLeftAlone() {
    run.ownership = Map.of("aloft-owner", "owner2", "aloft-revision", "hash");
    RunKey key = new RunKey("tumours", NAME, "hash");
    RunRef own = new RunRef(NAME, "own");

    RunRef kept =
        new RunClaims(host.store, host)
            .withoutDuplicates(
                service,
                new Prepared<>(
                    TrainingJob.builder("tumours", Container.of("example/train:1")).build(),
                    key,
                    Map.of(),
                    Map.of("aloft-owner", "owner1", "aloft-revision", "hash")),
                own);

    assertThat(kept).isEqualTo(own);
    assertThat(run.cancelled).isNull();
  }
}
