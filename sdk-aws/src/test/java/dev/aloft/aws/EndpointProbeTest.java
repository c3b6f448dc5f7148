package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.fake.work.ServingContainer;
import dev.aloft.model.ModelManifest;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.ServingRuntime;
import dev.aloft.testkit.Fault;
import dev.aloft.testkit.ModelFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Endpoints that are asked before they count as deployed, and the time that they have. */
class EndpointProbeTest extends EndpointLives {
  private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ours:1";
  private static final String ZEROS = "0(\\.0)?(,0(\\.0)?){2}\\s*";

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

  @Test
  void anUpdateAsksItsModelARowOfZerosToo() {
    openPlace(cloud -> cloud);
    List<String> asked = new CopyOnWriteArrayList<>();
    place
        .cloud()
        .images()
        .serving(
            IMAGE::equals,
            InstantWork.serving(
                call -> {
                  asked.add(new String(call.body(), StandardCharsets.UTF_8));
                  return InstantWork.text(200, "text/csv", "0.5");
                }));
    Endpoint endpoint = model(aloft).deploy(NAME, unasked().build());
    assertThat(asked).singleElement().asString().matches(ZEROS);
    asked.clear();

    endpoint.update(otherModel(aloft));

    assertThat(asked).singleElement().asString().matches(ZEROS);
  }

  @Test
  void anUpdateWhoseAnswerToARowOfZerosCannotBeReadIsTakenBack() {
    openPlace(cloud -> cloud);
    serve(place.fixtures().model(), InstantWork.text(200, "text/csv", "no score"));
    Endpoint endpoint = model(aloft).deploy(NAME, unasked().build());
    Map<String, Integer> before = endpoint.status().traffic();

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> endpoint.update(otherModel(aloft)));

    assertThat(error.code()).as(error.getMessage()).isEqualTo(ErrorCode.ROLLED_BACK);
    assertThat(error.getMessage()).contains("was answered with what cannot be read");
    assertThat(endpoint.status().traffic()).isEqualTo(before);
  }

  private DeployOptions ownContainer() {
    return unasked().probe(place.fixtures().row()).build();
  }

  private static DeployOptions.Builder unasked() {
    return DeployOptions.builder()
        .runtime(
            ServingRuntime.container(IMAGE, 8080, "/invocations", "/ping", Protocol.SAGEMAKER));
  }

  private void serve(ModelFixture good) {
    serve(good, InstantWork.text(500, "text/plain", "cannot score"));
  }

  /** An own container is healthy with every model and scores with one. */
  private void serve(ModelFixture good, ServingContainer.Reply otherwise) {
    place
        .cloud()
        .images()
        .serving(
            IMAGE::equals,
            work -> {
              boolean scores =
                  manifest(work.root().resolve("model")).equals(manifest(good.directory()));
              return InstantWork.serving(
                      call -> scores ? InstantWork.text(200, "text/csv", "0.5") : otherwise)
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
