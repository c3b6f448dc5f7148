package dev.aloft.aws;

import static dev.aloft.serving.EndpointState.READY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Aloft;
import dev.aloft.Plan;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.fake.aws.AwsCloud;
import dev.aloft.fake.aws.Stage;
import dev.aloft.fake.aws.Timetable;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Layer.Inner;
import dev.aloft.layer.Level;
import dev.aloft.model.Model;
import dev.aloft.model.ModelManifest;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.ServingRuntime;
import dev.aloft.testkit.Fault;
import dev.aloft.testkit.FaultLayer;
import dev.aloft.testkit.ModelFixture;
import dev.aloft.testkit.Thing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.EndpointConfigSummary;
import software.amazon.awssdk.services.sagemaker.model.ModelSummary;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** Lives of endpoints beside others and through what the service does by itself, over TCP. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class EndpointLifeTest {
  private static final String NAME = "churn";
  private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ours:1";
  private static final String OTHER_ROLE = "arn:aws:iam::123456789012:role/other";

  private final List<AutoCloseable> open = new ArrayList<>();
  private final FaultLayer faults = new FaultLayer();
  private Path directory;
  private AwsHarness place;
  private Aloft aloft;

  @BeforeEach
  void prepare(@TempDir Path empty) {
    directory = empty;
  }

  @AfterEach
  void closePlace() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    place.close();
  }

  private void openPlace(UnaryOperator<AwsCloud.Builder> settings) {
    place = new AwsHarness(directory, settings);
    aloft = opened(place.client().layer(faults));
  }

  private Aloft opened(Aloft.Builder builder) {
    Aloft client = builder.open();
    open.add(client);
    return client;
  }

  private SageMakerClient sagemaker() {
    SageMakerClient client =
        SageMakerClient.builder()
            .region(Region.of(place.cloud().region()))
            .endpointOverride(URI.create(place.cloud().url()))
            .build();
    open.add(client);
    return client;
  }

  private Model model(Aloft client) {
    return client.models().at(place.fixtures().model().directory().toUri().toString());
  }

  private Model otherModel(Aloft client) {
    return client.models().at(place.fixtures().otherModel().directory().toUri().toString());
  }

  private List<Thing> things() {
    return place.things().orElseThrow();
  }

  private void proveAnswers(Endpoint endpoint) {
    assertThat(endpoint.predict(place.fixtures().row()).value())
        .matches(place.fixtures().model()::says);
  }

  @Test
  void whoeverIsFasterIsLeftAloneAndNothingOfOursStays() {
    openPlace(cloud -> cloud);
    model(opened(place.strangersClient())).deploy("theirs");
    SageMakerClient stranger = sagemaker();
    String config = theOnlyConfig(stranger);
    faults.onOperation(
        "CreateEndpoint",
        1,
        before(
            () ->
                stranger.createEndpoint(
                    request -> request.endpointName(NAME).endpointConfigName(config))));

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> model(aloft).deploy(NAME));

    assertThat(error.code()).as(error.getMessage()).isEqualTo(ErrorCode.CONFLICT_NOT_OURS);
    assertThat(things())
        .extracting(Thing::id)
        .contains(NAME, "theirs", config)
        .noneMatch(id -> id.startsWith("aloft-" + NAME));
    assertThat(aloft.orphans().parts()).isEmpty();
  }

  private static String theOnlyConfig(SageMakerClient client) {
    List<EndpointConfigSummary> configs = client.listEndpointConfigs().endpointConfigs();
    assertThat(configs).hasSize(1);
    return configs.get(0).endpointConfigName();
  }

  private static Fault before(Runnable work) {
    return new Fault() {
      @Override
      public <T> T strike(Call call, Inner<T> inner) {
        work.run();
        return inner.proceed(call);
      }
    };
  }

  @Test
  void othersPartsUnderTheNameDoNotKeepOursFromGoing() {
    openPlace(cloud -> cloud);
    Endpoint endpoint = model(aloft).deploy(NAME);
    SageMakerClient stranger = sagemaker();
    String config = theOnlyConfig(stranger);
    var theirs = stranger.describeEndpointConfig(request -> request.endpointConfigName(config));
    String left = EndpointParts.prefix(NAME) + "aaaaaaaaaaaa";
    stranger.createEndpointConfig(
        request ->
            request.endpointConfigName(left).productionVariants(theirs.productionVariants()));

    endpoint.update(otherModel(aloft));
    endpoint.undeploy();

    assertThat(things()).extracting(Thing::id).containsExactly(left);
  }

  @Test
  void anotherSettingIsAppliedByTheNextDeployAndTakenBackByARollback() {
    openPlace(cloud -> cloud);
    Endpoint endpoint = model(aloft).deploy(NAME);
    SageMakerClient service = sagemaker();
    String first = theOnlyModel(service);
    Aloft elsewhere =
        opened(
            place
                .client()
                .set("role", OTHER_ROLE)
                .set("subnets", "subnet-0a1b2c3d")
                .set("security-groups", "sg-0a1b2c3d")
                .set("kms-key", "alias/other"));

    model(elsewhere).deploy(NAME);

    String second = theOnlyModel(service);
    String config = theOnlyConfig(service);
    var model = service.describeModel(request -> request.modelName(second));
    assertThat(second).isNotEqualTo(first);
    assertThat(model.executionRoleArn()).isEqualTo(OTHER_ROLE);
    assertThat(model.vpcConfig().subnets()).containsExactly("subnet-0a1b2c3d");
    assertThat(
            service
                .describeEndpointConfig(request -> request.endpointConfigName(config))
                .kmsKeyId())
        .isEqualTo("alias/other");
    assertThat(endpoint.status().state()).as("as the first client sees it").isEqualTo(READY);
    elsewhere.endpoint(NAME).rollback();
    assertThat(theOnlyModel(service)).isEqualTo(first);
    assertThat(elsewhere.endpoint(NAME).status().state()).isEqualTo(READY);
  }

  private static String theOnlyModel(SageMakerClient client) {
    List<ModelSummary> models = client.listModels().models();
    assertThat(models).hasSize(1);
    return models.get(0).modelName();
  }

  @Test
  void anUpdateThatNeverRanDoesNotFailForTheReasonOfTheOneBefore() throws Exception {
    openPlace(cloud -> cloud);
    Endpoint endpoint = model(aloft).deploy(NAME);
    AloftException first =
        catchThrowableOfType(AloftException.class, () -> endpoint.update(brokenModel(aloft)));
    assertThat(first.code()).isEqualTo(ErrorCode.ROLLED_BACK);
    FaultLayer end = new FaultLayer().onOperation("UpdateEndpoint", 1, Fault.stopBefore());
    Aloft stopping = opened(place.client().layer(end));
    Thread process =
        new Thread(
            () -> {
              Throwable unused =
                  catchThrowable(() -> stopping.endpoint(NAME).update(brokenModel(stopping)));
            });
    process.setDaemon(true);
    process.start();
    end.stopped().join();
    stopping.close();
    process.join();
    assertThat(updates()).isEqualTo(1);

    place.pass(Duration.ofMinutes(5));
    aloft.recover();

    assertThat(updates()).as("updates that were sent").isEqualTo(2);
    assertThat(endpoint.status().state()).isEqualTo(READY);
    proveAnswers(endpoint);
  }

  private long updates() {
    return place.cloud().exchanges().of("UpdateEndpoint").size();
  }

  private Model brokenModel(Aloft client) {
    return client.models().at(place.fixtures().brokenModel().toUri().toString());
  }

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
  void aModelIsPackedOnceForServerlessEndpoints() {
    openPlace(cloud -> cloud);
    DeployOptions serverless =
        DeployOptions.builder().option(SageMaker.SERVERLESS_MEMORY_MB, 1024).build();
    Plan plan = aloft.plan(NAME, model(aloft), serverless);

    Endpoint endpoint = model(aloft).deploy(NAME, serverless);

    proveAnswers(endpoint);
    SageMakerClient service = sagemaker();
    String id = theOnlyModel(service);
    String url =
        service.describeModel(request -> request.modelName(id)).primaryContainer().modelDataUrl();
    assertThat(url).startsWith("s3://").endsWith("/model.tar.gz");
    assertThat(plan.end()).isEqualTo("done");
    assertThat(plan.steps()).first().asString().startsWith("create archive ");
    assertThat(aloft.plan(NAME, model(aloft), serverless).steps()).isEmpty();
    assertThat(packed()).isEqualTo(1);
    endpoint.undeploy();
    model(aloft).deploy("other", serverless);
    assertThat(packed()).isEqualTo(1);
  }

  private long packed() {
    return place.cloud().exchanges().of("PutObject").stream()
        .filter(sent -> sent.resource().endsWith("/model.tar.gz"))
        .count();
  }

  @Test
  void aFileThatIsNotTheModelsIsNotPacked() throws Exception {
    openPlace(cloud -> cloud);
    DeployOptions serverless =
        DeployOptions.builder().option(SageMaker.SERVERLESS_MEMORY_MB, 1024).build();
    Model staged = aloft.models().at(staged(" "));

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> staged.deploy(NAME, serverless));

    assertThat(error.code()).as(error.getMessage()).isEqualTo(ErrorCode.DATA_CORRUPTED);
    assertThat(things()).isEmpty();
    assertThat(packed()).isZero();
  }

  @Test
  void whoStopsWhilePackingHoldsNobodyUpForLong() throws Exception {
    openPlace(cloud -> cloud);
    DeployOptions serverless =
        DeployOptions.builder().option(SageMaker.SERVERLESS_MEMORY_MB, 1024).build();
    String model = staged("");
    FaultLayer end = new FaultLayer().when(this::readsTheModel, 1, Fault.stopBefore());
    Aloft stopping = opened(place.client().layer(end));
    Thread process =
        new Thread(
            () -> {
              Throwable unused =
                  catchThrowable(() -> stopping.models().at(model).deploy(NAME, serverless));
            });
    process.setDaemon(true);
    process.start();
    end.stopped().join();
    stopping.close();
    process.join();
    Instant before = place.now();

    Endpoint endpoint = aloft.models().at(model).deploy(NAME, serverless);

    proveAnswers(endpoint);
    assertThat(Duration.between(before, place.now())).isLessThan(Duration.ofMinutes(10));
  }

  @Test
  void packingTakesTheTimeThatItTakes() throws Exception {
    openPlace(cloud -> cloud);
    DeployOptions serverless =
        DeployOptions.builder().option(SageMaker.SERVERLESS_MEMORY_MB, 1024).build();
    String model = staged("");
    Aloft slow = opened(place.client().layer(new Slow()));

    Endpoint endpoint = slow.models().at(model).deploy(NAME, serverless);

    proveAnswers(endpoint);
    assertThat(packed()).isEqualTo(1);
  }

  private boolean readsTheModel(Call call) {
    return call.operation().equals("GetObject") && call.resource().endsWith("churn/model.json");
  }

  /** An hour passes before a model's file is read. */
  private final class Slow implements Layer {
    @Override
    public Set<Level> levels() {
      return EnumSet.of(Level.REQUEST);
    }

    @Override
    public <T> T around(Call call, Inner<T> inner) {
      if (readsTheModel(call)) {
        place.pass(Duration.ofHours(1));
      }
      return inner.proceed(call);
    }
  }

  /** The model in the bucket, with something added to a file behind its manifest's back. */
  private String staged(String added) throws IOException {
    Path model = place.fixtures().model().directory();
    String bucket = "models";
    place.cloud().createBucket(bucket);
    try (S3Client s3 =
        S3Client.builder()
            .region(Region.of(place.cloud().region()))
            .endpointOverride(URI.create(place.cloud().url()))
            .forcePathStyle(true)
            .build()) {
      for (String file : List.of(ModelManifest.FILE, "model.json")) {
        String text = Files.readString(model.resolve(file));
        s3.putObject(
            object -> object.bucket(bucket).key("churn/" + file),
            RequestBody.fromString(file.equals("model.json") ? text + added : text));
      }
    }
    return "s3://" + bucket + "/churn";
  }

  @Test
  void labelsOfARedeployAreApplied() {
    openPlace(cloud -> cloud);
    model(aloft).deploy(NAME, labelled("a"));
    SageMakerClient service = sagemaker();
    String arn = service.describeEndpoint(request -> request.endpointName(NAME)).endpointArn();
    service.addTags(
        request ->
            request.resourceArn(arn).tags(Tag.builder().key("theirs").value("kept").build()));
    Aloft elsewhere = opened(place.client());

    model(elsewhere).deploy(NAME, labelled("b"));

    assertThat(tags(service, arn)).containsEntry("cost", "b").containsEntry("theirs", "kept");
    assertThat(aloft.plan(NAME, model(aloft), labelled("b")).steps()).isEmpty();
    assertThat(aloft.plan(NAME, model(aloft), labelled("a")).steps())
        .singleElement()
        .asString()
        .isEqualTo("label endpoint " + NAME);
    model(aloft).deploy(NAME, labelled("a"));
    assertThat(tags(service, arn)).containsEntry("cost", "a");
    assertThat(place.cloud().exchanges().of("UpdateEndpoint")).isEmpty();
    elsewhere.endpoint(NAME).rollback();
    assertThat(tags(service, arn)).containsEntry("cost", "b");
  }

  private static DeployOptions labelled(String cost) {
    return DeployOptions.builder().label("cost", cost).build();
  }

  private static Map<String, String> tags(SageMakerClient service, String arn) {
    return service.listTags(request -> request.resourceArn(arn)).tags().stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
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

  @Test
  void tagsThatAreToldLateMakeNothingForeign() {
    openPlace(
        cloud -> cloud.timetable(Timetable.usual().with(Stage.TAGS_LAG, Duration.ofSeconds(20))));

    Endpoint endpoint = model(aloft).deploy(NAME);

    proveAnswers(endpoint);
    endpoint.update(otherModel(aloft));
    endpoint.undeploy();
    assertThat(things()).isEmpty();
  }
}
