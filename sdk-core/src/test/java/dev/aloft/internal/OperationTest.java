package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.driver.MachineType;
import dev.aloft.driver.MetricLine;
import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Lifecycle;
import dev.aloft.operation.OperationId;
import dev.aloft.operation.OperationState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How every operation behaves, shown on runs: blocking, as a future and resumed alike. */
class OperationTest extends AcceptedRun {
  private AloftException failure(Way way, RunCore run) {
    return catchThrowableOfType(AloftException.class, () -> way.end(host, run));
  }

  @Test
  void hasAnIdThatParsesBack() {
    RunCore run = accepted(HOUR, OperationState.SUCCEEDED);

    assertThat(run.id().toString()).isEqualTo("memory:/account/region/run/tumours-a1");
    assertThat(OperationId.parse(run.id().toString())).isEqualTo(run.id());
  }

  @ParameterizedTest
  @EnumSource
  void givesTheModel(Way way) {
    RunCore run = accepted(HOUR, OperationState.SUCCEEDED);

    assertThat(way.end(host, run).location()).isEqualTo("mem:tumours-a1/model");
  }

  @Test
  void describesARunOnceThatHasEnded() {
    RunCore run = accepted(HOUR, OperationState.SUCCEEDED);

    run.await();
    run.outputs();
    run.metrics();

    assertThat(service.describes).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void neverGivesUpOnLongWork(Way way) {
    RunCore run = accepted(Duration.ofDays(40), OperationState.SUCCEEDED);

    assertThat(way.end(host, run).location()).isEqualTo("mem:tumours-a1/model");
    assertThat(host.timing.now()).isAfter(run().created.plus(Duration.ofDays(40)));
  }

  @ParameterizedTest
  @EnumSource
  void saysEverythingAboutAFailure(Way way) {
    RunCore run = accepted(HOUR, OperationState.FAILED);
    run().code = ErrorCode.USER_CODE_FAILED;
    run().reason = "AlgorithmError: it died";
    run().exitCode = 137;
    run().outputs.put("checkpoints", "mem:tumours-a1/checkpoints");
    run().stillExists = List.of("disk vol-1, which bills");
    for (int i = 0; i < 150; i++) {
      run().print("line " + i);
      run().print(MetricLine.MARK + "{\"name\":\"auc\",\"value\":0.5,\"step\":" + i + "}");
    }

    AloftException error = failure(way, run);

    assertThat(error.code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
    assertThat(error.isOutcome()).isTrue();
    assertThat(error.blame()).isEqualTo(Blame.USER_CODE);
    assertThat(error.exitCode()).hasValue(137);
    assertThat(error.summary())
        .contains("tumours-a1", "AlgorithmError: it died", "SIGKILL", "ran out of memory");
    assertThat(error.logTail()).hasSize(100).startsWith("line 50").endsWith("line 149");
    assertThat(error.getMessage())
        .contains("| line 130\n", "| line 149")
        .doesNotContain("line 129");
    assertThat(error.stillExists())
        .contains("disk vol-1, which bills", "checkpoints: mem:tumours-a1/checkpoints");
    assertThat(error.nextSteps()).extracting(step -> step.line()).anyMatch(l -> l.contains("logs"));
    assertThat(error.nextSteps().get(0).line()).contains("memoryGib(64)");
    assertThat(error.resource()).hasValue(run.id().toString());
    assertThat(error.rawCode()).hasValue("WordFAILED");
  }

  @Test
  void advisesNoMachineThatThereIsNot() {
    host.machines.add(
        new MachineType("local", 4, 23.5, null, 0, Set.of("training"), List.of(), 0.0));
    RunCore run = accepted(HOUR, OperationState.FAILED);
    run().exitCode = 137;

    AloftException error = failure(Way.BLOCKING, run);

    assertThat(error.nextSteps().get(0).why()).contains("largest machine of memory has 23.5 GiB");
    assertThat(error.nextSteps().get(0).line()).isEqualTo("aloft.trainer().train(job)");
  }

  @ParameterizedTest
  @EnumSource
  void tellsLaterWaitersTheSameWithoutLooking(Way way) {
    RunCore run = accepted(HOUR, OperationState.FAILED);
    run().code = ErrorCode.TIMED_OUT;
    assertThat(failure(way, run).code()).isEqualTo(ErrorCode.TIMED_OUT);
    failure(Way.BLOCKING, run);
    int requests = service.sweeps.size() + service.describes.size();

    AloftException again = failure(Way.BLOCKING, run);

    assertThat(again.code()).isEqualTo(ErrorCode.TIMED_OUT);
    assertThat(again.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(OperationTest.class.getName()));
    assertThat(service.sweeps.size() + service.describes.size()).isEqualTo(requests);
    assertThat(run.toFuture()).isCompletedExceptionally();
  }

  @ParameterizedTest
  @EnumSource
  void cancels(Way way) {
    RunCore run = accepted(HOUR, OperationState.SUCCEEDED);
    List<OperationState> states = new ArrayList<>();
    var unused = run.onStatus(status -> states.add(status.state()));
    host.timing.advance(Duration.ofMinutes(5));

    run.cancel();
    run.cancel();

    assertThat(run.status().state()).isEqualTo(OperationState.CANCELLING);
    AloftException error = failure(way, run);
    assertThat(error.code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(error.isOutcome()).isTrue();
    assertThat(error.stillExists()).contains("model: mem:tumours-a1/model");
    run.cancel();
    host.timing.advance(Duration.ofMinutes(1));
    assertThat(new LinkedHashSet<>(states))
        .containsExactly(
            OperationState.QUEUED,
            OperationState.RUNNING,
            OperationState.CANCELLING,
            OperationState.CANCELLED);
  }

  @ParameterizedTest
  @EnumSource
  void givesTheResultWhenTheWorkWinsAgainstACancel(Way way) {
    RunCore run = accepted(HOUR, OperationState.SUCCEEDED);
    run().ignoresCancel = true;
    List<OperationState> states = new ArrayList<>();
    var unused = run.onStatus(status -> states.add(status.state()));

    run.cancel();

    assertThat(run.status().state()).isEqualTo(OperationState.CANCELLING);
    assertThat(way.end(host, run).location()).isEqualTo("mem:tumours-a1/model");
    assertThat(run.refresh().state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(new LinkedHashSet<>(states))
        .containsExactly(
            OperationState.QUEUED, OperationState.CANCELLING, OperationState.SUCCEEDED);
  }

  @Test
  void waitsNoLongerThanAsked() {
    RunCore run = accepted(HOUR, OperationState.SUCCEEDED);

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> run.await(Duration.ofMinutes(10)));

    assertThat(error.code()).isEqualTo(ErrorCode.WAIT_TIMEOUT);
    assertThat(error.isOutcome()).isFalse();
    assertThat(error.resource()).hasValue(run.id().toString());
    assertThat(host.timing.now()).isEqualTo(run().created.plus(Duration.ofMinutes(10)));
    assertThat(host.timing.scheduled()).as("nothing is looked at any more").isZero();
    assertThat(run.await(HOUR).location()).isEqualTo("mem:tumours-a1/model");
  }

  @Test
  void leavesTheWorkAloneWhenInterrupted() {
    RunCore run = accepted(HOUR, OperationState.SUCCEEDED);
    Thread.currentThread().interrupt();

    AloftException error = catchThrowableOfType(AloftException.class, run::await);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(error.code()).isEqualTo(ErrorCode.INTERRUPTED);
    assertThat(error.isOutcome()).isFalse();
    assertThat(error.resource()).hasValue(run.id().toString());
    assertThat(run().cancelled).isNull();
    assertThat(host.timing.scheduled()).isZero();
    assertThat(run.await().location()).isEqualTo("mem:tumours-a1/model");
  }

  @Test
  void endsOnlyTheWaitWhenAFutureIsCancelled() {
    RunCore run = accepted(HOUR, OperationState.SUCCEEDED);
    var future = run.toFuture();
    host.timing.advance(Duration.ofMinutes(2));
    assertThat(host.timing.scheduled()).isPositive();

    future.cancel(true);

    assertThat(host.timing.scheduled()).isZero();
    assertThat(run().cancelled).isNull();
    assertThat(run.await().location()).isEqualTo("mem:tumours-a1/model");
  }

  @Test
  void looksOnlyWhileSomebodyIsInterested() throws Exception {
    RunCore run = accepted(Duration.ofDays(3), OperationState.SUCCEEDED);
    host.timing.advance(Duration.ofDays(1));
    assertThat(service.sweeps).isEmpty();
    assertThat(run.status().state()).isEqualTo(OperationState.QUEUED);

    AutoCloseable listening = run.onStatus(status -> {});
    host.timing.advance(HOUR);
    assertThat(service.sweeps).isNotEmpty();

    listening.close();
    int sweeps = service.sweeps.size();
    host.timing.advance(Duration.ofHours(6));
    assertThat(service.sweeps).hasSize(sweeps);
    assertThat(host.timing.scheduled()).isZero();
  }

  @Test
  void tellsListenersThePresentThenEveryChangeUntilTheEnd() {
    RunCore run = accepted(HOUR, OperationState.SUCCEEDED);
    List<String> first = new ArrayList<>();
    List<String> late = new ArrayList<>();
    var unused =
        run.onStatus(
            status -> {
              first.add(status.state() + " " + status.word());
              throw new IllegalStateException("a listener that fails");
            });
    host.timing.advance(Duration.ofMinutes(30));
    var unusedToo = run.onStatus(status -> late.add(status.state() + " " + status.word()));
    host.timing.advance(HOUR);

    assertThat(first)
        .containsExactly(
            "QUEUED ", "QUEUED WordQUEUED", "RUNNING WordRUNNING", "SUCCEEDED WordSUCCEEDED");
    assertThat(late).containsExactly("RUNNING WordRUNNING", "SUCCEEDED WordSUCCEEDED");
    assertThat(host.timing.scheduled()).isZero();
    assertThat(host.events).extracting(Lifecycle.Event::kind).containsExactly(Lifecycle.Kind.ENDED);
  }

  @Test
  void refreshesOnceAndStatusNever() {
    RunCore run = accepted(HOUR, OperationState.SUCCEEDED);
    host.timing.advance(Duration.ofMinutes(5));

    assertThat(run.status().state()).isEqualTo(OperationState.QUEUED);
    assertThat(service.describes).isEmpty();
    assertThat(run.refresh().state()).isEqualTo(OperationState.RUNNING);
    assertThat(service.describes).hasSize(1);
    assertThat(run.machine()).startsWith("m1.small");
    assertThat(run.status().phaseText()).hasValue("doing its work");
  }

  @Test
  void endsTheWaitsWhenTheClientCloses() {
    RunCore run = accepted(HOUR, OperationState.SUCCEEDED);
    CompletableFuture<?> future = run.toFuture();

    host.operations.close();

    assertThatThrownBy(future::join)
        .isInstanceOf(CompletionException.class)
        .hasRootCauseInstanceOf(AloftException.class);
    assertThat(host.timing.scheduled()).isZero();
    AloftException later = catchThrowableOfType(AloftException.class, run::await);
    assertThat(later.isOutcome()).isFalse();
    assertThat(later.summary()).contains("closed");
  }
}
