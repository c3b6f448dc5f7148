package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.DedicatedResources;
import com.google.cloud.aiplatform.v1.DeployModelOperationMetadata;
import com.google.cloud.aiplatform.v1.DeployModelRequest;
import com.google.cloud.aiplatform.v1.DeployModelResponse;
import com.google.cloud.aiplatform.v1.DeployedModel;
import com.google.cloud.aiplatform.v1.DeploymentStage;
import com.google.cloud.aiplatform.v1.MutateDeployedModelOperationMetadata;
import com.google.cloud.aiplatform.v1.MutateDeployedModelRequest;
import com.google.cloud.aiplatform.v1.MutateDeployedModelResponse;
import com.google.cloud.aiplatform.v1.UndeployModelOperationMetadata;
import com.google.cloud.aiplatform.v1.UndeployModelRequest;
import com.google.cloud.aiplatform.v1.UndeployModelResponse;
import com.google.longrunning.Operation;
import com.google.rpc.Code;
import dev.aloft.fake.work.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Models on their way to endpoints and from them. Guarded by the clock's monitor. */
final class Deployments {
  private static final List<DeploymentStage> STAGES =
      List.of(
          DeploymentStage.PREPARING_MODEL,
          DeploymentStage.CREATING_SERVING_CLUSTER,
          DeploymentStage.ADDING_NODES_TO_CLUSTER,
          DeploymentStage.GETTING_CONTAINER_IMAGE,
          DeploymentStage.STARTING_MODEL_SERVER,
          DeploymentStage.FINISHING_UP);

  private final Cloud cloud;
  private final LongOperations operations;
  private final Models models;
  private final Endpoints endpoints;
  private final Ids ids = new Ids();
  private final Set<Launch> launches = new HashSet<>();

  Deployments(Cloud cloud, LongOperations operations, Models models, Endpoints endpoints) {
    this.cloud = cloud;
    this.operations = operations;
    this.models = models;
    this.endpoints = endpoints;
    cloud.inventory(this::things);
    cloud.backstage().onClose(this::close);
  }

  void serve(RpcTable table) {
    table
        .on(DeployModelRequest.class, (request, call) -> deploy(request))
        .on(UndeployModelRequest.class, (request, call) -> undeploy(request))
        .on(MutateDeployedModelRequest.class, (request, call) -> mutate(request));
  }

  /** A deployment that is not there yet. */
  private record Launch(
      Deployment deployment, Map<String, Integer> split, LongOperations.Progress progress) {}

  private Operation deploy(DeployModelRequest request) {
    HostedEndpoint endpoint = endpoints.get(request.getEndpoint());
    DeployedModel asked = request.getDeployedModel();
    ModelVersion version = models.version(asked.getModel());
    EndpointRules.checkDeployedId(asked.getId());
    EndpointRules.check(asked, version);
    Set<String> known = new HashSet<>(endpoint.deployments().keySet());
    known.add(EndpointRules.NEW);
    EndpointRules.checkSplit(request.getTrafficSplitMap(), known);
    String id = asked.getId().isEmpty() ? ids.next() : asked.getId();
    boolean taken =
        endpoint.deployments().containsKey(id)
            || launches.stream().anyMatch(one -> one.deployment().isAt(endpoint, id));
    if (taken) {
      throw new GcpFailure(
          Code.ALREADY_EXISTS,
          "The DeployedModel \"" + id + "\" already exists at " + endpoint.name() + ".");
    }
    DeployedModel told = told(asked, id, version);
    cloud.quotas().admit(ServingQuotas.of(told), this::used);
    Deployment deployment =
        new Deployment(endpoint, version, told, new ModelServer(cloud, endpoint.id(), id, version));
    LongOperations.Progress progress =
        operations.begin(
            endpoint.name(),
            generic ->
                DeployModelOperationMetadata.newBuilder()
                    .setGenericMetadata(generic)
                    .setDeploymentStage(STAGES.get(0))
                    .build());
    Launch launch = new Launch(deployment, request.getTrafficSplitMap(), progress);
    launches.add(launch);
    endpoint.changing(1);
    version.deployed().add(deployment.reference());
    begin(launch);
    return progress.operation();
  }

  private static DeployedModel told(DeployedModel asked, String id, ModelVersion version) {
    DeployedModel.Builder told =
        asked.toBuilder()
            .setId(id)
            .setModel(version.owner().name())
            .setModelVersionId(version.id());
    if (asked.getDisplayName().isEmpty()) {
      told.setDisplayName(version.owner().displayName());
    }
    DedicatedResources.Builder resources = told.getDedicatedResourcesBuilder();
    if (resources.getMachineSpec().getMachineType().isEmpty()) {
      resources.getMachineSpecBuilder().setMachineType("n1-standard-2");
    }
    if (resources.getMaxReplicaCount() == 0) {
      resources.setMaxReplicaCount(resources.getMinReplicaCount());
    }
    return told.build();
  }

  private void begin(Launch launch) {
    String name = launch.deployment().displayName();
    if (cloud.incidents().strikeDeployment(name, Incidents.Kind.NO_CAPACITY) != null) {
      cloud
          .clock()
          .after(
              cloud.timetable().of(Stage.DEPLOY_FAILING),
              () ->
                  fail(
                      launch,
                      new GcpFailure(
                          Code.RESOURCE_EXHAUSTED,
                          "Machine type temporarily unavailable, please deploy with a different"
                              + " machine type or retry.")));
      return;
    }
    Instant begun = cloud.clock().now();
    Duration whole = cloud.timetable().of(Stage.MODEL_DEPLOYING);
    for (int i = 1; i < STAGES.size(); i++) {
      DeploymentStage stage = STAGES.get(i);
      cloud.clock().at(begun.plus(whole.multipliedBy(i).dividedBy(6)), () -> tell(launch, stage));
    }
    @Nullable Exception[] problem = {null};
    Runnable half = Steps.halves(() -> started(launch, begun, problem[0]));
    cloud.clock().at(begun.plus(whole), half);
    cloud
        .backstage()
        .background(
            () -> {
              try {
                launch.deployment().server().start();
              } catch (Exception e) {
                problem[0] = e;
              }
              cloud.clock().exclusively(half);
            });
  }

  private void tell(Launch launch, DeploymentStage stage) {
    if (launches.contains(launch)) {
      launch
          .progress()
          .tell(
              generic ->
                  DeployModelOperationMetadata.newBuilder()
                      .setGenericMetadata(generic)
                      .setDeploymentStage(stage)
                      .build());
    }
  }

  private void started(Launch launch, Instant begun, @Nullable Exception problem) {
    if (problem == null) {
      succeed(launch);
      return;
    }
    Deployment deployment = launch.deployment();
    Map<String, String> labels = Map.of("endpoint_id", deployment.endpoint().id());
    cloud
        .logs()
        .write(
            "aiplatform.googleapis.com/Endpoint",
            labels,
            "ERROR",
            String.valueOf(problem.getMessage()));
    Instant end = begun.plus(cloud.timetable().of(Stage.DEPLOY_FAILING));
    cloud
        .clock()
        .at(
            end,
            () ->
                fail(
                    launch,
                    GcpFailure.precondition(
                        "Model server exited unexpectedly. Model server logs can be found at"
                            + " https://console.cloud.google.com/logs/viewer?project="
                            + deployment.endpoint().name().split("/", 3)[1]
                            + "&resource=aiplatform.googleapis.com%2FEndpoint&advancedFilter="
                            + "resource.labels.endpoint_id%3D%22"
                            + deployment.endpoint().id()
                            + "%22.")));
  }

  private void succeed(Launch launch) {
    Deployment deployment = launch.deployment();
    HostedEndpoint endpoint = deployment.endpoint();
    tell(launch, DeploymentStage.SUCCESSFULLY_DEPLOYED);
    over(launch);
    launch
        .progress()
        .end(
            () -> {
              deployment.ready(cloud.clock().now());
              endpoint.deployments().put(deployment.id(), deployment);
              if (!launch.split().isEmpty()) {
                Map<String, Integer> split = new LinkedHashMap<>(launch.split());
                Integer share = split.remove(EndpointRules.NEW);
                split.put(deployment.id(), share == null ? 0 : share);
                split.keySet().retainAll(endpoint.deployments().keySet());
                endpoint.split(split);
              } else if (!endpoint.traffic().isEmpty()) {
                endpoint.split(endpoint.traffic());
              }
              return DeployModelResponse.newBuilder().setDeployedModel(deployment.view()).build();
            });
  }

  private void fail(Launch launch, GcpFailure failure) {
    Deployment deployment = launch.deployment();
    over(launch);
    deployment.version().deployed().remove(deployment.reference());
    launch
        .progress()
        .tell(
            generic ->
                DeployModelOperationMetadata.newBuilder()
                    .setGenericMetadata(generic)
                    .setDeploymentStage(DeploymentStage.FAILED_TO_DEPLOY)
                    .build());
    launch
        .progress()
        .end(
            () -> {
              throw failure;
            });
    cloud.backstage().background(deployment.server()::close);
  }

  private void over(Launch launch) {
    launches.remove(launch);
    launch.deployment().endpoint().changing(-1);
  }

  private Operation undeploy(UndeployModelRequest request) {
    HostedEndpoint endpoint = endpoints.get(request.getEndpoint());
    String id = request.getDeployedModelId();
    Deployment deployment = deployment(endpoint, id);
    Map<String, Integer> split = split(endpoint, id, request.getTrafficSplitMap());
    endpoint.changing(1);
    LongOperations.Progress progress =
        operations.begin(
            endpoint.name(),
            generic ->
                UndeployModelOperationMetadata.newBuilder().setGenericMetadata(generic).build());
    cloud
        .clock()
        .after(
            cloud.timetable().of(Stage.MODEL_UNDEPLOYING),
            () -> {
              endpoint.changing(-1);
              progress.end(
                  () -> {
                    remove(endpoint, deployment, split);
                    return UndeployModelResponse.getDefaultInstance();
                  });
            });
    return progress.operation();
  }

  private static Deployment deployment(HostedEndpoint endpoint, String id) {
    Deployment found = endpoint.deployments().get(id);
    if (found == null) {
      throw GcpFailure.notFound(
          "The DeployedModel \"" + id + "\" does not exist at " + endpoint.name() + ".");
    }
    return found;
  }

  /** The split after an undeploy, which must leave nothing for who goes. */
  private static Map<String, Integer> split(
      HostedEndpoint endpoint, String leaving, Map<String, Integer> asked) {
    EndpointRules.checkSplit(asked, endpoint.deployments().keySet());
    boolean last = endpoint.deployments().size() == 1;
    if (last && asked.isEmpty()) {
      return Map.of();
    }
    Map<String, Integer> after = new LinkedHashMap<>(asked.isEmpty() ? endpoint.traffic() : asked);
    if (after.getOrDefault(leaving, 0) != 0) {
      throw GcpFailure.precondition(
          "The DeployedModel \""
              + leaving
              + "\" still gets "
              + after.get(leaving)
              + " percent of the traffic. Give its share to others with the traffic_split.");
    }
    after.remove(leaving);
    return after;
  }

  private void remove(HostedEndpoint endpoint, Deployment deployment, Map<String, Integer> split) {
    if (endpoint.deployments().remove(deployment.id()) == null) {
      return;
    }
    Map<String, Integer> left = new LinkedHashMap<>(split);
    left.keySet().retainAll(endpoint.deployments().keySet());
    endpoint.split(left);
    deployment.version().undeployed(deployment.reference(), cloud.clock().now());
    cloud.backstage().background(deployment.server()::close);
  }

  private Operation mutate(MutateDeployedModelRequest request) {
    HostedEndpoint endpoint = endpoints.get(request.getEndpoint());
    Deployment deployment = deployment(endpoint, request.getDeployedModel().getId());
    DeployedModel changed = DeployedModelChange.of(deployment.view(), request);
    EndpointRules.check(changed, deployment.version());
    return operations.after(
        Stage.MODEL_UNDEPLOYING,
        endpoint.name(),
        generic ->
            MutateDeployedModelOperationMetadata.newBuilder().setGenericMetadata(generic).build(),
        () -> {
          deployment.change(changed);
          return MutateDeployedModelResponse.newBuilder().setDeployedModel(changed).build();
        });
  }

  private Map<String, Long> used() {
    Map<String, Long> used = new HashMap<>();
    for (Deployment one : endpoints.deployments()) {
      ServingQuotas.of(one.view()).forEach((metric, count) -> used.merge(metric, count, Long::sum));
    }
    for (Launch one : launches) {
      ServingQuotas.of(one.deployment().view())
          .forEach((metric, count) -> used.merge(metric, count, Long::sum));
    }
    return used;
  }

  private List<GcpCloud.Thing> things() {
    return Stream.concat(
            endpoints.deployments().stream().map(one -> thing(one, true)),
            launches.stream().map(one -> thing(one.deployment(), false)))
        .toList();
  }

  private static GcpCloud.Thing thing(Deployment one, boolean bills) {
    String name = one.endpoint().name() + "/deployedModels/" + one.id();
    return new GcpCloud.Thing("deployed-model", name, bills);
  }

  private void close() {
    List<ModelServer> servers;
    synchronized (cloud.clock()) {
      servers =
          Stream.concat(endpoints.deployments().stream(), launches.stream().map(Launch::deployment))
              .map(Deployment::server)
              .toList();
    }
    servers.forEach(ModelServer::close);
  }
}
