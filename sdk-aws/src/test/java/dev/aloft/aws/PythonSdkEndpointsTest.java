package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.Machine;
import dev.aloft.cloud.SteadyTar;
import dev.aloft.fake.Exchange;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.model.Model;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Endpoint;
import dev.aloft.testkit.RequestDifferences;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What we send for endpoints, field by field beside what AWS's own Python SDK sends for the same
 * ones. What it sends is recorded in {@code python-sdk}.
 */
final class PythonSdkEndpointsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String BUCKET = "team-bucket";
  private static final String PLACE = "out/builtin/output";
  private static final String SECOND = "out/second/output";
  private static final String PERCENT = "weights are percents here";
  private static final String ARCHIVE = "model.tar.gz";
  private static final String ROLE = "arn:aws:iam::123456789012:role/trainer";
  private static final String ANY = ".*";
  private static final String PART = "\"aloft-scores-[a-z0-9]{12}\"";
  private static final String VARIANT = "[a-z0-9]{12}";

  private static final RequestDifferences TAGS =
      RequestDifferences.none()
          .onlyOurs("/Tags/aloft-[a-z]+/(Key|Value)", "\".*\"", "whose a part is, tags tell");

  private static final RequestDifferences MODEL =
      TAGS.differ("/ModelName", ANY, PART, "a model is named by what it serves")
          .onlyOurs("/PrimaryContainer/Mode", "\"SingleModel\"", "the default, stated");

  /** Theirs is one variant of a fixed name, ours one of the revision's. */
  private static final RequestDifferences CONFIG =
      TAGS.differ("/EndpointConfigName", ANY, PART, "a configuration is named by what is in it")
          .onlyTheirs(
              "/ProductionVariants/AllTraffic/.+", ANY, "a variant is called as its revision")
          .onlyOurs(
              "/ProductionVariants/" + VARIANT + "/.+", ANY, "a variant is called as its revision");

  private static final RequestDifferences ENDPOINT =
      TAGS.differ("/EndpointConfigName", ANY, PART, "a configuration is named by what is in it");

  private static final RequestDifferences ENDPOINT_UPDATE =
      RequestDifferences.none()
          .differ("/EndpointConfigName", ANY, PART, "a configuration is named by what is in it")
          .onlyOurs("/RetainAllVariantProperties", "true", "machines that follow the load stay")
          .onlyOurs(
              "/ExcludeRetainedVariantProperties/0/VariantPropertyType",
              "\"DesiredWeight\"",
              "but not the shares, which the wish says")
          .onlyOurs("/RetainDeploymentConfig", "false", "how an update goes, its wish says");

  private static final RequestDifferences REGISTERED =
      RequestDifferences.none()
          .differ(
              "/ClientToken",
              ANY,
              "\"[0-9a-f]{36}\"",
              "ours is the version's, so that a repeat is one")
          .differ("/ModelPackageDescription", ANY, "\"Aloft scores@.+\"", "the version's own name")
          .onlyTheirs("/CustomerMetadataProperties/hash", ANY, "the caller's own")
          .onlyOurs(
              "/CustomerMetadataProperties/aloft-[a-z-]+", ANY, "versions are found again by them")
          .onlyTheirs("/CertifyForMarketplace", "false", "the default")
          .onlyTheirs("/SkipModelValidation", "\"None\"", "the default")
          .onlyTheirs("/InferenceSpecification/Containers/0/Environment", "\\{\\}", "there is none")
          .onlyOurs("/InferenceSpecification/Containers/0/Framework(Version)?", ANY, "it is known")
          .onlyTheirs(
              "/InferenceSpecification/Supported[A-Za-z]+InstanceTypes/0",
              ANY,
              "a model that is registered is bound to no machine");

  @TempDir Path directory;

  private AwsHarness place;
  private Aloft aloft;

  @BeforeEach
  void openPlace() throws IOException {
    place = new AwsHarness(directory, cloud -> cloud.region("eu-west-1"));
    place.cloud().createBucket(BUCKET);
    place
        .cloud()
        .images()
        .serving(
            image -> true, InstantWork.serving(call -> InstantWork.text(200, "text/csv", "1")));
    aloft = place.client().set("role", ROLE).set("staging", "s3://" + BUCKET + "/stage").open();
    byte[] archive = archive();
    ModelManifest manifest =
        new ModelManifest(
            ModelFormat.XGBOOST,
            "1.7.6",
            Signature.UNKNOWN,
            null,
            Map.of(ARCHIVE, DigestUtils.sha256Hex(archive)),
            Map.of());
    try (S3Client s3 =
        S3Client.builder()
            .region(Region.EU_WEST_1)
            .endpointOverride(URI.create(place.cloud().url()))
            .forcePathStyle(true)
            .build()) {
      for (String model : List.of(PLACE, SECOND)) {
        s3.putObject(
            object -> object.bucket(BUCKET).key(model + "/" + ARCHIVE),
            RequestBody.fromBytes(archive));
        s3.putObject(
            object -> object.bucket(BUCKET).key(model + "/" + ModelManifest.FILE),
            RequestBody.fromString(manifest.toJson()));
      }
    }
  }

  private static byte[] archive() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream archive = SteadyTar.to(bytes)) {
      byte[] model = "{}".getBytes(StandardCharsets.UTF_8);
      archive.putArchiveEntry(SteadyTar.file("xgboost-model", model.length, SteadyTar.PLAIN));
      archive.write(model);
      archive.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  @AfterEach
  void closePlace() {
    aloft.close();
    place.close();
  }

  private Model model() {
    return aloft.models().at("s3://" + BUCKET + "/" + PLACE);
  }

  @Test
  void anEndpointWithMachines() throws Exception {
    DeployOptions options =
        DeployOptions.builder()
            .machine(Machine.type("ml.m5.large"))
            .replicas(2)
            .label("team", "risk")
            .option(SageMaker.MODEL_DOWNLOAD_TIMEOUT, Duration.ofMinutes(10))
            .option(SageMaker.STARTUP_TIMEOUT, Duration.ofMinutes(5))
            .build();

    model().deploy("scores", options);

    List<JsonNode> theirs = theirs("endpoint");
    MODEL.check(SageMakerFields.of(theirs.get(0)), SageMakerFields.of(ours("CreateModel")));
    CONFIG.check(
        SageMakerFields.of(theirs.get(1)), SageMakerFields.of(ours("CreateEndpointConfig")));
    checkOnlyVariant(theirs.get(1));
    ENDPOINT.check(SageMakerFields.of(theirs.get(2)), SageMakerFields.of(ours("CreateEndpoint")));
  }

  @Test
  void anEndpointWithoutMachines() throws Exception {
    DeployOptions options =
        DeployOptions.builder()
            .option(SageMaker.SERVERLESS_MEMORY_MB, 2048)
            .option(SageMaker.SERVERLESS_MAX_CONCURRENCY, 10)
            .option(SageMaker.SERVERLESS_PROVISIONED_CONCURRENCY, 2)
            .build();

    model().deploy("scores", options);

    List<JsonNode> theirs = theirs("endpoint-serverless");
    MODEL.check(SageMakerFields.of(theirs.get(0)), SageMakerFields.of(ours("CreateModel")));
    CONFIG.check(
        SageMakerFields.of(theirs.get(1)), SageMakerFields.of(ours("CreateEndpointConfig")));
    checkOnlyVariant(theirs.get(1));
    ENDPOINT
        .onlyTheirs("/Tags", "\\[\\]", "an empty list")
        .check(SageMakerFields.of(theirs.get(2)), SageMakerFields.of(ours("CreateEndpoint")));
  }

  @Test
  void anUpdate() throws Exception {
    model().deploy("scores", onMachines("ml.m5.large", 1));

    model().deploy("scores", onMachines("ml.m5.xlarge", 2));

    JsonNode theirs = theirs("endpoint-update").get(5);
    ENDPOINT_UPDATE.check(SageMakerFields.of(theirs), SageMakerFields.of(ours("UpdateEndpoint")));
  }

  private static DeployOptions onMachines(String type, int count) {
    return DeployOptions.builder().machine(Machine.type(type)).replicas(count).build();
  }

  @Test
  void aModelInANetworkOfItsOwn() throws Exception {
    DeployOptions options =
        DeployOptions.builder()
            .label("team", "risk")
            .environment("LEVEL", "debug")
            .option(SageMaker.SUBNETS, "subnet-0a1b2c3d")
            .option(SageMaker.SECURITY_GROUPS, "sg-0a1b2c3d")
            .option(SageMaker.NETWORK_ISOLATION, true)
            .build();

    model().deploy("scores", options);

    MODEL.check(
        SageMakerFields.of(theirs("model-vpc").get(0)), SageMakerFields.of(ours("CreateModel")));
  }

  @Test
  void twoVariants() throws Exception {
    Endpoint endpoint = model().deploy("scores", onMachines("ml.m5.large", 2));

    endpoint.canary(aloft.models().at("s3://" + BUCKET + "/" + SECOND), 10);

    JsonNode theirs = theirs("endpoint-two-variants").get(2).path("ProductionVariants");
    JsonNode ours = ours("CreateEndpointConfig", 1).path("ProductionVariants");
    assertThat(ours).hasSize(2);
    checkVariant(
        theirs.get(0),
        ours.get(0),
        RequestDifferences.none().differ("/InitialVariantWeight", "0.9", "90", PERCENT));
    checkVariant(
        theirs.get(1),
        ours.get(1),
        RequestDifferences.none()
            .differ("/InitialVariantWeight", "0.1", "10", PERCENT)
            .differ("/InitialInstanceCount", "1", "2", "a canary may have to take over at once"));
  }

  @Test
  void aRegisteredModel() throws Exception {
    model().register("scores");

    List<JsonNode> theirs = theirs("model-package");
    TAGS.onlyOurs("/ModelPackageGroupDescription", ANY, "whose it is, for people")
        .check(
            SageMakerFields.of(theirs.get(0)), SageMakerFields.of(ours("CreateModelPackageGroup")));
    REGISTERED.check(
        SageMakerFields.of(theirs.get(1)), SageMakerFields.of(ours("CreateModelPackage")));
  }

  @Test
  void theEndOfAnEndpoint() throws Exception {
    Endpoint endpoint = model().deploy("scores", onMachines("ml.m5.large", 1));

    endpoint.undeploy();

    List<JsonNode> theirs = theirs("endpoint-undeploy");
    assertThat(operations()).endsWith("DeleteEndpoint", "DeleteEndpointConfig", "DeleteModel");
    RequestDifferences.none()
        .check(SageMakerFields.of(theirs.get(2)), SageMakerFields.of(ours("DeleteEndpoint")));
    RequestDifferences.none()
        .differ("/EndpointConfigName", ANY, PART, "a configuration is named by what is in it")
        .check(SageMakerFields.of(theirs.get(1)), SageMakerFields.of(ours("DeleteEndpointConfig")));
    RequestDifferences.none()
        .differ("/ModelName", ANY, PART, "a model is named by what it serves")
        .check(SageMakerFields.of(theirs.get(0)), SageMakerFields.of(ours("DeleteModel")));
  }

  private List<String> operations() {
    return place.cloud().exchanges().all().stream()
        .map(Exchange::operation)
        .filter(operation -> operation.startsWith("Delete") && !operation.endsWith("Object"))
        .toList();
  }

  @Test
  void noKeyIsGivenToMachinesThatEncryptTheirOwnDisks() {
    String key = "alias/own";
    model().deploy("scores", withKey("ml.m5.large", key));
    model().deploy("scores", withKey("ml.g4dn.xlarge", key));

    List<Exchange> sent = place.cloud().exchanges().of("CreateEndpointConfig");
    assertThat(
            JSON.readTree(Objects.requireNonNull(sent.get(0).body())).path("KmsKeyId").asString())
        .isEqualTo(key);
    assertThat(JSON.readTree(Objects.requireNonNull(sent.get(1).body())).has("KmsKeyId")).isFalse();
  }

  private static DeployOptions withKey(String type, String key) {
    return DeployOptions.builder()
        .machine(Machine.type(type))
        .option(SageMaker.KMS_KEY, key)
        .build();
  }

  private void checkOnlyVariant(JsonNode theirs) {
    checkVariant(
        theirs.path("ProductionVariants").get(0),
        ours("CreateEndpointConfig").path("ProductionVariants").get(0),
        RequestDifferences.none().differ("/InitialVariantWeight", "1", "100", PERCENT));
  }

  private static void checkVariant(JsonNode theirs, JsonNode ours, RequestDifferences differences) {
    differences
        .differ("/VariantName", ANY, "\"" + VARIANT + "\"", "a variant is called as its revision")
        .differ("/ModelName", ANY, PART, "a model is named by what it serves")
        .check(SageMakerFields.of(theirs), SageMakerFields.of(ours));
  }

  private JsonNode ours(String operation) {
    return ours(operation, 0);
  }

  private JsonNode ours(String operation, int number) {
    Exchange sent = place.cloud().exchanges().of(operation).get(number);
    assertThat(sent.status()).isEqualTo(200);
    return JSON.readTree(Objects.requireNonNull(sent.body()));
  }

  private static List<JsonNode> theirs(String scenario) throws IOException {
    try (InputStream in =
        PythonSdkEndpointsTest.class.getResourceAsStream("python-sdk/" + scenario + ".json")) {
      return JSON.readTree(Objects.requireNonNull(in, scenario))
          .get("requests")
          .valueStream()
          .map(request -> request.get("input"))
          .toList();
    }
  }
}
