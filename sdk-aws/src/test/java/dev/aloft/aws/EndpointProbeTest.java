package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.model.ModelManifest;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.ServingRuntime;
import dev.aloft.testkit.Fault;
import dev.aloft.testkit.ModelFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Endpoints that are asked before they count as deployed, and the time that they have. */
class EndpointProbeTest extends EndpointLives {
  private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ours:1";

  @Test
  void aContainerThatIsHealthyAndCannotScoreIsNotDeployed() {
    openPlace(cloud -> cloud);
    serve(place.fixtures().otherModel());

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> model(aloft).deploy(NAME, ownContainer()));

    assertThat(error.code()).as(error.getMessage()).isEqualTo(ErrorCode.MODEL_FAILED);
    assertThat(error.summary()).contains("its probe was answered with an error");
    assertThat(place.cloud().exchanges().of("InvokeEndpoint")).hasSize(1);
    assertThat(things()).isEmpty();
  }

  @Test
  void aCanaryAnswersTheProbeHoweverSmallItsShare() {
    openPlace(cloud -> cloud);
    serve(place.fixtures().model());
    Endpoint endpoint = model(aloft).deploy(NAME, ownContainer());

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> endpoint.canary(otherModel(aloft), 1));

    assertThat(error.code()).as(error.getMessage()).isEqualTo(ErrorCode.ROLLED_BACK);
    assertThat(endpoint.status().traffic().values()).containsExactly(100);
  }

  private DeployOptions ownContainer() {
    return DeployOptions.builder()
        .runtime(ServingRuntime.container(IMAGE, 8080, "/invocations", "/ping", Protocol.SAGEMAKER))
        .probe(place.fixtures().row())
        .build();
  }

  /** An own container is healthy with every model and scores with one. */
  private void serve(ModelFixture good) {
    place
        .cloud()
        .images()
        .serving(
            IMAGE::equals,
            work -> {
              boolean scores =
                  manifest(work.root().resolve("model")).equals(manifest(good.directory()));
              return InstantWork.serving(
                      call ->
                          scores
                              ? InstantWork.text(200, "text/csv", "0.5")
                              : InstantWork.text(500, "text/plain", "cannot score"))
                  .start(work);
            });
  }

  private static ModelManifest manifest(Path model) throws IOException {
    return ModelManifest.parse(Files.readString(model.resolve(ModelManifest.FILE)));
  }

  @Test
  void theServiceHasTheTimeToSayThatAModelIsTooSlow() {
    openPlace(cloud -> cloud);
    List<Duration> limits = new ArrayList<>();
    faults.when(
        call -> {
          if (call.operation().equals("InvokeEndpoint")) {
            limits.add(call.timeout());
          }
          return false;
        },
        1,
        Fault.unreachable());

    Endpoint endpoint =
        model(aloft).deploy(NAME, DeployOptions.builder().probe(place.fixtures().row()).build());
    proveAnswers(endpoint);
    endpoint.predict(place.fixtures().row(), Duration.ofSeconds(7));

    Duration usual = Duration.ofSeconds(75);
    assertThat(limits).containsExactly(usual, usual, Duration.ofSeconds(7));
  }
}
