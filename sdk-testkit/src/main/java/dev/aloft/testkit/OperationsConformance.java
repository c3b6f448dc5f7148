package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.layer.Level;
import dev.aloft.model.Model;
import dev.aloft.operation.Operation;
import dev.aloft.operation.OperationId;
import dev.aloft.operation.OperationState;
import dev.aloft.operation.OperationStatus;
import dev.aloft.serving.Deployment;
import dev.aloft.serving.Endpoint;
import dev.aloft.training.TrainingRun;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Waiting, listening, resuming and cancelling, whichever way it is done. */
@Needs("training")
public abstract class OperationsConformance extends Conformance {

  /** For a provider's subclass. */
  protected OperationsConformance() {}

  private TrainingRun good() {
    return aloft().trainer().train(fixtures().good());
  }

  private TrainingRun slow() {
    return aloft().trainer().train(fixtures().slow());
  }

  @Test
  void anIdIsATextThatReadsBack() {
    TrainingRun run = good();

    OperationId id = run.id();

    assertThat(OperationId.parse(id.toString())).isEqualTo(id);
    assertThat(id.provider()).isEqualTo(aloft().provider());
    assertThat(id.scope()).isEqualTo(aloft().scope());
    assertThat(id.kind()).isEqualTo("run");
    assertThat(id.resource()).isEqualTo(run.name());
    assertThat(id.generation()).isEmpty();
    await(run);
  }

  @Test
  void aRunGoesOnInAnotherProcess() {
    String id = good().id().toString();
    process().close();

    Operation<?> resumed = another().aloft().resume(OperationId.parse(id));
    Object model = resumed.await(harness().patience());

    assertThat(model).isInstanceOf(Model.class);
    assertThat(resumed.id().toString()).isEqualTo(id);
    assertThat(resumed.status().state()).isEqualTo(OperationState.SUCCEEDED);
  }

  @Test
  void aRunThatHasEndedIsResumedAtItsEnd() {
    TrainingRun run = good();
    Model model = await(run);

    TrainingRun byName = another().aloft().trainer().run(run.name());
    TrainingRun byId = another().aloft().trainer().run(run.id());

    assertThat(await(byName).contentHash()).isEqualTo(model.contentHash());
    assertThat(await(byId).location()).isEqualTo(model.location());
    assertThat(byName.id()).isEqualTo(run.id());
  }

  @Test
  void anIdOfAnotherPlaceIsRefused() {
    OperationId elsewhere = OperationId.run(aloft().provider(), "some/where/else", "kit-1");
    OperationId others = OperationId.run("nowhere", aloft().scope(), "kit-1");

    refusal(ErrorCode.INVALID_REQUEST, process(), () -> aloft().resume(elsewhere));
    refusal(ErrorCode.INVALID_REQUEST, process(), () -> aloft().resume(others));
  }

  @Test
  void aRunThatNobodyStartedIsNotFound() {
    TrainingRun run = aloft().trainer().run("kit-nobody1");

    AloftException error = failure(ErrorCode.NOT_FOUND, run::refresh);

    assertThat(error.getMessage()).contains("kit-nobody1");
  }

  @Test
  void waitingFutureAndListenerSayTheSame() {
    TrainingRun run = good();
    List<OperationStatus> told = new CopyOnWriteArrayList<>();
    CompletableFuture<OperationStatus> end = new CompletableFuture<>();
    run.onStatus(
        status -> {
          told.add(status);
          if (status.state().isTerminal()) {
            end.complete(status);
          }
        });
    CompletableFuture<Model> future = run.toFuture();

    Model model = await(run);

    assertThat(future.orTimeout(60, TimeUnit.SECONDS).join().contentHash())
        .isEqualTo(model.contentHash());
    assertThat(await(run).contentHash()).isEqualTo(model.contentHash());
    assertThat(end.orTimeout(60, TimeUnit.SECONDS).join().state())
        .isEqualTo(OperationState.SUCCEEDED);
    assertThat(told.get(0).state()).isNotNull();
    assertThat(told).extracting(OperationStatus::state).isSorted();
    for (int i = 1; i < told.size(); i++) {
      assertThat(told.get(i).sameAs(told.get(i - 1))).as("told twice: " + told.get(i)).isFalse();
    }
  }

  @Test
  void aFailureIsTheSameWhicheverWayItIsAwaited() {
    TrainingRun run = aloft().trainer().train(fixtures().failing());
    CompletableFuture<Model> future = run.toFuture();

    AloftException awaited = failure(ErrorCode.USER_CODE_FAILED, () -> await(run));
    Throwable fromFuture = catchThrowable(() -> future.orTimeout(60, TimeUnit.SECONDS).join());
    AloftException resumed =
        failure(
            ErrorCode.USER_CODE_FAILED, () -> await(another().aloft().trainer().run(run.name())));

    assertThat(fromFuture).isInstanceOf(CompletionException.class);
    assertThat(fromFuture)
        .cause()
        .isInstanceOfSatisfying(
            AloftException.class,
            error -> assertThat(error.summary()).isEqualTo(awaited.summary()));
    assertThat(resumed.summary()).isEqualTo(awaited.summary());
    assertThat(resumed.logTail()).isEqualTo(awaited.logTail());
    assertThat(run.status().state()).isEqualTo(OperationState.FAILED);
  }

  @Test
  void theCallersLimitEndsTheWaitOnly() {
    TrainingRun run = slow();

    AloftException error = failure(ErrorCode.WAIT_TIMEOUT, () -> run.await(Duration.ofMillis(200)));

    assertThat(error.isOutcome()).isFalse();
    assertThat(error.getMessage()).contains(run.id().toString());
    assertThat(run.refresh().state().isTerminal()).isFalse();
    end(run);
    failure(ErrorCode.CANCELLED, () -> await(run));
  }

  @Test
  void anInterruptEndsTheWaitOnly() {
    TrainingRun run = slow();
    Thread.currentThread().interrupt();

    Throwable thrown = catchThrowable(run::await);

    boolean flag = Thread.interrupted();
    assertThat(thrown).isInstanceOf(AloftException.class);
    AloftException error = (AloftException) thrown;
    assertThat(error.code()).isEqualTo(ErrorCode.INTERRUPTED);
    assertThat(flag).as("the thread's interrupt flag").isTrue();
    assertThat(error.isOutcome()).isFalse();
    assertThat(error.getMessage()).contains(run.id().toString());
    assertThat(run.refresh().state().isTerminal()).isFalse();
    end(run);
    failure(ErrorCode.CANCELLED, () -> await(run));
  }

  @Test
  void cancellingEndsTheRun() {
    TrainingRun run = slow();
    List<OperationState> told = new CopyOnWriteArrayList<>();
    run.onStatus(status -> told.add(status.state()));
    lookUntil(run, status -> status.state() == OperationState.RUNNING);

    run.cancel();
    run.cancel();

    AloftException error = failure(ErrorCode.CANCELLED, () -> await(run));
    assertThat(error.isOutcome()).isTrue();
    assertThat(run.status().state()).isEqualTo(OperationState.CANCELLED);
    run.cancel();
    assertThat(told).doesNotContain(OperationState.SUCCEEDED, OperationState.FAILED);
    failure(ErrorCode.CANCELLED, () -> await(another().aloft().trainer().run(run.name())));
    assertThat(run.outputs().uris()).doesNotContainValue("");
    proveNothingBills();
  }

  @Test
  void cancellingInAnotherProcessIsSeenHere() {
    TrainingRun run = slow();

    another().aloft().trainer().run(run.name()).cancel();

    failure(ErrorCode.CANCELLED, () -> await(run));
  }

  @Test
  void cancellingTooLateChangesNothing() {
    TrainingRun run = good();
    Model model = await(run);

    run.cancel();

    assertThat(await(run).contentHash()).isEqualTo(model.contentHash());
    assertThat(run.refresh().state()).isEqualTo(OperationState.SUCCEEDED);
    TrainingRun elsewhere = another().aloft().trainer().run(run.name());
    elsewhere.cancel();
    assertThat(await(elsewhere).contentHash()).isEqualTo(model.contentHash());
  }

  @Test
  void cancellingAFutureEndsItsWaitOnly() {
    TrainingRun run = good();

    run.toFuture().cancel(true);

    assertThat(await(run).contentHash()).isNotBlank();
  }

  @Test
  void aListenerThatThrowsDisturbsNobody() {
    TrainingRun run = good();
    CompletableFuture<OperationState> end = new CompletableFuture<>();
    run.onStatus(
        status -> {
          throw new IllegalStateException("a listener that throws");
        });
    run.onStatus(
        status -> {
          if (status.state().isTerminal()) {
            end.complete(status.state());
          }
        });

    await(run);

    assertThat(end.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(OperationState.SUCCEEDED);
  }

  @Test
  void aListenerIsToldTheEndEvenWhenItComesLate() {
    TrainingRun run = good();
    await(run);
    CompletableFuture<OperationState> first = new CompletableFuture<>();

    run.onStatus(status -> first.complete(status.state()));

    assertThat(first.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(OperationState.SUCCEEDED);
  }

  @Test
  void whoStopsListeningIsToldNothingMore() throws Exception {
    TrainingRun run = good();
    List<OperationStatus> told = new CopyOnWriteArrayList<>();
    AutoCloseable listening = run.onStatus(told::add);
    listening.close();
    int before = told.size();

    await(run);

    assertThat(told).hasSizeLessThanOrEqualTo(before + 1);
    assertThat(told).noneMatch(status -> status.state() == OperationState.SUCCEEDED);
  }

  @Test
  void theLastSeenStatusCostsNoRequest() {
    TrainingRun run = good();
    await(run);
    int before = process().tries().requests().size();

    for (int i = 0; i < 10; i++) {
      assertThat(run.status().state()).isEqualTo(OperationState.SUCCEEDED);
    }

    assertThat(run.toString()).contains(run.name());
    assertThat(process().tries().requests()).hasSize(before);
  }

  @Test
  void aBadLookNeverEndsARun() {
    TrainingRun run = good();
    process().faults().when(this::isLook, 2, Fault.unreachable());
    process().faults().when(this::isLook, 1, Fault.refused(ErrorCode.CREDENTIALS_EXPIRED));

    assertThat(await(run).contentHash()).isNotBlank();
    assertThat(run.status().state()).isEqualTo(OperationState.SUCCEEDED);
  }

  private boolean isLook(Call call) {
    return call.level() == Level.REQUEST && !harness().isWrite(call);
  }

  @Test
  void closingTheClientEndsTheWaitAndLeavesTheWork() {
    TrainingRun run = slow();
    CompletableFuture<Model> future = run.toFuture();

    process().close();

    Throwable thrown = catchThrowable(() -> future.orTimeout(60, TimeUnit.SECONDS).join());
    assertThat(thrown).isNotNull();
    if (thrown.getCause() instanceof AloftException error) {
      assertThat(error.isOutcome()).isFalse();
    }
    TrainingRun elsewhere = another().aloft().trainer().run(run.name());
    assertThat(elsewhere.refresh().state().isTerminal()).isFalse();
    end(elsewhere);
    failure(ErrorCode.CANCELLED, () -> await(elsewhere));
  }

  @Test
  @Needs("serving")
  void aDeploymentIsAnOperationToo() {
    String name = freshName("kit");
    Deployment deployment = model(aloft()).startDeploy(name);

    assertThat(deployment.id().kind()).isEqualTo("endpoint");
    assertThat(deployment.id().resource()).isEqualTo(name);
    assertThat(deployment.id().generation()).isPresent();
    Endpoint endpoint = await(deployment);
    assertThat(endpoint.name()).isEqualTo(name);
    assertThat(deployment.endpoint().name()).isEqualTo(name);
    assertThat(deployment.status().state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(deployment.status().attended()).isFalse();

    Operation<?> resumed = another().aloft().resume(OperationId.parse(deployment.id().toString()));
    assertThat(resumed.await(harness().patience())).isInstanceOf(Endpoint.class);
  }

  @Test
  @Needs("serving")
  void aDeploymentThatNobodyAwaitsGoesOn() {
    Deployment deployment = model(aloft()).startDeploy(freshName("kit"));
    CompletableFuture<OperationState> end = new CompletableFuture<>();
    deployment.onStatus(
        status -> {
          if (status.state().isTerminal()) {
            end.complete(status.state());
          }
        });

    lookUntil(deployment, status -> status.state().isTerminal());

    assertThat(end.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(OperationState.SUCCEEDED);
  }
}
