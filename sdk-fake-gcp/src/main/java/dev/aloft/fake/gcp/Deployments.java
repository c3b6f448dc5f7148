package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.DedicatedResources;
import com.google.cloud.aiplatform.v1.DeployModelOperationMetadata;
import com.google.cloud.aiplatform.v1.DeployModelRequest;
import com.google.cloud.aiplatform.v1.DeployModelResponse;
import com.google.cloud.aiplatform.v1.DeployedModel;
import com.google.cloud.aiplatform.v1.MutateDeployedModelOperationMetadata;
import com.google.cloud.aiplatform.v1.MutateDeployedModelRequest;
import com.google.cloud.aiplatform.v1.MutateDeployedModelResponse;
import com.google.cloud.aiplatform.v1.UndeployModelOperationMetadata;
import com.google.cloud.aiplatform.v1.UndeployModelRequest;
import com.google.cloud.aiplatform.v1.UndeployModelResponse;
import com.google.longrunning.Operation;
import com.google.rpc.Code;
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
    endpoint.requireIdle();
    DeployedModel told = told(asked, id, version);
    cloud.quotas().admit(ServingQuotas.of(told), this::used);
    Deployment deployment =
        new Deployment(endpoint, version, told, new ModelServer(cloud, endpoint, told, version));
    LongOperations.Progress progress =
        operations.begin(
            endpoint.name(),
            generic ->
                DeployModelOperationMetadata.newBuilder()
                    .setGenericMetadata(generic)
                    .setDeploymentStage(Launch.firstStage())
                    .build());
    Launch launch =
        new Launch(cloud, deployment, request.getTrafficSplitMap(), progress, this::over);
    launches.add(launch);
    endpoint.begin(progress.name());
    version.deployed().add(deployment.reference());
    launch.begin();
    return progress.operation();
  }

  private static DeployedModel told(DeployedModel asked, String id, ModelVersion version) {
    DeployedModel.Builder told =
        OutputFields.cleared(asked).toBuilder()
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

  private void over(Launch launch, @Nullable GcpFailure refusal) {
    Deployment deployment = launch.deployment();
    launches.remove(launch);
    deployment.endpoint().over(launch.progress().name());
    if (refusal == null) {
      launch.progress().end(() -> arrived(launch));
      return;
    }
    deployment.version().deployed().remove(deployment.reference());
    launch
        .progress()
        .end(
            () -> {
              throw refusal;
            });
    cloud.backstage().background(deployment.server()::close);
  }

  private DeployModelResponse arrived(Launch launch) {
    Deployment deployment = launch.deployment();
    HostedEndpoint endpoint = deployment.endpoint();
    deployment.ready(cloud.clock().now());
    endpoint.deployments().put(deployment.id(), deployment);
    Map<String, Integer> split = new LinkedHashMap<>(launch.split());
    if (!split.isEmpty()) {
      Integer share = split.remove(EndpointRules.NEW);
      split.put(deployment.id(), share == null ? 0 : share);
    } else if (!endpoint.traffic().isEmpty()) {
      split.putAll(endpoint.traffic());
      split.putIfAbsent(deployment.id(), 0);
    }
    endpoint.split(split);
    return DeployModelResponse.newBuilder().setDeployedModel(deployment.view()).build();
  }

  private Operation undeploy(UndeployModelRequest request) {
    HostedEndpoint endpoint = endpoints.get(request.getEndpoint());
    String id = request.getDeployedModelId();
    Deployment deployment = deployment(endpoint, id);
    Map<String, Integer> split = split(endpoint, id, request.getTrafficSplitMap());
    endpoint.requireIdle();
    LongOperations.Progress progress =
        operations.begin(
            endpoint.name(),
            generic ->
                UndeployModelOperationMetadata.newBuilder().setGenericMetadata(generic).build());
    endpoint.begin(progress.name());
    cloud
        .clock()
        .after(
            cloud.timetable().of(Stage.MODEL_UNDEPLOYING),
            () -> {
              endpoint.over(progress.name());
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
    endpoint.deployments().remove(deployment.id());
    endpoint.split(split);
    deployment.version().undeployed(deployment.reference(), cloud.clock().now());
    cloud.backstage().background(deployment.server()::close);
  }

  private Operation mutate(MutateDeployedModelRequest request) {
    HostedEndpoint endpoint = endpoints.get(request.getEndpoint());
    Deployment deployment = deployment(endpoint, request.getDeployedModel().getId());
    DeployedModel changed = DeployedModelChange.of(deployment.told(), request);
    EndpointRules.check(changed, deployment.version());
    endpoint.requireIdle();
    Map<String, Long> more = new HashMap<>(ServingQuotas.of(changed));
    ServingQuotas.of(deployment.told())
        .forEach((metric, had) -> more.merge(metric, -had, Long::sum));
    more.values().removeIf(count -> count <= 0);
    cloud.quotas().admit(more, this::used);
    LongOperations.Progress progress =
        operations.begin(
            endpoint.name(),
            generic ->
                MutateDeployedModelOperationMetadata.newBuilder()
                    .setGenericMetadata(generic)
                    .build());
    endpoint.begin(progress.name());
    cloud
        .clock()
        .after(
            cloud.timetable().of(Stage.MODEL_CHANGING),
            () -> {
              endpoint.over(progress.name());
              progress.end(
                  () -> {
                    deployment.change(changed);
                    return MutateDeployedModelResponse.newBuilder()
                        .setDeployedModel(deployment.view())
                        .build();
                  });
            });
    return progress.operation();
  }

  private Map<String, Long> used() {
    Map<String, Long> used = new HashMap<>();
    for (Deployment one : endpoints.deployments()) {
      ServingQuotas.of(one.told()).forEach((metric, count) -> used.merge(metric, count, Long::sum));
    }
    for (Launch one : launches) {
      ServingQuotas.of(one.deployment().told())
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
