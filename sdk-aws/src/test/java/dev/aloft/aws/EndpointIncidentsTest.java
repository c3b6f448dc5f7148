package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Machine;
import dev.aloft.driver.Payload;
import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.fake.work.ServingContainer;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.Scaling;
import dev.aloft.serving.ServingRuntime;
import dev.aloft.testkit.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What happens to endpoints in the cloud beside the caller's own doing, by the fake's script. */
class EndpointIncidentsTest extends EndpointLives {
  private static final String TYPE = "ml.m5.large";
  private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ours:1";

  @Test
  void anEndpointThatThereAreNoMachinesForSaysSoAndLeavesNothing() {
    openPlace(cloud -> cloud);
    place.cloud().hosting().capacity(TYPE, false);

    AloftException error = failure(() -> model(aloft).deploy(NAME, onMachines().build()));

    assertThat(error.code()).as(error.getMessage()).isEqualTo(ErrorCode.NO_CAPACITY);
    assertThat(error.blame()).isEqualTo(Blame.CAPACITY);
    assertThat(things()).isEmpty();
  }

  @Test
  void aQuotaThatIsFullIsNamed() {
    String quota = TYPE + " for endpoint usage";
    openPlace(cloud -> cloud.quota(quota, 0));

    AloftException error = failure(() -> model(aloft).deploy(NAME, onMachines().build()));

    assertThat(error.code()).as(error.getMessage()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
    assertThat(error.getMessage()).contains(quota);
    assertThat(things()).isEmpty();
  }

  @Test
  void aContainerThatCrashesAgainAndAgainIsTheModelsFailure() {
    openPlace(cloud -> cloud);
    place
        .cloud()
        .images()
        .serving(
            IMAGE::equals,
            work -> {
              work.log().accept("ImportError: no module named model");
              throw new IOException("the container ended with 1");
            });

    AloftException error = failure(() -> model(aloft).deploy(NAME, ownContainer()));

    assertThat(error.code()).as(error.getMessage()).isEqualTo(ErrorCode.MODEL_FAILED);
    assertThat(error.getMessage()).contains("did not pass the ping health check");
    assertThat(things()).isEmpty();
  }

  @Test
  void anUpdateThatAnAlarmTakesBackIsRolledBackForItsReason() {
    openPlace(cloud -> cloud);
    DeployOptions guarded =
        onMachines()
            .option(SageMaker.UPDATE_POLICY, "LINEAR")
            .option(SageMaker.ROLLBACK_ALARMS, "churn-errors")
            .build();
    Endpoint endpoint = model(aloft).deploy(NAME, guarded);
    faults.when(
        call -> {
          place.cloud().hosting().alarm("churn-errors");
          return false;
        },
        1,
        Fault.unreachable());

    AloftException error = failure(() -> endpoint.update(otherModel(aloft)));

    assertThat(error.code()).as(error.getMessage()).isEqualTo(ErrorCode.ROLLED_BACK);
    assertThat(error.getMessage()).contains("churn-errors");
    assertThat(place.cloud().exchanges().of("UpdateEndpoint")).isNotEmpty();
    proveAnswers(endpoint);
  }

  @Test
  void anUpdateWaitsForTheServicesOwn() {
    openPlace(cloud -> cloud);
    Endpoint endpoint = model(aloft).deploy(NAME, onMachines().build());
    place.cloud().hosting().maintain(NAME);

    endpoint.update(otherModel(aloft));

    assertThat(place.cloud().exchanges().of("UpdateEndpoint")).hasSize(1);
    assertThat(endpoint.predict(place.fixtures().row()).value())
        .matches(place.fixtures().otherModel()::says);
  }

  @Test
  void aRemovalWithoutTheRightToDeregisterSaysWhichAndIsFinishedWithIt() {
    openPlace(cloud -> cloud);
    Endpoint endpoint =
        model(aloft).deploy(NAME, onMachines().scaling(Scaling.between(1, 4, 600)).build());
    place.cloud().hosting().denyDeregistration(true);
    String denial = "User: me is not authorized to perform: DeregisterScalableTarget";
    place
        .cloud()
        .faults()
        .on("DeregisterScalableTarget")
        .always()
        .fail(400, "AccessDeniedException", denial);

    AloftException error = failure(endpoint::undeploy);

    assertThat(error.code()).as(error.getMessage()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(error.getMessage()).contains("DeregisterScalableTarget");
    place.cloud().hosting().denyDeregistration(false);
    place.cloud().faults().clear();
    endpoint.undeploy();
    assertThat(things()).isEmpty();
  }

  @Test
  void whatTheContainerRefusesIsToldWithItsStatusItsWordsAndItsLog() {
    openPlace(cloud -> cloud);
    serve(InstantWork.serving(call -> InstantWork.text(422, "text/plain", "no such row")));
    Endpoint endpoint = model(aloft).deploy(NAME, ownContainer());

    AloftException error = failure(() -> endpoint.invoke(body()));

    assertThat(error.code()).as(error.getMessage()).isEqualTo(ErrorCode.MODEL_FAILED);
    assertThat(error.effect()).isEqualTo(Effect.NONE);
    assertThat(error.rawCode()).contains("ModelError");
    assertThat(error.getMessage())
        .contains("422", "no such row", "/aws/sagemaker/Endpoints/" + NAME);
  }

  @Test
  void aModelThatTakesMoreThanAMinuteIsToldAsThat() {
    openPlace(cloud -> cloud);
    CompletableFuture<ServingContainer.Reply> late = new CompletableFuture<>();
    serve(
        InstantWork.serving(
            call -> {
              place.cloud().clock().advance(Duration.ofSeconds(61));
              return late.join();
            }));
    Endpoint endpoint = model(aloft).deploy(NAME, ownContainer());

    AloftException error = failure(() -> endpoint.invoke(body()));
    late.complete(InstantWork.text(200, "text/csv", "0.5"));

    assertThat(error.code()).as(error.getMessage()).isEqualTo(ErrorCode.MODEL_FAILED);
    assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(error.getMessage()).contains("timed out");
    assertThat(place.cloud().exchanges().of("InvokeEndpoint")).as("sent once").hasSize(1);
  }

  private static DeployOptions.Builder onMachines() {
    return DeployOptions.builder().machine(Machine.type(TYPE));
  }

  /** An endpoint that is asked by nobody but the test. */
  private static DeployOptions ownContainer() {
    return DeployOptions.builder()
        .runtime(ServingRuntime.container(IMAGE, 8080, "/invocations", "/ping", Protocol.RAW))
        .build();
  }

  private void serve(ServingContainer container) {
    place.cloud().images().serving(IMAGE::equals, container);
  }

  private static Payload body() {
    return Payload.of("1,2,3".getBytes(StandardCharsets.UTF_8), "text/csv");
  }

  private static AloftException failure(ThrowingCallable work) {
    AloftException error = catchThrowableOfType(AloftException.class, work);
    assertThat(error).isNotNull();
    return error;
  }
}
