package dev.aloft.gcp;

import com.google.api.gax.rpc.UnaryCallable;
import com.google.cloud.aiplatform.v1.DeleteEndpointRequest;
import com.google.cloud.aiplatform.v1.DeleteModelRequest;
import com.google.cloud.aiplatform.v1.Endpoint;
import com.google.cloud.aiplatform.v1.UndeployModelRequest;
import com.google.cloud.aiplatform.v1.UpdateEndpointRequest;
import com.google.longrunning.Operation;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import dev.aloft.driver.Action;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Sends the one write of an action. Thread-safe. */
final class EndpointWrites {
  private final GcpClients clients;
  private final VertexSender sender;
  private final ServingRequests requests;
  private final ModelArtifact artifacts;

  EndpointWrites(
      GcpClients clients, VertexSender sender, ServingRequests requests, ModelArtifact artifacts) {
    this.clients = clients;
    this.sender = sender;
    this.requests = requests;
    this.artifacts = artifacts;
  }

  void apply(Action action, Target<EndpointSpec> target) {
    if (action.verb().equals(EndpointSteps.DELETE)) {
      delete(action, target.name());
      return;
    }
    EndpointSpec spec = target.wish().orElseThrow();
    switch (action.verb() + " " + action.kind()) {
      case "create " + ModelArtifact.KIND -> {
        EndpointRevision revision = revision(action, spec);
        artifacts.make(action.id(), revision.modelUri(), revision.manifest(), target.logId());
      }
      case "create " + EndpointParts.MODEL -> upload(action, target, revision(action, spec));
      case "create " + EndpointParts.ENDPOINT ->
          submit(
              "CreateEndpoint",
              spec.name(),
              requests.endpoint(target, spec),
              () -> clients.endpoints().createEndpointCallable());
      case "create " + EndpointParts.DEPLOYED ->
          submit(
              "DeployModel",
              spec.name(),
              requests.deploy(spec, revision(action, spec), action),
              () -> clients.endpoints().deployModelCallable());
      case EndpointSteps.SHARE + " " + EndpointParts.ENDPOINT -> share(action, spec.name());
      default -> label(action, target, spec);
    }
  }

  private static EndpointRevision revision(Action action, EndpointSpec spec) {
    return spec.revision(String.valueOf(action.fact(Labels.REVISION))).orElseThrow();
  }

  private void upload(Action action, Target<EndpointSpec> target, EndpointRevision revision) {
    submit(
        "UploadModel",
        action.id(),
        requests.upload(target, revision, action.id(), directory(target.name(), revision)),
        () -> clients.models().uploadModelCallable());
  }

  private String directory(String name, EndpointRevision revision) {
    return EndpointSteps.isCopied(revision)
        ? artifacts.directory(name, revision.hash())
        : revision.modelUri().replaceAll("/+$", "");
  }

  /** Only as long as nobody has changed the endpoint since it was looked at. */
  private void share(Action action, String name) {
    Endpoint.Builder endpoint = endpoint(action, name);
    ServingRequests.split(action)
        .forEach(
            (hash, share) -> {
              if (share > 0) {
                endpoint.putTrafficSplit(ServingRequests.number(name, hash), share);
              }
            });
    update(endpoint, "traffic_split");
  }

  private void label(Action action, Target<EndpointSpec> target, EndpointSpec spec) {
    Map<String, String> labels = new LinkedHashMap<>(Labels.of(spec.labels()));
    labels.putAll(Labels.of(target.ownership(spec.main().hash())));
    update(endpoint(action, spec.name()).putAllLabels(labels), "labels");
  }

  private Endpoint.Builder endpoint(Action action, String name) {
    return Endpoint.newBuilder()
        .setName(clients.config().parent() + "/endpoints/" + name)
        .setEtag(String.valueOf(action.fact(EndpointParts.ETAG)));
  }

  private void update(Endpoint.Builder endpoint, String field) {
    Object unused =
        sender.write(
            "UpdateEndpoint",
            EndpointLook.id(endpoint.getName()),
            UpdateEndpointRequest.newBuilder()
                .setEndpoint(endpoint)
                .setUpdateMask(FieldMask.newBuilder().addPaths(field)),
            () -> clients.endpoints().updateEndpointCallable());
  }

  private void delete(Action action, String endpoint) {
    if (!action.kind().equals(EndpointParts.DEPLOYED)) {
      delete(action.kind(), action.id());
      return;
    }
    UndeployModelRequest.Builder request =
        UndeployModelRequest.newBuilder()
            .setEndpoint(clients.config().parent() + "/endpoints/" + endpoint)
            .setDeployedModelId(action.id());
    ServingRequests.split(action)
        .forEach(
            (hash, share) ->
                request.putTrafficSplit(ServingRequests.number(endpoint, hash), share));
    submit("UndeployModel", endpoint, request, () -> clients.endpoints().undeployModelCallable());
  }

  /** Removes a part that nobody wishes; what is deployed loses its calls. */
  void delete(Part part) {
    if (part.kind().equals(EndpointParts.DEPLOYED)) {
      delete(
          Action.of(EndpointSteps.DELETE, part.kind(), part.id()),
          EndpointParts.fact(part, EndpointParts.ABOUT));
    } else {
      delete(part.kind(), part.id());
    }
  }

  private void delete(String kind, String id) {
    if (kind.equals(ModelArtifact.KIND)) {
      artifacts.delete(id);
    } else if (kind.equals(EndpointParts.ENDPOINT)) {
      submit(
          "DeleteEndpoint",
          id,
          DeleteEndpointRequest.newBuilder()
              .setName(clients.config().parent() + "/endpoints/" + id),
          () -> clients.endpoints().deleteEndpointCallable());
    } else {
      submit(
          "DeleteModel",
          id,
          DeleteModelRequest.newBuilder().setName(clients.config().parent() + "/models/" + id),
          () -> clients.models().deleteModelCallable());
    }
  }

  private <Q extends Message> void submit(
      String operation,
      String resource,
      Message.Builder request,
      Supplier<UnaryCallable<Q, Operation>> callable) {
    Object unused = sender.submit(operation, resource, request, callable);
  }
}
