package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.ResourceExhaustedException;
import com.google.cloud.aiplatform.v1.DeployedModel;
import com.google.cloud.aiplatform.v1.DeployedModelRef;
import com.google.cloud.aiplatform.v1.Endpoint;
import com.google.cloud.aiplatform.v1.Model;
import com.google.cloud.aiplatform.v1.MutateDeployedModelRequest;
import com.google.longrunning.Operation;
import com.google.longrunning.WaitOperationRequest;
import com.google.protobuf.FieldMask;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.work.InstantWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes that take their time, and those that come meanwhile. */
class OperationsTest {
  private final FakeClock clock = FakeClock.driven();
  private GcpCloud cloud;
  private Vertex vertex;
  private Serving serving;

  @BeforeEach
  void start() {
    cloud = GcpCloud.builder().clock(clock).quota("custom_model_serving_cpus", 12).start();
    vertex = new Vertex(cloud);
    serving = new Serving(vertex);
    cloud
        .images()
        .serving(
            "mine/one"::equals,
            InstantWork.serving(asked -> InstantWork.text(200, "text/plain", "one")));
  }

  @AfterEach
  void end() {
    vertex.close();
    cloud.close();
  }

  private String model() throws Exception {
    return serving.uploaded("churn", Serving.container("mine/one"));
  }

  private CompletableFuture<Operation> waiting(String name, int seconds) {
    WaitOperationRequest.Builder request = WaitOperationRequest.newBuilder().setName(name);
    request.getTimeoutBuilder().setSeconds(seconds);
    return CompletableFuture.supplyAsync(
        () -> vertex.endpoints.getOperationsClient().waitOperation(request.build()));
  }

  @Test
  void anOperationIsWaitedForUntilItIsDoneOrTheTimeIsOver() throws Exception {
    String model = model();
    String deploying = serving.deploying(serving.endpoint("live"), Serving.deployed(model, "1"));
    cloud.settle();
    Instant soon = clock.now().plusSeconds(60);
    CompletableFuture<Operation> hurried = waiting(deploying, 60);
    while (!clock.nextTask().equals(Optional.of(soon))) {
      Thread.onSpinWait();
    }
    clock.advance(Duration.ofSeconds(60));
    assertThat(hurried.join().getDone()).isFalse();

    CompletableFuture<Operation> patient = waiting(deploying, 600);
    Instant late = clock.now().plusSeconds(600);
    while (!patient.isDone() && clock.now().isBefore(late)) {
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(patient.join().getDone()).isTrue();
  }

  @Test
  void anOperationThatIsDeletedDoesNotComeBackAtItsEnd() throws Exception {
    String deploying = serving.deploying(serving.endpoint("live"), Serving.deployed(model(), "1"));
    vertex.endpoints.getOperationsClient().deleteOperation(deploying);
    cloud.settle();

    clock.advance(Duration.ofMinutes(10));

    assertThatThrownBy(() -> serving.operation(deploying)).isInstanceOf(NotFoundException.class);
    assertThat(vertex.endpoints.getEndpoint(name("live")).getDeployedModelsList()).hasSize(1);
  }

  private String name(String endpoint) {
    return vertex.parent() + "/endpoints/" + endpoint;
  }

  @Test
  void oneChangeOfAnEndpointKeepsOthersOut() throws Exception {
    String model = model();
    Endpoint endpoint = serving.endpoint("live");
    serving.deploy(endpoint, Serving.deployed(model, "1"));
    Endpoint before = vertex.endpoints.getEndpoint(endpoint.getName());
    String deploying =
        vertex
            .endpoints
            .deployModelAsync(
                endpoint.getName(), Serving.deployed(model, "2").build(), Map.of("1", 90, "0", 10))
            .getName();

    assertThatThrownBy(() -> serving.deploying(endpoint, Serving.deployed(model, "3")))
        .hasCauseInstanceOf(FailedPreconditionException.class)
        .hasMessageContaining(deploying);
    assertThatThrownBy(() -> update(before, "traffic_split"))
        .isInstanceOf(FailedPreconditionException.class);
    assertThat(update(before.toBuilder().putLabels("a", "b").build(), "labels").getLabelsMap())
        .containsEntry("a", "b");
    cloud.settle();
    clock.advance(Duration.ofMinutes(10));

    assertThat(vertex.endpoints.getEndpoint(endpoint.getName()).getTrafficSplitMap())
        .containsExactlyInAnyOrderEntriesOf(Map.of("1", 90, "2", 10));
  }

  private Endpoint update(Endpoint endpoint, String path) {
    return vertex.endpoints.updateEndpoint(endpoint, FieldMask.newBuilder().addPaths(path).build());
  }

  @Test
  void moreReplicasAskForTheQuota() throws Exception {
    Endpoint endpoint = serving.endpoint("live");
    serving.deploy(endpoint, Serving.deployed(model(), "1"));

    vertex.done(vertex.endpoints.mutateDeployedModelAsync(replicas(endpoint, 3)));
    assertThatThrownBy(
            () -> vertex.endpoints.mutateDeployedModelAsync(replicas(endpoint, 4)).getName())
        .hasCauseInstanceOf(ResourceExhaustedException.class)
        .hasMessageContaining("custom_model_serving_cpus");
  }

  private static MutateDeployedModelRequest replicas(Endpoint endpoint, int most) {
    DeployedModel.Builder changed = DeployedModel.newBuilder().setId("1");
    changed.getDedicatedResourcesBuilder().setMinReplicaCount(1).setMaxReplicaCount(most);
    return MutateDeployedModelRequest.newBuilder()
        .setEndpoint(endpoint.getName())
        .setDeployedModel(changed)
        .setUpdateMask(FieldMask.newBuilder().addPaths("dedicated_resources.max_replica_count"))
        .build();
  }

  @Test
  void aModelThatIsDeployedMeanwhileIsNotDeleted() throws Exception {
    String model = model();
    Endpoint endpoint = serving.endpoint("live");
    String deleting = vertex.models.deleteModelAsync(model).getName();
    serving.deploying(endpoint, Serving.deployed(model, "1"));
    cloud.settle();

    clock.advance(Duration.ofMinutes(10));

    assertThat(serving.operation(deleting).getError().getCode()).isEqualTo(9);
    assertThat(vertex.models.getModel(model).getDeployedModelsList()).hasSize(1);
  }

  @Test
  void whatTheServiceAloneWritesIsNotTakenFromAnUpload() throws Exception {
    Model.Builder model =
        serving
            .model("churn", Serving.container("mine/one"))
            .addDeployedModels(DeployedModelRef.newBuilder().setDeployedModelId("9"))
            .addSupportedDeploymentResourcesTypes(
                Model.DeploymentResourcesType.DEDICATED_RESOURCES);

    Model told = vertex.models.getModel(serving.uploaded("churn", model));

    assertThat(told.getDeployedModelsList()).isEmpty();
    assertThat(told.getSupportedDeploymentResourcesTypesList()).doesNotHaveDuplicates();
  }

  @Test
  void anUpdateOfAModelIsDoneWholeOrNotAtAll() throws Exception {
    String model = model();
    Model changed =
        Model.newBuilder()
            .setName(model)
            .setDisplayName("other")
            .setVersionDescription("better")
            .build();

    assertThatThrownBy(() -> update(changed, "display_name", "nonsense"))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> update(changed, "display_name", "version_description"))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> update(changed, "version_description"))
        .isInstanceOf(FailedPreconditionException.class);
    Model version = changed.toBuilder().setName(model + "@1").build();
    assertThatThrownBy(() -> update(version, "display_name"))
        .isInstanceOf(FailedPreconditionException.class);
    assertThat(vertex.models.getModel(model).getDisplayName()).isEqualTo("churn");

    update(version, "version_description");
    update(changed.toBuilder().setName(model + "@-").build(), "display_name");
    assertThat(vertex.models.getModel(model).getVersionDescription()).isEqualTo("better");
    assertThat(vertex.models.getModel(model).getDisplayName()).isEqualTo("other");
  }

  private void update(Model model, String... paths) {
    FieldMask.Builder mask = FieldMask.newBuilder();
    for (String path : paths) {
      mask.addPaths(path);
    }
    vertex.models.updateModel(model, mask.build());
  }
}
