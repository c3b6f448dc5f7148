package dev.aloft.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.Capability;
import dev.aloft.Recovery;
import dev.aloft.layer.Call;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.EndpointState;
import dev.aloft.testkit.CrashHistory.Flow;
import dev.aloft.testkit.CrashHistory.Moment;
import dev.aloft.training.TrainingJob;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * For every flow, at every single vendor request of it: the process stops before the request leaves
 * or after it has taken effect, or only the answer is lost. Another process then finishes what was
 * begun, takes it away again, and nothing is left that exists or bills.
 *
 * <p>Stopping after a request that only reads is stopping before it, and is not played twice.
 */
public abstract class CrashConformance extends Conformance {
  private static final String NAME = "kit-crash";
  private static final int MOST_REQUESTS = 400;

  /** For a provider's subclass. */
  protected CrashConformance() {}

  /** Plays a flow again and again, each time disturbed at the next of its requests. */
  private void play(Flow flow) {
    Optional<Call> disturbed = Optional.empty();
    for (int request = 1; request == 1 || disturbed.isPresent(); request++) {
      assertThat(request).as("requests of one " + flow.name()).isLessThan(MOST_REQUESTS);
      disturbed = play(flow, Moment.STOP_BEFORE, request);
      if (disturbed.filter(harness()::isWrite).isPresent()) {
        play(flow, Moment.STOP_AFTER, request);
      }
      if (disturbed.isPresent()) {
        play(flow, Moment.ANSWER_LOST, request);
      }
    }
  }

  private Optional<Call> play(Flow flow, Moment moment, int request) {
    return new CrashHistory(this, directory(), flow, moment, request).play();
  }

  @Test
  @Needs("training")
  void training() {
    TrainingJob job = fixtures().good().toBuilder().key("crash").build();
    play(
        new Flow(
            "train",
            aloft -> {},
            aloft -> assertThat(await(aloft.trainer().train(job)).contentHash()).isNotBlank(),
            aloft -> assertThat(aloft.trainer().runs(job.name())).hasSize(1),
            aloft -> {}));
  }

  @Test
  @Needs("registry")
  void registering() {
    play(
        new Flow(
            "register",
            aloft -> {},
            aloft -> model(aloft).register(NAME),
            aloft -> assertThat(aloft.models().versions(NAME)).hasSize(1),
            CrashConformance::deleteModels));
  }

  @Test
  @Needs("registry")
  void deletingAVersion() {
    AtomicReference<String> version = new AtomicReference<>("");
    play(
        new Flow(
            "delete",
            aloft -> version.set(model(aloft).register(NAME).version().orElseThrow()),
            aloft -> aloft.models().delete(NAME, requireNonNull(version.get())),
            aloft -> assertThat(aloft.models().versions(NAME)).isEmpty(),
            aloft -> {}));
  }

  private static void deleteModels(Aloft aloft) {
    aloft
        .models()
        .versions(NAME)
        .forEach(model -> aloft.models().delete(NAME, model.version().orElseThrow()));
  }

  @Test
  @Needs("serving")
  void deploying() {
    play(
        new Flow(
            "deploy",
            aloft -> {},
            aloft -> model(aloft).deploy(NAME),
            aloft -> proveServes(aloft, fixtures().model()),
            CrashConformance::undeploy));
  }

  @Test
  @Needs("serving")
  void updating() {
    play(
        new Flow(
            "update",
            aloft -> model(aloft).deploy(NAME),
            aloft -> otherModel(aloft).deploy(NAME),
            aloft -> proveServes(aloft, fixtures().otherModel()),
            CrashConformance::undeploy));
  }

  @Test
  @Needs("serving")
  void updatingToAModelThatCannotServe() {
    play(
        new Flow(
            "failed update",
            aloft -> model(aloft).deploy(NAME),
            aloft -> {
              try {
                brokenModel(aloft).deploy(NAME);
              } catch (dev.aloft.error.AloftException e) {
                assertThat(e.isOutcome()).as(e.getMessage()).isTrue();
              }
              model(aloft).deploy(NAME);
            },
            aloft -> proveServes(aloft, fixtures().model()),
            CrashConformance::undeploy));
  }

  @Test
  @Needs("serving")
  void undeploying() {
    play(
        new Flow(
            "undeploy",
            aloft -> model(aloft).deploy(NAME),
            CrashConformance::undeploy,
            aloft ->
                assertThat(aloft.endpoint(NAME).status().state()).isEqualTo(EndpointState.ABSENT),
            aloft -> {}));
  }

  @Test
  @Needs({"serving", "serving.traffic-split"})
  void splittingTheTraffic() {
    play(
        new Flow(
            "canary",
            aloft -> model(aloft).deploy(NAME),
            aloft -> {
              if (aloft.endpoint(NAME).status().traffic().size() == 1) {
                model(aloft).deploy(NAME).canary(otherModel(aloft), 40);
              }
            },
            aloft ->
                assertThat(aloft.endpoint(NAME).status().traffic().values())
                    .containsExactlyInAnyOrder(60, 40),
            CrashConformance::undeploy));
  }

  private static void undeploy(Aloft aloft) {
    aloft.endpoint(NAME).undeploy();
  }

  private void proveServes(Aloft aloft, ModelFixture model) {
    Endpoint endpoint = aloft.endpoint(NAME);
    assertThat(endpoint.predict(fixtures().row()).value()).matches(model::says);
    assertThat(endpoint.status().state()).isEqualTo(EndpointState.READY);
  }

  @Test
  void nothingToRecoverIsFine() {
    Recovery recovery = aloft().recover();

    assertThat(recovery.items()).isEmpty();
    assertThat(can(Capability.SERVING) ? aloft().orphans().parts() : java.util.List.of()).isEmpty();
  }
}
