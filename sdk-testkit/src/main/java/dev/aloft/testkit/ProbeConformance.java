package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.model.Model;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.EndpointState;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A deploy with a probe counts as done when the endpoint has answered it, and not before: what
 * passes the provider's health check need not be able to predict.
 */
@Needs("serving")
public abstract class ProbeConformance extends Conformance {
  private static final String BUCKET = "predict";
  private static final String REASON = "the scripted container cannot score";

  private final String name = freshName("kit");

  /** For a provider's subclass. */
  protected ProbeConformance() {}

  private Endpoint deployed() {
    DeployOptions options = DeployOptions.builder().probe(fixtures().row()).build();
    return model(aloft()).deploy(name, options);
  }

  private void proveAnswers(Endpoint endpoint, ModelFixture model) {
    assertThat(endpoint.predict(fixtures().row()).value()).matches(model::says);
  }

  private List<Call> predictions() {
    return predictions(process());
  }

  private static List<Call> predictions(ClientProcess process) {
    return process.tries().requests().stream()
        .map(RecordingLayer.Recorded::call)
        .filter(ProbeConformance::isPrediction)
        .toList();
  }

  private static boolean isPrediction(Call call) {
    return call.bucket().equals(BUCKET);
  }

  private static Fault cannotScore() {
    return Fault.refused(
        AloftException.of(ErrorCode.MODEL_FAILED, REASON).effect(Effect.UNKNOWN).build());
  }

  private void nextPredictions(int times, Fault fault) {
    process().faults().when(ProbeConformance::isPrediction, times, fault);
  }

  @Test
  void aProbeIsAnsweredBeforeADeployIsDone() {
    Endpoint endpoint = deployed();

    assertThat(predictions()).as("predictions that the deploy has sent").isNotEmpty();
    assertThat(endpoint.status().state()).isEqualTo(EndpointState.READY);
    proveAnswers(endpoint, fixtures().model());
  }

  @Test
  void withoutAProbeAModelOfKnownColumnsIsAskedARowOfZeros() {
    Model model = model(aloft());

    Endpoint endpoint = model.deploy(name);

    assertThat(predictions())
        .as("predictions that the deploy has sent")
        .hasSize(model.manifest().signature().isKnown() ? 1 : 0);
    proveAnswers(endpoint, fixtures().model());
  }

  @Test
  void aModelThatRefusesARowOfZerosIsDeployed() {
    proveDeployedWithout(cannotScore());
  }

  @Test
  void whereARowOfZerosIsNotAnsweredAnEndpointIsDeployed() {
    proveDeployedWithout(Fault.refused(ErrorCode.UNAVAILABLE));
  }

  private void proveDeployedWithout(Fault fault) {
    ClientProcess process = open(harness().client().set("retry-total", "2"));
    process.faults().when(ProbeConformance::isPrediction, Integer.MAX_VALUE, fault);
    Model model = model(process.aloft());

    model.deploy(name);

    assertThat(predictions(process).isEmpty())
        .as("whether the deploy has asked for no prediction")
        .isEqualTo(!model.manifest().signature().isKnown());
    proveAnswers(aloft().endpoint(name), fixtures().model());
  }

  @Test
  void whatServesAndCannotPredictIsNotDeployed() {
    nextPredictions(Integer.MAX_VALUE, cannotScore());

    AloftException error = failure(ErrorCode.MODEL_FAILED, this::deployed);

    assertThat(error.isOutcome()).isTrue();
    assertThat(error.getMessage()).contains(name, "probe", REASON);
    assertThat(aloft().endpoint(name).status().state()).isEqualTo(EndpointState.ABSENT);
    proveNothingIsLeft(aloft());
  }

  @Test
  void anUpdateToWhatCannotPredictIsRolledBack() {
    Endpoint endpoint = deployed();
    int before = predictions().size();
    nextPredictions(1, cannotScore());

    AloftException error =
        failure(ErrorCode.ROLLED_BACK, () -> endpoint.update(otherModel(aloft())));

    assertThat(error.getMessage()).contains("probe", REASON);
    assertThat(predictions()).as("the way back is not asked").hasSize(before + 1);
    assertThat(endpoint.status().state()).isEqualTo(EndpointState.READY);
    proveAnswers(endpoint, fixtures().model());
  }

  @Test
  void whoMayNotPredictMayDeploy() {
    nextPredictions(1, Fault.refused(ErrorCode.PERMISSION_DENIED));

    proveAnswers(deployed(), fixtures().model());
  }

  @Test
  void anEndpointThatDoesNotAnswerYetIsAskedAgain() {
    nextPredictions(3, Fault.refused(ErrorCode.UNAVAILABLE));

    proveAnswers(deployed(), fixtures().model());
  }
}
