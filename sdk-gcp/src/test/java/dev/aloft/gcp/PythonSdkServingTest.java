package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.Machine;
import dev.aloft.driver.Payload;
import dev.aloft.fake.Exchange;
import dev.aloft.fake.Exchanges;
import dev.aloft.fake.gcp.FakeGcp;
import dev.aloft.fake.gcp.GcpCloud;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.fake.work.ServingContainer;
import dev.aloft.model.Model;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.Scaling;
import dev.aloft.serving.ServingRuntime;
import dev.aloft.testkit.RequestDifferences;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What we send for models and endpoints, field by field beside what Google's own Python SDK sends
 * for the same ones. What it sends is recorded in {@code python-sdk}.
 */
@FakeGcp
final class PythonSdkServingTest {
  private static final String ANY = ".*";
  private static final String BUCKET = URI.create(FakeGcp.STAGING).getHost();
  private static final String OWN = "us-central1-docker.pkg.dev/aloft-test/images/ours:7";
  private static final String KEY =
      "projects/aloft-test/locations/us-central1/keyRings/r/cryptoKeys/k";
  private static final String NUMBERED = "\"projects/123456789012/locations/us-central1/%s\"";
  private static final String NAMED = "\"projects/aloft-test/locations/us-central1/%s\"";
  private static final String BOTH = "the service takes a project's number and its id";
  private static final String MODEL = "models/aloft-scores-[a-z0-9]{12}";

  private static final RequestDifferences ENDPOINT =
      RequestDifferences.none()
          .onlyOurs("/endpoint/labels/aloft-[a-z]+", "\".+\"", "whose a part is, labels tell");

  private static final RequestDifferences UPLOAD =
      RequestDifferences.none()
          .onlyOurs("/model/labels/aloft-[a-z]+", "\".+\"", "whose a part is, labels tell")
          .onlyTheirs(
              "/model/versionAliases/0",
              "\"default\"",
              "the first version gets it from the service, and no later one moves it");

  /** The model of a revision of an endpoint is a part of the endpoint. */
  private static final RequestDifferences PART =
      UPLOAD
          .differ(
              "/(modelId|model/displayName)",
              "\"(scores|first|second)\"",
              "\"aloft-scores-[a-z0-9]{12}\"",
              "the model of a revision is called as what is in it")
          .onlyTheirs("/model/labels/team", "\"risk\"", "a deployment's labels are its endpoint's");

  private static final RequestDifferences DEPLOY =
      RequestDifferences.none()
          .and(project("/endpoint", "endpoints/scores"))
          .differ(
              "/deployedModel/model",
              NUMBERED.formatted("models/(first|second)@1"),
              NAMED.formatted(MODEL + "@1"),
              "the model of a revision is called as what is in it")
          .differ(
              "/deployedModel/displayName",
              "\"(first|second)\"",
              "\"[a-z0-9]{12}\"",
              "what is deployed is called as its revision")
          .onlyOurs(
              "/deployedModel/id",
              "\"DEPLOYED-[12]\"",
              "a number of ours, so that a repeat meets its own");

  private Aloft aloft;
  private GcpCloud cloud;
  private Exchanges exchanges;
  private final List<ServingContainer.Invocation> asked = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open(Aloft client, GcpCloud place) throws Exception {
    aloft = client;
    cloud = place;
    exchanges = cloud.exchanges();
    cloud
        .images()
        .serving(
            image -> true,
            InstantWork.serving(
                call -> {
                  asked.add(call);
                  return InstantWork.text(200, "application/json", "{\"predictions\":[1,0]}");
                }));
    store("python/model", "a model");
    store("python/other", "another model");
    exchanges.clear();
  }

  private void store(String place, String content) throws Exception {
    ModelManifest manifest =
        new ModelManifest(
            ModelFormat.XGBOOST,
            "2.1.4",
            Signature.UNKNOWN,
            null,
            Map.of("model.bst", DigestUtils.sha256Hex(content)),
            Map.of());
    put(place + "/model.bst", content);
    put(place + "/" + ModelManifest.FILE, manifest.toJson());
  }

  private void put(String name, String content) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    cloud.http()
                        + "/upload/storage/v1/b/"
                        + BUCKET
                        + "/o?uploadType=media&name="
                        + name))
            .POST(HttpRequest.BodyPublishers.ofString(content))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private Model model(String name) {
    return aloft.models().at("gs://" + BUCKET + "/python/" + name);
  }

  private static RequestDifferences project(String field, String resource) {
    return RequestDifferences.none()
        .differ(field, NUMBERED.formatted(resource), NAMED.formatted(resource), BOTH);
  }

  private static DeployOptions plain() {
    return DeployOptions.builder()
        .machine(Machine.type("n1-standard-8"))
        .label("team", "risk")
        .option(Vertex.DEDICATED_ENDPOINT, false)
        .build();
  }

  @Test
  void anEndpoint() {
    model("model").deploy("scores", plain());

    ENDPOINT.check(theirs("CreateEndpoint", 0), ours("CreateEndpoint", 0));
    PART.check(theirs("UploadModel", 0), ours("UploadModel", 0));
    DEPLOY.check(theirs("DeployModel", 0), ours("DeployModel", 0));
  }

  @Test
  void aPrediction() {
    Endpoint endpoint = model("model").deploy("scores", plain());
    byte[] rows = "{\"instances\":[[1.0,0.5],[0.0,0.25]]}".getBytes(StandardCharsets.UTF_8);

    endpoint.invoke(Payload.of(rows, "application/json"));

    RequestDifferences.none()
        .differ(
            "/path",
            "\"/v1/projects/123456789012/.+\"",
            "\"/v1/projects/aloft-test/locations/us-central1/endpoints/scores:rawPredict\"",
            BOTH)
        .check(theirs("RawPredict", 0), lastPrediction(endpoint));
    RequestDifferences.none()
        .onlyTheirs("/endpoint", NUMBERED.formatted("endpoints/scores"), "it is in the path")
        .check(
            theirs("Predict", 0),
            PythonSdk.fields(new String(last().body(), StandardCharsets.UTF_8)));
  }

  private Map<String, String> lastPrediction(Endpoint endpoint) {
    assertThat(exchanges.of("RawPredict")).hasSize(1);
    return PythonSdk.fields(
        "{\"path\":\"%s\",\"contentType\":\"%s\",\"body\":%s}"
            .formatted(
                URI.create(endpoint.url()).getPath(),
                last().contentType(),
                new String(last().body(), StandardCharsets.UTF_8)));
  }

  private ServingContainer.Invocation last() {
    return asked.get(asked.size() - 1);
  }

  @Test
  void aSecondModelWithAShare() {
    Endpoint endpoint = model("model").deploy("scores", plain());

    endpoint.canary(model("other"), 10);

    PART.differ(
            "/model/artifactUri",
            "\"gs://aloft-staging/python/model\"",
            "\"gs://aloft-staging/python/other\"",
            "theirs is the same model twice")
        .check(theirs("UploadModel", 1), ours("UploadModel", 1));
    DEPLOY
        .differ("/trafficSplit/0", "10", "0", "it gets calls once it has answered")
        .differ("/trafficSplit/DEPLOYED-1", "90", "100", "it gets calls once it has answered")
        .check(theirs("DeployModel", 1), ours("DeployModel", 1));
    assertThat(ours("UpdateEndpoint", 0))
        .as("the shares, once it answers")
        .containsEntry("/endpoint/trafficSplit/DEPLOYED-1", "90")
        .containsEntry("/endpoint/trafficSplit/DEPLOYED-2", "10");
  }

  @Test
  void anotherSplit() {
    Endpoint endpoint = model("model").deploy("scores", plain());
    endpoint.canary(model("other"), 10);

    endpoint.promote();

    RequestDifferences.none()
        .and(project("/endpoint/name", "endpoints/scores"))
        .onlyTheirs(
            "/endpoint/(displayName|labels|deployedModels|createTime|updateTime)(/.+)?",
            ANY,
            "what the mask leaves out is not read")
        .onlyTheirs("/endpoint/trafficSplit/DEPLOYED-1", "0", "no share is none")
        .check(theirs("UpdateEndpoint", 0), ours("UpdateEndpoint", 1));
  }

  @Test
  void theEndOfADeployedModel() {
    Endpoint endpoint = model("model").deploy("scores", plain());
    endpoint.canary(model("other"), 10);

    endpoint.promote();

    project("/endpoint", "endpoints/scores")
        .check(theirs("UndeployModel", 0), ours("UndeployModel", 0));
    modelOfARevision().check(theirs("DeleteModel", 0), ours("DeleteModel", 0));
  }

  @Test
  void theEndOfAnEndpoint() {
    Endpoint endpoint = model("model").deploy("scores", plain());

    endpoint.undeploy();

    assertThat(exchanges.all().stream().map(Exchange::operation).filter(this::ends))
        .containsExactlyElementsOf(recordedEnds());
    project("/endpoint", "endpoints/scores")
        .differ("/deployedModelId", "\"DEPLOYED-2\"", "\"DEPLOYED-1\"", "theirs is the second")
        .check(theirs("UndeployModel", 1), ours("UndeployModel", 0));
    project("/name", "endpoints/scores")
        .check(theirs("DeleteEndpoint", 0), ours("DeleteEndpoint", 0));
    modelOfARevision().check(theirs("DeleteModel", 1), ours("DeleteModel", 0));
  }

  private boolean ends(String operation) {
    return Stream.of("UndeployModel", "DeleteEndpoint", "DeleteModel").anyMatch(operation::equals);
  }

  private static List<String> recordedEnds() {
    List<String> all =
        PythonSdk.recorded("endpoint")
            .get("requests")
            .valueStream()
            .map(request -> request.get("operation").asString())
            .toList();
    return all.subList(all.size() - 3, all.size());
  }

  private static RequestDifferences modelOfARevision() {
    return RequestDifferences.none()
        .differ(
            "/name",
            NUMBERED.formatted("models/(first|second)"),
            NAMED.formatted(MODEL),
            "the model of a revision is called as what is in it");
  }

  @Test
  void anEndpointWithAllThatCanBeSaid() {
    DeployOptions options =
        DeployOptions.builder()
            .machine(Machine.type("n1-standard-8+T4:1"))
            .scaling(Scaling.between(2, 5, 600))
            .runtime(
                ServingRuntime.container(OWN, 9000, "/predict", "/health", Protocol.VERTEX)
                    .environment("LEVEL", "debug"))
            .option(Vertex.SERVICE_ACCOUNT, "trainer@aloft-test.iam.gserviceaccount.com")
            .option(Vertex.KMS_KEY, KEY)
            .option(Vertex.DEPLOYMENT_TIMEOUT, Duration.ofMinutes(20))
            .build();

    model("model").deploy("scores", options);

    String scenario = "endpoint-with-everything";
    ENDPOINT.check(PythonSdk.theirs(scenario, "CreateEndpoint", 0), ours("CreateEndpoint", 0));
    PART.check(PythonSdk.theirs(scenario, "UploadModel", 0), ours("UploadModel", 0));
    DEPLOY.check(PythonSdk.theirs(scenario, "DeployModel", 0), ours("DeployModel", 0));
  }

  @Test
  void registeredVersions() {
    model("model").register("scores");
    model("other").register("scores");
    aloft.models().alias("scores", "champion", "2");
    aloft.models().alias("scores", "candidate", "2");
    aloft.models().unalias("scores", "candidate");
    aloft.models().delete("scores", "2");
    aloft.models().delete("scores", "1");

    RequestDifferences registered =
        RequestDifferences.none()
            .onlyOurs("/model/labels/aloft-[a-z]+", "\".+\"", "versions are found again by them")
            .onlyTheirs("/model/labels/team", "\"risk\"", "a model that is registered has none");
    registered
        .onlyOurs("/model/versionDescription", "\"gs://.+\"", "where what is known of it lies")
        .onlyTheirs("/model/versionAliases/0", "\"default\"", "the service gives it to the first")
        .check(version("UploadModel", 0), ours("UploadModel", 0));
    registered
        .differ(
            "/model/versionDescription",
            "\"the second\"",
            "\"gs://.+\"",
            "where what is known of it lies")
        .onlyTheirs("/model/versionAliases/0", "\"candidate\"", "aliases are given later")
        .differ(
            "/model/artifactUri",
            "\"gs://aloft-staging/python/model\"",
            "\"gs://aloft-staging/python/other\"",
            "theirs is the same model twice")
        .and(project("/parentModel", "models/scores"))
        .check(version("UploadModel", 1), ours("UploadModel", 1));
    RequestDifferences named = project("/name", "models/scores@2");
    named.check(version("MergeVersionAliases", 0), ours("MergeVersionAliases", 0));
    named.check(version("MergeVersionAliases", 1), ours("MergeVersionAliases", 2));
    named.check(version("DeleteModelVersion", 0), ours("DeleteModelVersion", 0));
    project("/name", "models/scores").check(version("DeleteModel", 0), ours("DeleteModel", 0));
  }

  private static Map<String, String> version(String operation, int position) {
    return PythonSdk.theirs("model-versions", operation, position);
  }

  private static Map<String, String> theirs(String operation, int position) {
    return PythonSdk.theirs("endpoint", operation, position);
  }

  private Map<String, String> ours(String operation, int position) {
    return PythonSdk.ours(exchanges, operation, position);
  }
}
