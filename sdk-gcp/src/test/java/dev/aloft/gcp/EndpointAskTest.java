package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.cloud.aiplatform.v1.EndpointServiceClient;
import com.google.protobuf.FieldMask;
import dev.aloft.Aloft;
import dev.aloft.data.Row;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.fake.Exchange;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.model.Model;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.ServingRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New revisions are asked before they get their calls, and nobody else answers for them. */
class EndpointAskTest {
  private static final String NAME = "asked";
  private static final String GOOD = "registry.example/good";
  private static final String BAD = "registry.example/bad";
  private static final Set<String> STEPS =
      Set.of("DeployModel", "UndeployModel", "UpdateEndpoint", "RawPredict");

  @TempDir private Path directory;
  private GcpHarness harness;
  private Aloft aloft;

  @BeforeEach
  void open() {
    harness = new GcpHarness(directory);
    answering(GOOD, 200, "{\"predictions\":[1]}");
    answering(BAD, 400, "{\"error\":\"these are no rows\"}");
    aloft = harness.client().open();
  }

  @AfterEach
  void close() {
    aloft.close();
    harness.close();
  }

  private void answering(String image, int status, String body) {
    harness
        .cloud()
        .images()
        .serving(
            image::equals,
            InstantWork.serving(call -> InstantWork.text(status, "application/json", body)));
  }

  private Model model(String content) throws IOException {
    Path files = Files.createDirectories(directory.resolve("model-" + content));
    Files.writeString(files.resolve("weights.txt"), content);
    return aloft.models().upload(files, "m" + content);
  }

  private static DeployOptions served(String image) {
    return options(image).probe(Row.of(1)).build();
  }

  private static DeployOptions.Builder options(String image) {
    return DeployOptions.builder()
        .runtime(ServingRuntime.container(image, 8080, "/predict", "/health", Protocol.VERTEX));
  }

  /** What the endpoint was told and asked, without repetitions. */
  private List<String> steps() {
    List<String> steps = new ArrayList<>();
    harness.cloud().exchanges().all().stream()
        .map(Exchange::operation)
        .filter(STEPS::contains)
        .forEach(
            step -> {
              if (steps.isEmpty() || !steps.get(steps.size() - 1).equals(step)) {
                steps.add(step);
              }
            });
    return steps;
  }

  @Test
  void anUpdateIsAskedWithASmallShareBeforeTheOldOneGoes() throws IOException {
    Endpoint endpoint = model("1").deploy(NAME, served(GOOD));
    harness.cloud().exchanges().clear();

    model("2").deploy(NAME, served(GOOD));

    assertThat(steps())
        .containsExactly(
            "DeployModel", "UpdateEndpoint", "RawPredict", "UpdateEndpoint", "UndeployModel");
    assertThat(endpoint.status().traffic().values()).containsExactly(100);
  }

  @Test
  void whatRefusesItsProbeNeverTakesTheCallsFromTheOldOne() throws IOException {
    Endpoint endpoint = model("1").deploy(NAME, served(GOOD));
    String old = endpoint.status().traffic().keySet().iterator().next();
    harness.cloud().exchanges().clear();

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> model("2").deploy(NAME, served(BAD)));

    assertThat(error.code()).as(error.getMessage()).isEqualTo(ErrorCode.ROLLED_BACK);
    assertThat(error.getMessage()).contains("these are no rows");
    assertThat(steps())
        .containsExactly(
            "DeployModel", "UpdateEndpoint", "RawPredict", "UpdateEndpoint", "UndeployModel");
    assertThat(endpoint.status().traffic()).containsOnlyKeys(old).containsValue(100);
    assertThat(endpoint.predict(Row.of(1)).revision()).contains(old);
  }

  @Test
  void aCanaryThatRefusesItsProbeIsTakenBackHoweverManyTheOldOneAnswers() throws IOException {
    Endpoint endpoint = model("1").deploy(NAME, served(GOOD));
    Model other = model("2");
    failFromNowOn();

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> endpoint.canary(other, 5));

    assertThat(error.code()).as(error.getMessage()).isEqualTo(ErrorCode.ROLLED_BACK);
    assertThat(endpoint.status().traffic()).hasSize(1).containsValue(100);
  }

  /** From now on, containers that start refuse every row. */
  private void failFromNowOn() {
    answering(GOOD, 400, "{\"error\":\"these are no rows\"}");
  }

  @Test
  void whatTheOldOneRefusesIsNoWordOfTheNewOne() throws IOException {
    model("1").deploy(NAME, options(BAD).build());

    Endpoint updated = model("2").deploy(NAME, served(GOOD));

    assertThat(updated.predict(Row.of(1)).value()).isEqualTo(1.0);
    assertThat(steps()).contains("RawPredict");
  }

  @Test
  void withoutAQuestionThereIsNoSmallShare() throws IOException {
    model("1").deploy(NAME, options(GOOD).build());
    harness.cloud().exchanges().clear();

    model("2").deploy(NAME, options(GOOD).build());

    assertThat(steps()).containsExactly("DeployModel", "UpdateEndpoint", "UndeployModel");
  }

  @Test
  void anEndpointWithoutTrafficIsNoFaultOfItsModel() throws IOException {
    Endpoint endpoint = model("1").deploy(NAME, options(GOOD).build());
    EndpointServiceClient vendor = aloft.unwrap(EndpointServiceClient.class).orElseThrow();
    String name =
        "projects/"
            + harness.cloud().project()
            + "/locations/"
            + harness.cloud().location()
            + "/endpoints/"
            + NAME;
    vendor.updateEndpoint(
        vendor.getEndpoint(name).toBuilder().clearTrafficSplit().build(),
        FieldMask.newBuilder().addPaths("traffic_split").build());

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> endpoint.predict(Row.of(1)));

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.effect()).isEqualTo(Effect.NONE);
    assertThat(error.getMessage()).contains("no deployed model that gets traffic");
  }
}
