package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.error.AloftException;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.EndpointState;
import dev.aloft.training.TrainingJob;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What suites disturb: each flow from its beginning, to be played once. */
final class Flows {
  private static final String NAME = "kit-flow";

  private final Conformance suite;

  Flows(Conformance suite) {
    this.suite = suite;
  }

  Flow training() {
    TrainingJob job = suite.fixtures().good().toBuilder().key("crash").build();
    return new Flow(
        "train",
        aloft -> {},
        aloft -> assertThat(suite.await(aloft.trainer().train(job)).contentHash()).isNotBlank(),
        aloft -> assertThat(aloft.trainer().runs(job.name())).hasSize(1),
        aloft -> {});
  }

  /** Without a key each call asks for a run of its own, and gets one. */
  Flow trainingWithoutAKey() {
    TrainingJob job = suite.fixtures().good();
    AtomicInteger calls = new AtomicInteger();
    return new Flow(
        "train without a key",
        aloft -> {},
        aloft -> {
          calls.incrementAndGet();
          assertThat(suite.await(aloft.trainer().train(job)).contentHash()).isNotBlank();
        },
        aloft -> assertThat(aloft.trainer().runs(job.name())).hasSizeBetween(1, calls.get()),
        aloft -> {});
  }

  Flow registering() {
    return new Flow(
        "register",
        aloft -> {},
        aloft -> suite.model(aloft).register(NAME),
        aloft -> assertThat(aloft.models().versions(NAME)).hasSize(1),
        Flows::deleteModels);
  }

  Flow deletingAVersion() {
    AtomicReference<String> version = new AtomicReference<>("");
    return new Flow(
        "delete",
        aloft -> version.set(suite.model(aloft).register(NAME).version().orElseThrow()),
        aloft -> aloft.models().delete(NAME, String.valueOf(version.get())),
        aloft -> assertThat(aloft.models().versions(NAME)).isEmpty(),
        aloft -> {});
  }

  private static void deleteModels(Aloft aloft) {
    aloft
        .models()
        .versions(NAME)
        .forEach(model -> aloft.models().delete(NAME, model.version().orElseThrow()));
  }

  Flow deploying() {
    return new Flow(
        "deploy",
        aloft -> {},
        aloft -> suite.model(aloft).deploy(NAME),
        aloft -> proveServes(aloft, suite.fixtures().model()),
        Flows::undeploy);
  }

  Flow updating() {
    return new Flow(
        "update",
        aloft -> suite.model(aloft).deploy(NAME),
        aloft -> suite.otherModel(aloft).deploy(NAME),
        aloft -> proveServes(aloft, suite.fixtures().otherModel()),
        Flows::undeploy);
  }

  Flow updatingToAModelThatCannotServe() {
    return new Flow(
        "failed update",
        aloft -> suite.model(aloft).deploy(NAME),
        aloft -> {
          try {
            suite.brokenModel(aloft).deploy(NAME);
          } catch (AloftException e) {
            assertThat(e.isOutcome()).as(e.getMessage()).isTrue();
          }
          suite.model(aloft).deploy(NAME);
        },
        aloft -> proveServes(aloft, suite.fixtures().model()),
        Flows::undeploy);
  }

  Flow undeploying() {
    return new Flow(
        "undeploy",
        aloft -> suite.model(aloft).deploy(NAME),
        Flows::undeploy,
        aloft -> {
          assertThat(aloft.endpoint(NAME).status().state()).isEqualTo(EndpointState.ABSENT);
          assertThat(aloft.endpoint(NAME).status().parts()).isEmpty();
        },
        aloft -> {});
  }

  Flow splittingTheTraffic() {
    return new Flow(
        "canary",
        aloft -> suite.model(aloft).deploy(NAME),
        aloft -> {
          if (aloft.endpoint(NAME).status().traffic().size() == 1) {
            suite.model(aloft).deploy(NAME).canary(suite.otherModel(aloft), 40);
          }
        },
        aloft ->
            assertThat(aloft.endpoint(NAME).status().traffic().values())
                .containsExactlyInAnyOrder(60, 40),
        Flows::undeploy);
  }

  private static void undeploy(Aloft aloft) {
    aloft.endpoint(NAME).undeploy();
  }

  private void proveServes(Aloft aloft, ModelFixture model) {
    Endpoint endpoint = aloft.endpoint(NAME);
    assertThat(endpoint.predict(suite.fixtures().row()).value()).matches(model::says);
    assertThat(endpoint.status().state()).isEqualTo(EndpointState.READY);
  }
}
