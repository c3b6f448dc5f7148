package dev.aloft.aws;

import dev.aloft.driver.Action;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Target;
import dev.aloft.layer.Call;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelRequest;

/** The writes to endpoints and what belongs to them, one request each. Thread-safe. */
final class EndpointWrites {
  private static final Duration DELETING = Duration.ofSeconds(60);

  private final DriverContext context;
  private final AwsSender sender;
  private final AwsClients clients;
  private final ServingRequests requests;
  private final ModelArchive archives;

  EndpointWrites(
      DriverContext context,
      AwsSender sender,
      AwsClients clients,
      ServingRequests requests,
      ModelArchive archives) {
    this.archives = archives;
    this.context = context;
    this.sender = sender;
    this.clients = clients;
    this.requests = requests;
  }

  void apply(Action action, Target<EndpointSpec> target) {
    String id = action.id();
    switch (action.verb() + " " + action.kind()) {
      case EndpointSteps.CREATE + " " + EndpointParts.ARCHIVE ->
          archives.pack(revision(target, action));
      case EndpointSteps.CREATE + " " + EndpointParts.MODEL ->
          send(
              "CreateModel",
              action,
              requests.model(id, revision(target, action), target),
              request -> clients.control().createModel(request.build()));
      case EndpointSteps.CREATE + " " + EndpointParts.CONFIG ->
          send(
              "CreateEndpointConfig",
              action,
              requests.config(id, target, counts(action)),
              request -> clients.control().createEndpointConfig(request.build()));
      case EndpointSteps.CREATE + " " + EndpointParts.ENDPOINT ->
          send(
              "CreateEndpoint",
              action,
              requests.endpoint(config(action), target),
              request -> clients.control().createEndpoint(request.build()));
      case EndpointSteps.UPDATE + " " + EndpointParts.ENDPOINT ->
          send(
              "UpdateEndpoint",
              action,
              requests.update(config(action), target.wish().orElseThrow()),
              request -> clients.control().updateEndpoint(request.build()));
      case EndpointSteps.SHARE + " " + EndpointParts.ENDPOINT ->
          send(
              "UpdateEndpointWeightsAndCapacities",
              action,
              requests.shares(target.wish().orElseThrow()),
              request -> clients.control().updateEndpointWeightsAndCapacities(request.build()));
      case EndpointSteps.LABEL + " " + EndpointParts.ENDPOINT ->
          send(
              "AddTags",
              action,
              ServingRequests.labels(
                  String.valueOf(action.fact(EndpointParts.ARN)), target.wish().orElseThrow()),
              request -> clients.control().addTags(request.build()));
      case EndpointSteps.UNLABEL + " " + EndpointParts.ENDPOINT ->
          send(
              "DeleteTags",
              action,
              ServingRequests.formerLabels(action),
              request -> clients.control().deleteTags(request.build()));
      case EndpointSteps.PUT + " " + EndpointParts.SCALING_TARGET ->
          send(
              "RegisterScalableTarget",
              action,
              ServingRequests.scalingTarget(id, revision(target, action), target),
              request -> clients.scaling().registerScalableTarget(request.build()));
      case EndpointSteps.PUT + " " + EndpointParts.SCALING_POLICY ->
          send(
              "PutScalingPolicy",
              action,
              ServingRequests.scalingPolicy(id, revision(target, action)),
              request -> clients.scaling().putScalingPolicy(request.build()));
      default -> delete(action.kind(), id, action.timeout());
    }
  }

  private static String config(Action action) {
    return String.valueOf(action.fact(EndpointParts.CONFIG_NAME));
  }

  private static EndpointRevision revision(Target<EndpointSpec> target, Action action) {
    return target
        .wish()
        .flatMap(spec -> spec.revision(String.valueOf(action.fact(EndpointParts.REVISION))))
        .orElseThrow();
  }

  private static Map<String, Integer> counts(Action action) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    action
        .facts()
        .forEach(
            (fact, value) -> {
              if (fact.startsWith(EndpointParts.COUNT)) {
                counts.put(fact.substring(EndpointParts.COUNT.length()), Integer.valueOf(value));
              }
            });
    return counts;
  }

  private <B extends AwsRequest.Builder> void send(
      String operation, Action action, B request, Function<B, ?> write) {
    send(operation, action.id(), action.timeout(), request, write);
  }

  private <B extends AwsRequest.Builder> void send(
      String operation, String id, Duration timeout, B request, Function<B, ?> write) {
    Call.Builder call = context.call(operation, id).timeout(timeout);
    Object unused = sender.send(call, request, write);
  }

  void delete(String kind, String id) {
    delete(kind, id, DELETING);
  }

  private void delete(String kind, String id, Duration timeout) {
    switch (kind) {
      case EndpointParts.MODEL ->
          send(
              "DeleteModel",
              id,
              timeout,
              DeleteModelRequest.builder().modelName(id),
              request -> clients.control().deleteModel(request.build()));
      case EndpointParts.CONFIG ->
          send(
              "DeleteEndpointConfig",
              id,
              timeout,
              DeleteEndpointConfigRequest.builder().endpointConfigName(id),
              request -> clients.control().deleteEndpointConfig(request.build()));
      case EndpointParts.SCALING_POLICY ->
          send(
              "DeleteScalingPolicy",
              id,
              timeout,
              DeleteScalingPolicyRequest.builder()
                  .policyName(ServingRequests.policyName(id.substring(id.lastIndexOf('/') + 1)))
                  .serviceNamespace(ServingRequests.NAMESPACE)
                  .resourceId(id)
                  .scalableDimension(ServingRequests.DIMENSION),
              request -> clients.scaling().deleteScalingPolicy(request.build()));
      case EndpointParts.SCALING_TARGET ->
          send(
              "DeregisterScalableTarget",
              id,
              timeout,
              DeregisterScalableTargetRequest.builder()
                  .serviceNamespace(ServingRequests.NAMESPACE)
                  .resourceId(id)
                  .scalableDimension(ServingRequests.DIMENSION),
              request -> clients.scaling().deregisterScalableTarget(request.build()));
      default ->
          send(
              "DeleteEndpoint",
              id,
              timeout,
              DeleteEndpointRequest.builder().endpointName(id),
              request -> clients.control().deleteEndpoint(request.build()));
    }
  }
}
