package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.driver.Part;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.model.Model;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.EndpointState;
import dev.aloft.serving.Wish;
import dev.aloft.testkit.ClientProcess.End;
import dev.aloft.testkit.ClientProcess.Outcome;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Several processes want something of the same name at once; no half state comes of it. */
public abstract class ConcurrencyConformance extends Conformance {
  private static final Duration LONG_ENOUGH = Duration.ofHours(3);
  private static final int EVERY = 4;

  private final String name = freshName("kit");

  /** For a provider's subclass. */
  protected ConcurrencyConformance() {}

  private static Outcome join(CompletableFuture<Outcome> work) {
    return work.orTimeout(120, TimeUnit.SECONDS).join();
  }

  private static void proveFinished(CompletableFuture<Outcome> work) {
    Outcome outcome = join(work);
    assertThat(outcome.end()).as(String.valueOf(outcome.error())).isEqualTo(End.FINISHED);
  }

  /** Finished, or told that a newer wish overtook it. */
  private static void proveFinishedOrOvertaken(CompletableFuture<Outcome> work) {
    Outcome outcome = join(work);
    if (outcome.error() != null) {
      assertThat(outcome.error().code())
          .as(outcome.error().getMessage())
          .isIn(ErrorCode.CONFLICT, ErrorCode.CANCELLED, ErrorCode.BUSY);
    }
  }

  @Test
  @Needs("training")
  void twoProcessesWithOneKeyHaveOneRun() {
    TrainingJob job = fixtures().good().toBuilder().key("both").build();
    Set<String> names = ConcurrentHashMap.newKeySet();
    Consumer<Aloft> train =
        aloft -> {
          TrainingRun run = aloft.trainer().train(job);
          names.add(run.name());
          await(run);
        };

    CompletableFuture<Outcome> one = another().begin(train);
    CompletableFuture<Outcome> two = another().begin(train);

    proveFinished(one);
    proveFinished(two);
    assertThat(names).hasSize(1);
    assertThat(aloft().trainer().runs(job.name())).hasSize(1);
  }

  @Test
  @Needs("registry")
  void twoProcessesRegisterOneVersion() {
    Consumer<Aloft> register = aloft -> model(aloft).register(name);

    CompletableFuture<Outcome> one = another().begin(register);
    CompletableFuture<Outcome> two = another().begin(register);

    proveFinished(one);
    proveFinished(two);
    assertThat(aloft().models().versions(name)).hasSize(1);
  }

  @Test
  @Needs("registry")
  void twoProcessesRegisterDifferentVersionsUnderOneName() {
    CompletableFuture<Outcome> one = another().begin(aloft -> model(aloft).register(name));
    CompletableFuture<Outcome> two = another().begin(aloft -> otherModel(aloft).register(name));

    proveFinished(one);
    proveFinished(two);
    assertThat(aloft().models().versions(name))
        .hasSize(2)
        .extracting(Model::contentHash)
        .doesNotHaveDuplicates();
    assertThat(aloft().models().versions(name))
        .extracting(model -> model.version().orElseThrow())
        .doesNotHaveDuplicates();
  }

  @Test
  @Needs("serving")
  void twoProcessesDeployTheSameModel() {
    Consumer<Aloft> deploy = aloft -> model(aloft).deploy(name);

    CompletableFuture<Outcome> one = another().begin(deploy);
    CompletableFuture<Outcome> two = another().begin(deploy);

    proveFinished(one);
    proveFinished(two);
    proveServesOneOf(fixtures().model());
    proveGoesAway();
  }

  @Test
  @Needs("serving")
  void twoProcessesDeployDifferentModels() {
    CompletableFuture<Outcome> one = another().begin(aloft -> model(aloft).deploy(name));
    CompletableFuture<Outcome> two = another().begin(aloft -> otherModel(aloft).deploy(name));

    proveFinishedOrOvertaken(one);
    proveFinishedOrOvertaken(two);
    proveServesOneOf(fixtures().model(), fixtures().otherModel());
    proveGoesAway();
  }

  @Test
  @Needs("serving")
  void oneProcessDeploysAndTheOtherUndeploys() {
    model(aloft()).deploy(name);

    CompletableFuture<Outcome> one = another().begin(aloft -> otherModel(aloft).deploy(name));
    CompletableFuture<Outcome> two = another().begin(aloft -> aloft.endpoint(name).undeploy());

    proveFinishedOrOvertaken(one);
    proveFinishedOrOvertaken(two);
    EndpointState state = aloft().endpoint(name).status().state();
    assertThat(state).isIn(EndpointState.READY, EndpointState.ABSENT);
    proveGoesAway();
  }

  private void proveServesOneOf(ModelFixture... models) {
    Endpoint endpoint = aloft().endpoint(name);
    assertThat(endpoint.status().state()).isEqualTo(EndpointState.READY);
    double answer = endpoint.predict(fixtures().row()).value();
    assertThat(models).as("who answers " + answer).anyMatch(model -> model.says(answer));
    for (int i = 0; i < 20; i++) {
      assertThat(endpoint.predict(fixtures().row()).value()).isEqualTo(answer);
    }
    assertThat(endpoint.status().traffic()).hasSize(1);
    List<Wish> history = endpoint.history();
    assertThat(history.get(0).outcome()).isEqualTo("settled");
    revisions(endpoint)
        .forEach(
            (kind, revisions) ->
                assertThat(revisions).as("revisions that have a " + kind).hasSize(1));
  }

  /**
   * For each kind of part below the endpoint, which itself may still name the revision it began
   * with, those that its tags name.
   */
  private Map<String, Set<String>> revisions(Endpoint endpoint) {
    return endpoint.status().parts().stream()
        .filter(part -> !part.id().equals(name) && part.fact("aloft-revision") != null)
        .collect(
            Collectors.groupingBy(
                Part::kind,
                Collectors.mapping(
                    part -> String.valueOf(part.fact("aloft-revision")), Collectors.toSet())));
  }

  private void proveGoesAway() {
    aloft().endpoint(name).undeploy();
    List<Part> parts = aloft().endpoint(name).status().parts();
    assertThat(parts).isEmpty();
    assertThat(another().aloft().recover().items()).isEmpty();
    proveNothingIsLeft(aloft());
  }

  @Test
  @Needs("serving")
  void aProcessThatSleptPastItsLeaseWakesUpLate() {
    for (int request = 2; sleepAt(request); request += EVERY) {
      aloft().endpoint(name).undeploy();
      proveNothingIsLeft(aloft());
    }
  }

  /** One process sleeps at a request, another takes over, the first one goes on. */
  private boolean sleepAt(int request) {
    CompletableFuture<Call> asleep = new CompletableFuture<>();
    CompletableFuture<Void> alarm = new CompletableFuture<>();
    ClientProcess sleeper = another();
    sleeper.faults().atRequest(request, Fault.held(asleep, alarm));
    CompletableFuture<Outcome> one = sleeper.begin(aloft -> model(aloft).deploy(name));
    try {
      CompletableFuture.anyOf(asleep, one).orTimeout(120, TimeUnit.SECONDS).join();
      if (one.isDone()) {
        proveFinished(one);
        return false;
      }
      harness().pass(LONG_ENOUGH);
      proveFinished(another().begin(aloft -> otherModel(aloft).deploy(name)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while a process slept", e);
    } finally {
      alarm.complete(null);
    }
    proveFinishedOrOvertaken(one);
    another().aloft().recover();
    proveServesOneOf(fixtures().model(), fixtures().otherModel());
    return true;
  }
}
