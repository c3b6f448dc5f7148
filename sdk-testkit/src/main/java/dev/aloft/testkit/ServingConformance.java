package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Plan;
import dev.aloft.driver.Part;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.model.Model;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Deployment;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.EndpointState;
import dev.aloft.serving.EndpointStatus;
import dev.aloft.serving.Scaling;
import dev.aloft.serving.Wish;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Endpoints come up, change without a gap, go back, and go away without leaving anything. */
@Needs("serving")
public abstract class ServingConformance extends Conformance {
  private final String name = freshName("kit");

  /** For a provider's subclass. */
  protected ServingConformance() {}

  private Endpoint deployed() {
    return model(aloft()).deploy(name);
  }

  private double answer(Endpoint endpoint) {
    return endpoint.predict(fixtures().row()).value();
  }

  private void proveAnswers(Endpoint endpoint, ModelFixture model) {
    assertThat(answer(endpoint)).as("what " + endpoint + " answers").matches(model::says);
  }

  @Test
  void aDeployedModelAnswers() {
    Endpoint endpoint = deployed();

    proveAnswers(endpoint, fixtures().model());
    EndpointStatus status = endpoint.status();
    assertThat(status.state()).isEqualTo(EndpointState.READY);
    assertThat(status.answers()).isTrue();
    assertThat(status.traffic().values()).containsExactly(100);
    assertThat(endpoint.url()).isNotBlank().isEqualTo(status.url());
    assertThat(aloft().endpoints()).extracting(Endpoint::name).contains(name);
  }

  @Test
  void aPlanTellsWhatADeployThenWrites() {
    Plan plan = aloft().plan(name, model(aloft()), DeployOptions.defaults());

    assertThat(plan.end()).as("how %s ends", plan).isEqualTo("done");
    assertThat(plan.steps()).isNotEmpty().doesNotHaveDuplicates();
    Endpoint endpoint = aloft().endpoint(name);
    assertThat(endpoint.status().parts()).as("what planning wrote").isEmpty();
    deployed();
    assertThat(endpoint.status().parts())
        .extracting(part -> part.kind() + " " + part.id())
        .containsExactlyInAnyOrderElementsOf(
            plan.steps().stream().map(step -> step.replaceFirst("^\\S+ ", "")).distinct().toList());
    assertThat(aloft().plan(name, model(aloft()), DeployOptions.defaults()))
        .isEqualTo(new Plan(List.of(), "done"));
  }

  @Test
  void everyPartIsOursAndSaysWhoseItIs() {
    List<Part> parts = deployed().status().parts();

    assertThat(parts).isNotEmpty().allMatch(Part::ours, "ours");
    assertThat(parts).allSatisfy(part -> assertThat(part.fact("aloft-name")).isEqualTo(name));
  }

  @Test
  void aHandleByNameInAnotherProcessIsAsGood() {
    deployed();

    Endpoint elsewhere = another().aloft().endpoint(name);

    proveAnswers(elsewhere, fixtures().model());
    assertThat(elsewhere.status().state()).isEqualTo(EndpointState.READY);
    elsewhere.undeploy();
    assertThat(aloft().endpoint(name).status().state()).isEqualTo(EndpointState.ABSENT);
  }

  @Test
  void deployingTheSameAgainWritesNothing() {
    Endpoint endpoint = deployed();
    List<Part> before = endpoint.status().parts();

    model(another().aloft()).deploy(name);

    assertThat(endpoint.status().parts())
        .usingRecursiveFieldByFieldElementComparatorOnFields("kind", "id", "state")
        .containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void anUpdateIsAtomicForThoseWhoCall() {
    Endpoint endpoint = deployed();
    try (Callers callers = Callers.of(endpoint, fixtures())) {
      callers.awaitAnswers(20);
      ClientProcess updating = another();
      updating.faults().when(harness()::isWrite, Integer.MAX_VALUE, callers.callingAfterEach(3));
      updating.aloft().endpoint(name).update(otherModel(updating.aloft()));
      callers.awaitAnswers(20);
      callers.stop();
      assertThat(callers.failures()).as("calls that failed during the update").isEmpty();
      assertThat(callers.strange()).as("answers of neither model").isEmpty();
    }
    proveAnswers(endpoint, fixtures().otherModel());
    assertThat(endpoint.status().traffic().values()).containsExactly(100);
    assertThat(endpoint.status().state()).isEqualTo(EndpointState.READY);
  }

  @Test
  void anUpdateRemovesTheOldRevision() {
    Endpoint endpoint = deployed();
    Set<String> old = ids(endpoint);
    endpoint.update(otherModel(aloft()));

    endpoint.update(model(aloft()));

    assertThat(ids(endpoint)).isEqualTo(old);
  }

  private static Set<String> ids(Endpoint endpoint) {
    return endpoint.status().parts().stream().map(Part::id).collect(Collectors.toSet());
  }

  @Test
  void rollingBackBringsTheWishBefore() {
    Endpoint endpoint = deployed();
    endpoint.update(otherModel(aloft()));

    another().aloft().endpoint(name).rollback();

    proveAnswers(endpoint, fixtures().model());
  }

  @Test
  @Needs("serving.traffic-split")
  void aCanaryGetsItsShareAndIsPromoted() {
    Endpoint endpoint = deployed();

    endpoint.canary(otherModel(aloft()), 30);

    assertThat(endpoint.status().traffic().values()).containsExactlyInAnyOrder(70, 30);
    assertThat(ofTheOther(endpoint)).isBetween(20L, 110L);
    endpoint.promote();
    assertThat(answers(endpoint, 20)).allMatch(fixtures().otherModel()::says);
    assertThat(endpoint.status().traffic().values()).containsExactly(100);
  }

  /** How many of 200 calls the other model answers. */
  private long ofTheOther(Endpoint endpoint) {
    return answers(endpoint, 200).stream().filter(fixtures().otherModel()::says).count();
  }

  @Test
  @Needs("serving.traffic-split")
  void aCanaryGrowsWithoutAnotherPart() {
    Endpoint endpoint = deployed();
    endpoint.canary(otherModel(aloft()), 10);
    Set<String> parts = ids(endpoint);

    endpoint.canary(otherModel(aloft()), 80);

    assertThat(endpoint.status().traffic().values()).containsExactlyInAnyOrder(20, 80);
    assertThat(ofTheOther(endpoint)).isBetween(110L, 198L);
    assertThat(ids(endpoint)).isEqualTo(parts);
  }

  @Test
  @Needs("serving.traffic-split")
  void aCanaryThatIsRolledBackAnswersNoMore() {
    Endpoint endpoint = deployed();
    Set<String> before = ids(endpoint);
    endpoint.canary(otherModel(aloft()), 50);

    endpoint.rollback();

    assertThat(answers(endpoint, 20)).allMatch(fixtures().model()::says);
    assertThat(ids(endpoint)).isEqualTo(before);
  }

  @Test
  @Needs("serving.traffic-split")
  void rollingBackFromAPromotedCanaryServesNothingOfIt() {
    Endpoint endpoint = deployed();
    Set<String> before = ids(endpoint);
    endpoint.canary(otherModel(aloft()), 50);
    endpoint.promote();

    endpoint.rollback();

    assertThat(answers(endpoint, 20)).allMatch(fixtures().model()::says);
    assertThat(ids(endpoint)).isEqualTo(before);
  }

  private List<Double> answers(Endpoint endpoint, int calls) {
    return IntStream.range(0, calls).mapToObj(call -> answer(endpoint)).toList();
  }

  @Test
  @Needs("serving.traffic-split")
  void thereIsNothingToPromoteWithoutACanary() {
    Endpoint endpoint = deployed();

    failure(ErrorCode.INVALID_REQUEST, endpoint::promote);
    failure(ErrorCode.INVALID_REQUEST, () -> endpoint.canary(otherModel(aloft()), 0));
    failure(ErrorCode.INVALID_REQUEST, () -> endpoint.canary(otherModel(aloft()), 100));
    proveAnswers(endpoint, fixtures().model());
  }

  @Test
  void undeployLeavesNothing() {
    Endpoint endpoint = deployed();

    endpoint.undeploy();

    assertThat(endpoint.status().state()).isEqualTo(EndpointState.ABSENT);
    assertThat(endpoint.status().parts()).isEmpty();
    failure(ErrorCode.NOT_FOUND, () -> answer(another().aloft().endpoint(name)));
    proveNothingIsLeft(aloft());
    endpoint.undeploy();
    aloft().endpoint("kit-nobody").undeploy();
    proveNothingIsLeft(aloft());
  }

  @Test
  void whatWasUndeployedCanBeDeployedAgain() {
    deployed().undeploy();

    Endpoint again = otherModel(aloft()).deploy(name);

    proveAnswers(again, fixtures().otherModel());
  }

  @Test
  void aModelThatCannotServeLeavesNothingAndSaysWhy() {
    AloftException error =
        catchAny(() -> brokenModel(aloft()).deploy(name), "the deploy of a broken model");

    assertThat(error.isOutcome()).isTrue();
    assertThat(error.code()).isNotEqualTo(ErrorCode.INTERNAL);
    assertThat(error.summary()).isNotBlank();
    assertThat(error.getMessage()).contains(name);
    assertThat(aloft().endpoint(name).status().state()).isEqualTo(EndpointState.ABSENT);
    proveNothingIsLeft(aloft());
    proveAnswers(model(aloft()).deploy(name), fixtures().model());
  }

  @Test
  void anUpdateToAModelThatCannotServeIsRolledBack() {
    Endpoint endpoint = deployed();
    Set<String> before = ids(endpoint);

    try (Callers callers = Callers.of(endpoint, fixtures())) {
      AloftException error =
          failure(ErrorCode.ROLLED_BACK, () -> endpoint.update(brokenModel(aloft())));
      callers.awaitAnswers(20);
      callers.stop();
      assertThat(error.isOutcome()).isTrue();
      assertThat(error.summary()).isNotBlank();
      assertThat(callers.failures()).as("calls that failed meanwhile").isEmpty();
    }
    proveAnswers(endpoint, fixtures().model());
    assertThat(endpoint.status().state()).isEqualTo(EndpointState.READY);
    assertThat(ids(endpoint)).as("parts after the update failed").isEqualTo(before);
    proveAnswers(endpoint.update(otherModel(aloft())), fixtures().otherModel());
  }

  @Test
  void whatSomebodyElseMadeIsLeftAlone() {
    Endpoint theirs = model(stranger().aloft()).deploy(name);

    AloftException error =
        failure(ErrorCode.CONFLICT_NOT_OURS, () -> otherModel(aloft()).deploy(name));
    failure(ErrorCode.CONFLICT_NOT_OURS, () -> aloft().endpoint(name).undeploy());

    assertThat(error.getMessage()).contains(name);
    assertThat(error.nextSteps()).isNotEmpty();
    proveAnswers(theirs, fixtures().model());
    assertThat(theirs.status().state()).isEqualTo(EndpointState.READY);
    assertThat(aloft().orphans().parts()).isEmpty();
    assertThat(aloft().recover().items()).noneMatch(item -> item.outcome().equals("still running"));
    theirs.undeploy();
  }

  @Test
  void theHistoryTellsEveryWish() {
    Endpoint endpoint = deployed();
    endpoint.update(otherModel(aloft()));
    endpoint.rollback();
    endpoint.undeploy();

    List<Wish> history = another().aloft().endpoint(name).history();

    assertThat(history)
        .extracting(Wish::verb)
        .containsExactly("undeploy", "rollback", "update", "deploy");
    assertThat(history).extracting(Wish::outcome).containsOnly("settled");
    assertThat(history)
        .extracting(Wish::generation)
        .isSortedAccordingTo((a, b) -> Long.compare(b, a));
    assertThat(history.get(0).spec()).isEqualTo("gone");
  }

  @Test
  void aPlanWritesNothing() {
    Model model = model(aloft());
    List<String> steps = aloft().plan(name, model, DeployOptions.defaults()).steps();
    assertThat(steps).isNotEmpty();
    List<Call> before = writes();

    assertThat(aloft().plan(name, model, DeployOptions.defaults()).steps()).isEqualTo(steps);

    assertThat(writes()).as("writes, once the model is staged").isEqualTo(before);
    assertThat(aloft().endpoint(name).status().state()).isEqualTo(EndpointState.ABSENT);
    assertThat(harness().things().orElse(List.of())).isEmpty();
    assertThat(aloft().endpoint(name).history()).isEmpty();
  }

  private List<Call> writes() {
    return process().sent().requests().stream()
        .map(RecordingLayer.Recorded::call)
        .filter(harness()::isWrite)
        .toList();
  }

  @Test
  void cancellingADeploymentBringsTheStateBefore() {
    Endpoint endpoint = deployed();
    Deployment update = endpoint.startUpdate(otherModel(aloft()));

    update.cancel();
    update.cancel();

    try {
      await(update);
      proveAnswers(endpoint, fixtures().otherModel());
    } catch (AloftException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED);
      proveAnswers(endpoint, fixtures().model());
    }
    assertThat(endpoint.status().state()).isEqualTo(EndpointState.READY);
    assertThat(endpoint.status().traffic().values()).containsExactly(100);
  }

  @Test
  void nothingIsHalfDoneAfterwards() {
    Endpoint endpoint = deployed();

    assertThat(another().aloft().recover().items()).isEmpty();
    assertThat(aloft().orphans().isEmpty()).isTrue();
    endpoint.undeploy();
    assertThat(another().aloft().orphans().isEmpty()).isTrue();
  }

  @Test
  @Needs("serving.replicas")
  void anEndpointHasTwoReplicas() {
    proveAnswers(
        model(aloft()).deploy(name, DeployOptions.builder().replicas(2).build()),
        fixtures().model());
  }

  @Test
  @Needs("serving.autoscaling")
  void theNumberOfReplicasFollowsTheLoad() {
    DeployOptions options = DeployOptions.builder().scaling(Scaling.between(1, 2, 60)).build();

    proveAnswers(model(aloft()).deploy(name, options), fixtures().model());
  }

  @Test
  @Needs("serving.logs")
  void anEndpointHasALog() {
    Endpoint endpoint = deployed();
    answer(endpoint);

    assertThat(endpoint.logs().map(line -> line.text()).toList()).isNotEmpty().doesNotContainNull();
  }

  private static AloftException catchAny(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable action, String what) {
    Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(action);
    assertThat(thrown).as(what).isInstanceOf(AloftException.class);
    return (AloftException) thrown;
  }
}
