package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.operation.OperationState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a wait when looks fail, lag behind, or cannot give the result. */
class OperationLooksTest extends AcceptedRun {
  @Test
  void saysAtOnceThatNobodyKnowsARun() {
    RunCore run = RunCore.named(host, "nosuch-b2");
    Instant before = host.timing.now();

    List<ThrowingCallable> ways =
        List.of(run::await, () -> run.await(HOUR), run::refresh, run::logs, run::cancel);
    for (ThrowingCallable way : ways) {
      AloftException error = catchThrowableOfType(AloftException.class, way);
      assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(error.isOutcome()).isTrue();
      assertThat(error.summary()).isEqualTo("there is no run \"nosuch-b2\"");
      assertThat(error.nextSteps())
          .extracting(NextStep::line)
          .containsExactly("aloft.trainer().runs(\"nosuch\")");
    }
    assertThat(host.timing.now()).isBefore(before.plusSeconds(1));
  }

  @Test
  void saysThatARunHasEndedWhenTheWaitIsTooShortForItsResult() {
    RunCore run = accepted(HOUR, OperationState.SUCCEEDED);
    host.timing.advance(Duration.ofHours(2));
    run.refresh();

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> run.await(Duration.ofSeconds(-1)));

    assertThat(error.code()).isEqualTo(ErrorCode.WAIT_TIMEOUT);
    assertThat(error.summary())
        .endsWith("has ended (SUCCEEDED); reading its result takes longer than a wait of 0 ms");
  }

  @Test
  void waitsForARunThatAListingShowsLater() {
    service.lag = Duration.ofMinutes(2);
    host.timing.schedule(
        Duration.ofMinutes(1),
        () -> service.add("tumours-a1", Duration.ofMinutes(5), OperationState.SUCCEEDED));

    assertThat(RunCore.named(host, "tumours-a1").await().location())
        .isEqualTo("mem:tumours-a1/model");
  }

  @ParameterizedTest
  @EnumSource
  void takesNotFoundSoonAfterTheCreateForLag(Way way) {
    RunCore run = accepted(HOUR, OperationState.SUCCEEDED);
    run().hidden = true;
    host.timing.schedule(Duration.ofMinutes(3), () -> run().hidden = false);
    service.lag = Duration.ofMinutes(4);

    assertThat(run.refresh().state()).isEqualTo(OperationState.QUEUED);
    assertThat(way.end(host, run).location()).isEqualTo("mem:tumours-a1/model");
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorCode.class,
      names = {"UNAVAILABLE", "THROTTLED", "PROVIDER_ERROR", "CREDENTIALS_EXPIRED", "INTERNAL"})
  void isNotEndedByLooksThatFail(ErrorCode code) {
    for (Way way : Way.values()) {
      TestHost fresh = new TestHost();
      MemoryRuns.Run run =
          fresh.service.add("tumours-a1", Duration.ofHours(9), OperationState.SUCCEEDED);
      fresh.timing.schedule(
          Duration.ofMinutes(30),
          () -> fresh.service.trouble = () -> AloftException.of(code, "no").build());
      fresh.timing.schedule(Duration.ofMinutes(40), () -> fresh.service.trouble = () -> null);

      RunCore core = RunCore.accepted(fresh, run.ref);

      assertThat(way.end(fresh, core).location()).isEqualTo("mem:tumours-a1/model");
      assertThat(core.id()).isNotNull();
    }
  }

  @Test
  void healsWhenCredentialsComeBackAfterANight() {
    RunCore run = accepted(Duration.ofHours(20), OperationState.SUCCEEDED);
    service.trouble = () -> AloftException.of(ErrorCode.CREDENTIALS_EXPIRED, "log in").build();
    host.timing.schedule(Duration.ofHours(12), () -> service.trouble = () -> null);

    assertThat(run.await().location()).isEqualTo("mem:tumours-a1/model");
    assertThat(service.sweeps.stream().filter(at -> at.isBefore(run().created.plus(HOUR))).count())
        .as("refusals slow the looking")
        .isLessThan(30);
  }

  @Test
  void tellsWaitersAfterALongSeriesThatItIsNoOutcome() {
    RunCore run = accepted(Duration.ofDays(3), OperationState.SUCCEEDED);
    service.trouble = () -> AloftException.of(ErrorCode.UNAVAILABLE, "no route").build();

    AloftException error = catchThrowableOfType(AloftException.class, run::await);

    assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(error.isOutcome()).isFalse();
    assertThat(error.resource()).hasValue(run.id().toString());
    assertThat(error.getCause()).hasMessageContaining("no route");
    assertThat(host.timing.now()).isAfter(run().created.plus(Duration.ofHours(24)));
    service.trouble = () -> null;
    assertThat(run.await().location()).isEqualTo("mem:tumours-a1/model");
  }

  @Test
  void tellsWaitersThatARunIsGoneWithoutCallingItFailed() {
    RunCore run = accepted(HOUR, OperationState.SUCCEEDED);
    host.timing.advance(Duration.ofMinutes(10));
    run.refresh();
    run().hidden = true;

    AloftException error = catchThrowableOfType(AloftException.class, run::await);

    assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(error.isOutcome()).isFalse();
    assertThat(run.status().state()).isEqualTo(OperationState.RUNNING);
  }

  @Test
  void readsTheModelAgainWhenThatFailsForAWhile() {
    RunCore run = accepted(HOUR, OperationState.SUCCEEDED);
    List<AloftException> troubles = new ArrayList<>();
    Supplier<AloftException> twice =
        () -> {
          if (troubles.size() == 2) {
            return null;
          }
          troubles.add(AloftException.of(ErrorCode.UNAVAILABLE, "no answer").build());
          return troubles.get(troubles.size() - 1);
        };
    host.modelTrouble = twice;

    assertThat(run.await().location()).isEqualTo("mem:tumours-a1/model");
    assertThat(troubles).hasSize(2);
  }

  @Test
  void saysWhatIsWrongWithAModelThatCannotBeRead() {
    RunCore run = accepted(HOUR, OperationState.SUCCEEDED);
    host.modelTrouble = () -> AloftException.of(ErrorCode.DATA_CORRUPTED, "bad manifest").build();

    AloftException error = catchThrowableOfType(AloftException.class, run::await);

    assertThat(error.code()).isEqualTo(ErrorCode.DATA_CORRUPTED);
    assertThat(error.summary()).contains("bad manifest");
  }

  @Test
  void saysThatASuccessLeftNoModel() {
    RunCore run = accepted(HOUR, OperationState.SUCCEEDED);
    run().outputs.clear();
    run().print("forgot to save");

    AloftException error = catchThrowableOfType(AloftException.class, run::await);

    assertThat(error.code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
    assertThat(error.summary()).contains("ALOFT_MODEL_DIR");
    assertThat(error.logTail()).containsExactly("forgot to save");
  }
}
