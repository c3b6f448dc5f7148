package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.CreateEndpointOperationMetadata;
import com.google.cloud.aiplatform.v1.CreateEndpointRequest;
import com.google.cloud.aiplatform.v1.DeleteEndpointRequest;
import com.google.cloud.aiplatform.v1.DeleteOperationMetadata;
import com.google.cloud.aiplatform.v1.Endpoint;
import com.google.cloud.aiplatform.v1.GetEndpointRequest;
import com.google.cloud.aiplatform.v1.ListEndpointsRequest;
import com.google.cloud.aiplatform.v1.ListEndpointsResponse;
import com.google.cloud.aiplatform.v1.UpdateEndpointLongRunningRequest;
import com.google.cloud.aiplatform.v1.UpdateEndpointOperationMetadata;
import com.google.cloud.aiplatform.v1.UpdateEndpointRequest;
import com.google.longrunning.Operation;
import com.google.protobuf.Empty;
import com.google.protobuf.util.Timestamps;
import com.google.rpc.Code;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Endpoints. Guarded by the clock's monitor. */
final class Endpoints {
  private static final String COLLECTION = "endpoints";
  private static final Map<String, Function<Endpoint, String>> FILTERED =
      Map.of(
          "endpoint", one -> one.getName().substring(one.getName().lastIndexOf('/') + 1),
          "base_model_name", one -> "", // models of Google's own, which are not here
          "display_name", Endpoint::getDisplayName,
          "create_time", one -> Timestamps.toString(one.getCreateTime()));

  private final Cloud cloud;
  private final LongOperations operations;
  private final Ids ids = new Ids();
  private final Map<String, HostedEndpoint> endpoints = new LinkedHashMap<>();
  private final Set<String> creating = new HashSet<>();

  Endpoints(Cloud cloud, LongOperations operations) {
    this.cloud = cloud;
    this.operations = operations;
    cloud.inventory(this::things);
  }

  void serve(RpcTable table) {
    table
        .on(CreateEndpointRequest.class, (request, call) -> create(request))
        .on(GetEndpointRequest.class, (request, call) -> get(request.getName()).view())
        .on(ListEndpointsRequest.class, (request, call) -> list(request))
        .on(UpdateEndpointRequest.class, (request, call) -> update(request))
        .on(
            UpdateEndpointLongRunningRequest.class,
            (request, call) -> updateConnection(request.getEndpoint()))
        .on(DeleteEndpointRequest.class, (request, call) -> delete(request.getName()));
  }

  /** One that has to be there. */
  HostedEndpoint get(String asked) {
    String name = ResourceName.of(cloud, asked, COLLECTION).full();
    HostedEndpoint found = endpoints.get(name);
    if (found == null) {
      throw GcpFailure.notFound("The Endpoint \"" + name + "\" does not exist.");
    }
    return found;
  }

  private Operation create(CreateEndpointRequest request) {
    String parent = ResourceName.parent(cloud, request.getParent());
    EndpointRules.checkId(request.getEndpointId());
    EndpointRules.checkPublic(request.getEndpoint());
    EndpointRules.checkSplit(request.getEndpoint().getTrafficSplitMap(), Set.of());
    EndpointRules.checkTimeout(request.getEndpoint());
    EncryptionKeys.check(cloud, request.getEndpoint().getEncryptionSpec(), "endpoint");
    String id = request.getEndpointId().isEmpty() ? ids.next() : request.getEndpointId();
    String name = parent + "/" + COLLECTION + "/" + id;
    if (endpoints.containsKey(name) || !creating.add(name)) {
      throw new GcpFailure(Code.ALREADY_EXISTS, "The Endpoint \"" + name + "\" already exists.");
    }
    return operations.after(
        Stage.ENDPOINT_CREATING,
        name,
        generic -> CreateEndpointOperationMetadata.newBuilder().setGenericMetadata(generic).build(),
        () -> {
          creating.remove(name);
          HostedEndpoint endpoint = new HostedEndpoint(made(name, request.getEndpoint()));
          endpoints.put(name, endpoint);
          return endpoint.view();
        });
  }

  private Endpoint made(String name, Endpoint asked) {
    Instant now = cloud.clock().now();
    Endpoint.Builder made =
        OutputFields.cleared(asked).toBuilder()
            .setName(name)
            .setCreateTime(Times.of(now))
            .setUpdateTime(Times.of(now));
    if (asked.getDedicatedEndpointEnabled()) {
      made.setDedicatedEndpointDns("localhost:" + cloud.dedicatedPort()); // a name found everywhere
    }
    return made.build();
  }

  private ListEndpointsResponse list(ListEndpointsRequest request) {
    String under = ResourceName.parent(cloud, request.getParent()) + "/";
    Instant shown = cloud.clock().now().minus(cloud.timetable().of(Stage.LIST_LAG));
    List<Endpoint> found =
        endpoints.values().stream()
            .filter(one -> one.name().startsWith(under))
            .map(HostedEndpoint::view)
            .filter(one -> !Times.of(one.getCreateTime()).isAfter(shown))
            .filter(Filter.of(request.getFilter(), FILTERED, Endpoint::getLabelsMap))
            .toList();
    Listing.Page<Endpoint> page =
        new Listing(
                under + '\n' + request.getFilter(),
                request.getOrderBy(),
                request.getPageSize(),
                request.getPageToken(),
                request.getReadMask())
            .of(found);
    return ListEndpointsResponse.newBuilder()
        .addAllEndpoints(page.items())
        .setNextPageToken(page.next())
        .build();
  }

  private Endpoint update(UpdateEndpointRequest request) {
    Endpoint asked = request.getEndpoint();
    HostedEndpoint endpoint = get(asked.getName());
    if (!asked.getEtag().isEmpty() && !asked.getEtag().equals(endpoint.etag())) {
      throw GcpFailure.changed("Endpoint", endpoint.name());
    }
    Endpoint.Builder changed = endpoint.told().toBuilder();
    boolean split = false;
    for (String path : request.getUpdateMask().getPathsList()) {
      switch (path) {
        case "display_name" -> changed.setDisplayName(asked.getDisplayName());
        case "description" -> changed.setDescription(asked.getDescription());
        case "labels" -> changed.clearLabels().putAllLabels(asked.getLabelsMap());
        case "traffic_split" -> split = true;
        default -> FieldErrors.refuse("update_mask", "The field '" + path + "' cannot be updated.");
      }
    }
    if (split) {
      endpoint.requireIdle();
      EndpointRules.checkSplit(asked.getTrafficSplitMap(), endpoint.deployments().keySet());
    }
    endpoint.change(changed.setUpdateTime(Times.of(cloud.clock().now())).build());
    if (split) {
      endpoint.split(asked.getTrafficSplitMap());
    }
    return endpoint.view();
  }

  /** Changes the one thing that this method changes: how clients are connected. */
  private Operation updateConnection(Endpoint asked) {
    HostedEndpoint endpoint = get(asked.getName());
    EndpointRules.checkTimeout(asked);
    return operations.after(
        Stage.ENDPOINT_CREATING,
        endpoint.name(),
        generic -> UpdateEndpointOperationMetadata.newBuilder().setGenericMetadata(generic).build(),
        () -> {
          endpoint.change(
              endpoint.told().toBuilder()
                  .setClientConnectionConfig(asked.getClientConnectionConfig())
                  .setUpdateTime(Times.of(cloud.clock().now()))
                  .build());
          return endpoint.view();
        });
  }

  private Operation delete(String asked) {
    HostedEndpoint endpoint = get(asked);
    if (endpoint.isChanging() || !endpoint.deployments().isEmpty()) {
      throw GcpFailure.precondition(
          "The Endpoint \""
              + endpoint.name()
              + "\" has models that are deployed or being deployed to it: "
              + endpoint.deployments().keySet()
              + ". Undeploy them before it is deleted.");
    }
    return operations.after(
        Stage.DELETING,
        endpoint.name(),
        generic -> DeleteOperationMetadata.newBuilder().setGenericMetadata(generic).build(),
        () -> {
          if (endpoint.isChanging() || !endpoint.deployments().isEmpty()) {
            throw GcpFailure.precondition(
                "The Endpoint \"" + endpoint.name() + "\" got a model meanwhile.");
          }
          endpoints.remove(endpoint.name());
          return Empty.getDefaultInstance();
        });
  }

  /** Every model at every endpoint. */
  List<Deployment> deployments() {
    return endpoints.values().stream().flatMap(one -> one.deployments().values().stream()).toList();
  }

  private List<GcpCloud.Thing> things() {
    return endpoints.values().stream()
        .map(one -> new GcpCloud.Thing("endpoint", one.name(), false))
        .toList();
  }
}
