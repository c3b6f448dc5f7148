package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.HttpBody;
import com.google.api.gax.rpc.AbortedException;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.UnimplementedException;
import com.google.cloud.aiplatform.v1.CreateEndpointRequest;
import com.google.cloud.aiplatform.v1.DedicatedResources;
import com.google.cloud.aiplatform.v1.DeployModelOperationMetadata;
import com.google.cloud.aiplatform.v1.DeployModelResponse;
import com.google.cloud.aiplatform.v1.DeployedModel;
import com.google.cloud.aiplatform.v1.DeploymentStage;
import com.google.cloud.aiplatform.v1.Endpoint;
import com.google.cloud.aiplatform.v1.ListModelsRequest;
import com.google.cloud.aiplatform.v1.MachineSpec;
import com.google.cloud.aiplatform.v1.Model;
import com.google.cloud.aiplatform.v1.ModelContainerSpec;
import com.google.cloud.aiplatform.v1.PrivateServiceConnectConfig;
import com.google.cloud.aiplatform.v1.UploadModelRequest;
import com.google.cloud.aiplatform.v1.UploadModelResponse;
import com.google.longrunning.Operation;
import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.fake.work.ServingContainer.Reply;
import dev.aloft.fake.work.ServingContainer.Server;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServingTest {
  private FakeClock clock;
  private GcpCloud cloud;
  private Vertex vertex;

  @BeforeEach
  void start() {
    begin(Timetable.usual());
  }

  private void begin(Timetable times) {
    clock = FakeClock.driven();
    cloud = GcpCloud.builder().clock(clock).timetable(times).start();
    vertex = new Vertex(cloud);
    cloud
        .images()
        .serving(
            image -> image.startsWith("mine/"),
            work -> InstantWork.serving(asked -> says(work.image())).start(work));
    cloud.images().serving("broken"::equals, work -> fails());
  }

  private static Reply says(String text) {
    return InstantWork.text(200, "application/json", "{\"predictions\": [\"" + text + "\"]}");
  }

  private static Server fails() throws IOException {
    throw new IOException("ModuleNotFoundError: No module named 'model'");
  }

  @AfterEach
  void end() {
    vertex.close();
    cloud.close();
  }

  private UploadModelRequest.Builder upload(String id, String image) {
    return UploadModelRequest.newBuilder()
        .setParent(vertex.parent())
        .setModelId(id)
        .setModel(
            Model.newBuilder()
                .setDisplayName("Model " + id)
                .putLabels("team", "a")
                .setContainerSpec(
                    ModelContainerSpec.newBuilder()
                        .setImageUri(image)
                        .setPredictRoute("/predict")
                        .setHealthRoute("/health")));
  }

  private UploadModelResponse uploaded(UploadModelRequest.Builder request) throws Exception {
    Operation done = vertex.done(vertex.models.uploadModelAsync(request.build()));
    return done.getResponse().unpack(UploadModelResponse.class);
  }

  private Endpoint endpoint(String id) throws Exception {
    Operation done =
        vertex.done(
            vertex.endpoints.createEndpointAsync(
                CreateEndpointRequest.newBuilder()
                    .setParent(vertex.parent())
                    .setEndpointId(id)
                    .setEndpoint(Endpoint.newBuilder().setDisplayName(id))
                    .build()));
    return done.getResponse().unpack(Endpoint.class);
  }

  private static DeployedModel deployed(String model, String id) {
    return DeployedModel.newBuilder()
        .setModel(model)
        .setId(id)
        .setDedicatedResources(
            DedicatedResources.newBuilder()
                .setMachineSpec(MachineSpec.newBuilder().setMachineType("n1-standard-2"))
                .setMinReplicaCount(1))
        .build();
  }

  private Operation deploy(Endpoint endpoint, String model, String id, Map<String, Integer> split)
      throws Exception {
    return vertex.done(
        vertex.endpoints.deployModelAsync(endpoint.getName(), deployed(model, id), split));
  }

  @Test
  void aWholeLife() throws Exception {
    UploadModelResponse first = uploaded(upload("churn", "mine/one"));
    Model model = vertex.models.getModel(first.getModel() + "@1");
    assertThat(first.getModelVersionId()).isEqualTo("1");
    assertThat(model.hasContainerSpec()).isFalse();
    assertThat(model.getVersionAliasesList()).containsExactly("default");
    UploadModelResponse second = uploaded(upload("", "mine/two").setParentModel(first.getModel()));
    assertThat(second.getModelVersionId()).isEqualTo("2");
    assertThat(vertex.models.getModel(first.getModel()).getVersionId()).isEqualTo("1");

    Endpoint endpoint = endpoint("live");
    Operation deployed = deploy(endpoint, first.getModel() + "@1", "11", Map.of("0", 100));
    assertThat(deployed.getResponse().unpack(DeployModelResponse.class).getDeployedModel().getId())
        .isEqualTo("11");
    assertThat(
            deployed.getMetadata().unpack(DeployModelOperationMetadata.class).getDeploymentStage())
        .isEqualTo(DeploymentStage.SUCCESSFULLY_DEPLOYED);
    deploy(endpoint, first.getModel() + "@2", "12", Map.of("11", 100, "0", 0));
    Endpoint both = vertex.endpoints.getEndpoint(endpoint.getName());
    assertThat(both.getTrafficSplitMap())
        .containsExactlyInAnyOrderEntriesOf(Map.of("11", 100, "12", 0));
    assertThat(ask(endpoint)).contains("mine/one");

    vertex.endpoints.updateEndpoint(
        both.toBuilder().clearTrafficSplit().putTrafficSplit("12", 100).build(),
        FieldMask.newBuilder().addPaths("traffic_split").build());
    assertThat(ask(endpoint)).contains("mine/two");
    assertThatThrownBy(
            () ->
                vertex.endpoints.updateEndpoint(
                    both, FieldMask.newBuilder().addPaths("traffic_split").build()))
        .isInstanceOf(AbortedException.class);

    assertThatThrownBy(() -> vertex.models.deleteModelAsync(first.getModel()).getName())
        .hasCauseInstanceOf(FailedPreconditionException.class);
    assertThatThrownBy(() -> vertex.endpoints.deleteEndpointAsync(endpoint.getName()).getName())
        .hasCauseInstanceOf(FailedPreconditionException.class);
    assertThatThrownBy(
            () -> vertex.endpoints.undeployModelAsync(endpoint.getName(), "12", Map.of()).getName())
        .hasCauseInstanceOf(FailedPreconditionException.class);
    assertThat(things("deployed-model")).hasSize(2);
    vertex.done(vertex.endpoints.undeployModelAsync(endpoint.getName(), "11", Map.of()));
    vertex.done(vertex.endpoints.undeployModelAsync(endpoint.getName(), "12", Map.of()));
    vertex.done(vertex.endpoints.deleteEndpointAsync(endpoint.getName()));
    vertex.done(vertex.models.deleteModelAsync(first.getModel()));
    assertThat(cloud.things()).isEmpty();
  }

  private String ask(Endpoint endpoint) {
    HttpBody body =
        HttpBody.newBuilder()
            .setContentType("application/json")
            .setData(ByteString.copyFromUtf8("{\"instances\": [[1]]}"))
            .build();
    return vertex.predictions.rawPredict(endpoint.getName(), body).getData().toStringUtf8();
  }

  private List<GcpCloud.Thing> things(String kind) {
    return cloud.things().stream().filter(one -> one.kind().equals(kind)).toList();
  }

  @Test
  void anIdIsTakenOnce() throws Exception {
    uploaded(upload("churn", "mine/one"));
    assertThatThrownBy(
            () -> vertex.models.uploadModelAsync(upload("churn", "mine/one").build()).getName())
        .hasCauseInstanceOf(AlreadyExistsException.class);
    endpoint("live");
    assertThatThrownBy(() -> endpoint("live")).hasCauseInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> endpoint("No")).hasCauseInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void aContainerThatEndsFailsItsDeployAfterTwentyMinutesAndLeavesTheEndpoint() throws Exception {
    UploadModelResponse model = uploaded(upload("churn", "broken"));
    Endpoint endpoint = endpoint("live");
    Instant begun = clock.now();

    Operation failed = deploy(endpoint, model.getModel() + "@1", "11", Map.of("0", 100));

    Operation again = deploy(endpoint, model.getModel() + "@1", "11", Map.of("0", 100));
    assertThat(vertex.operations(endpoint.getName(), "done=true"))
        .extracting(Operation::getName)
        .startsWith(again.getName(), failed.getName());
    assertThat(vertex.operations(endpoint.getName(), "done=false")).isEmpty();
    assertThat(failed.getError().getCode()).isEqualTo(9);
    assertThat(failed.getError().getMessage()).startsWith("Model server exited unexpectedly.");
    assertThat(Duration.between(begun, clock.now())).isGreaterThanOrEqualTo(Duration.ofMinutes(20));
    assertThat(vertex.endpoints.getEndpoint(endpoint.getName()).getDeployedModelsList()).isEmpty();
    vertex.done(vertex.models.deleteModelAsync(model.getModel()));
  }

  @Test
  void aModelCannotBeDeletedForAWhileAfterItWasUndeployed() throws Exception {
    end();
    begin(Timetable.usual().with(Stage.UNDEPLOY_LAG, Duration.ofMinutes(3)));
    String model = uploaded(upload("churn", "mine/one")).getModel();
    Endpoint endpoint = endpoint("live");
    deploy(endpoint, model + "@1", "11", Map.of("0", 100));
    vertex.done(vertex.endpoints.undeployModelAsync(endpoint.getName(), "11", Map.of()));

    assertThatThrownBy(() -> vertex.models.deleteModelAsync(model).getName())
        .hasCauseInstanceOf(FailedPreconditionException.class);
    clock.advance(Duration.ofMinutes(3));
    vertex.done(vertex.models.deleteModelAsync(model));
  }

  @Test
  void aFreshModelGetsNoTrafficUnlessItIsSaid() throws Exception {
    String model = uploaded(upload("churn", "mine/one")).getModel();
    Endpoint endpoint = endpoint("live");

    deploy(endpoint, model + "@1", "11", Map.of());

    assertThat(vertex.endpoints.getEndpoint(endpoint.getName()).getTrafficSplitMap()).isEmpty();
    assertThatThrownBy(() -> ask(endpoint)).isInstanceOf(FailedPreconditionException.class);
    assertThatThrownBy(() -> deploy(endpoint, model + "@1", "12", Map.of("0", 50)))
        .hasCauseInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> deploy(endpoint, model + "@1", "11", Map.of("0", 100)))
        .hasCauseInstanceOf(AlreadyExistsException.class);
  }

  @Test
  void requestsGoByTheSplit() throws Exception {
    String model = uploaded(upload("churn", "mine/one")).getModel();
    uploaded(upload("", "mine/two").setParentModel(model));
    Endpoint endpoint = endpoint("live");
    deploy(endpoint, model + "@1", "11", Map.of("0", 100));
    deploy(endpoint, model + "@2", "12", Map.of("11", 75, "0", 25));

    List<String> answers = IntStream.range(0, 40).mapToObj(i -> ask(endpoint)).toList();

    assertThat(answers.stream().filter(one -> one.contains("two"))).hasSize(10);
  }

  @Test
  void labelsOfModelAndVersionAreReadTogether() throws Exception {
    String model = uploaded(upload("churn", "mine/one")).getModel();
    FieldMask labels = FieldMask.newBuilder().addPaths("labels").build();

    vertex.models.updateModel(
        Model.newBuilder().setName(model).putLabels("stage", "live").build(), labels);
    vertex.models.updateModel(
        Model.newBuilder().setName(model + "@1").putLabels("hash", "x").build(), labels);

    assertThat(vertex.models.getModel(model).getLabelsMap())
        .containsExactlyInAnyOrderEntriesOf(Map.of("stage", "live", "hash", "x"));
    assertThat(vertex.models.listModels(listed("labels.hash=x")).iterateAll()).hasSize(1);
    assertThat(vertex.models.listModels(listed("labels.hash=y")).iterateAll()).isEmpty();
  }

  private ListModelsRequest listed(String filter) {
    return ListModelsRequest.newBuilder().setParent(vertex.parent()).setFilter(filter).build();
  }

  @Test
  void anAliasMovesAndTheDefaultOneStays() throws Exception {
    String model = uploaded(upload("churn", "mine/one")).getModel();
    uploaded(upload("", "mine/two").setParentModel(model));

    vertex.models.mergeVersionAliases(model + "@2", List.of("live", "default"));

    assertThat(vertex.models.getModel(model).getVersionAliasesList())
        .containsExactly("live", "default");
    assertThat(vertex.models.getModel(model + "@1").getVersionAliasesList()).isEmpty();
    assertThatThrownBy(() -> vertex.models.mergeVersionAliases(model + "@2", List.of("-default")))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> vertex.models.deleteModelVersionAsync(model + "@2").getName())
        .hasCauseInstanceOf(FailedPreconditionException.class);
    vertex.done(vertex.models.deleteModelVersionAsync(model + "@1"));
    assertThatThrownBy(() -> vertex.models.deleteModelVersionAsync(model + "@2").getName())
        .hasCauseInstanceOf(FailedPreconditionException.class);
  }

  @Test
  void aDeploymentOfTheServicesOwnNumberIsChanged() throws Exception {
    String model = uploaded(upload("churn", "mine/one")).getModel();
    Endpoint endpoint = endpoint("live");
    deploy(endpoint, model, "", Map.of("0", 100));
    String id = vertex.endpoints.getEndpoint(endpoint.getName()).getDeployedModels(0).getId();

    vertex.done(
        vertex.endpoints.mutateDeployedModelAsync(
            endpoint.getName(),
            DeployedModel.newBuilder()
                .setId(id)
                .setDedicatedResources(DedicatedResources.newBuilder().setMaxReplicaCount(3))
                .build(),
            FieldMask.newBuilder().addPaths("dedicated_resources.max_replica_count").build()));

    assertThat(id).hasSizeGreaterThan(10);
    assertThat(
            vertex
                .endpoints
                .getEndpoint(endpoint.getName())
                .getDeployedModels(0)
                .getDedicatedResources()
                .getMaxReplicaCount())
        .isEqualTo(3);
  }

  @Test
  void privateEndpointsAreRefusedByName() {
    assertPrivate(Endpoint.newBuilder().setNetwork("projects/1/global/networks/a"), "network");
    assertPrivate(
        Endpoint.newBuilder()
            .setPrivateServiceConnectConfig(
                PrivateServiceConnectConfig.newBuilder().setEnablePrivateServiceConnect(true)),
        "private_service_connect_config");
  }

  private void assertPrivate(Endpoint.Builder endpoint, String field) {
    assertThatThrownBy(
            () ->
                vertex
                    .endpoints
                    .createEndpointAsync(
                        vertex.parent(), endpoint.setDisplayName("private").build())
                    .getName())
        .hasCauseInstanceOf(UnimplementedException.class)
        .hasMessageContaining("A private endpoint (" + field + ") is not served");
  }

  @Test
  void noModelHereIsMadeFromABaseModel() throws Exception {
    uploaded(upload("churn", "mine/one"));

    assertThat(vertex.models.listModels(listed("base_model_name=gemini")).iterateAll()).isEmpty();
    assertThat(vertex.models.listModels(listed("base_model_name=\"\"")).iterateAll()).hasSize(1);
  }
}
