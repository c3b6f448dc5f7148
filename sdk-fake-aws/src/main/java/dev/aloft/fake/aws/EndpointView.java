package dev.aloft.fake.aws;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What DescribeEndpoint tells of an endpoint. Pure functions. */
final class EndpointView {
  private EndpointView() {}

  static ObjectNode of(Endpoint endpoint) {
    ObjectNode view = endpoint.summary();
    EndpointConfig config = endpoint.fleet().config();
    view.put("EndpointConfigName", config.name());
    ArrayNode variants = view.putArray("ProductionVariants");
    for (FleetVariant variant : endpoint.fleet().variants()) {
      variants.add(variant(variant, endpoint.fleet()));
    }
    if (endpoint.reason() != null) {
      view.put("FailureReason", endpoint.reason());
    }
    if (endpoint.deployment() != null) {
      view.set("LastDeploymentConfig", endpoint.deployment());
    }
    JsonNode capture = config.described().path("DataCaptureConfig");
    if (capture.isObject()) {
      view.set("DataCaptureConfig", capture(capture));
    }
    for (String member : new String[] {"AsyncInferenceConfig", "ExplainerConfig"}) {
      if (config.described().has(member)) {
        view.set(member, config.described().get(member));
      }
    }
    Rollout rollout = endpoint.rollout();
    if (rollout != null) {
      view.set("PendingDeploymentSummary", pending(rollout));
    }
    return view;
  }

  /** What Search tells of an endpoint: not all of it. */
  static ObjectNode found(Endpoint endpoint) {
    ObjectNode view = of(endpoint);
    view.remove(
        List.of(
            "LastDeploymentConfig",
            "AsyncInferenceConfig",
            "ExplainerConfig",
            "PendingDeploymentSummary"));
    return view;
  }

  private static ObjectNode variant(FleetVariant variant, Fleet fleet) {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    view.put("VariantName", variant.name());
    if (!variant.containers().isEmpty()) {
      ArrayNode images = view.putArray("DeployedImages");
      for (ModelContainer container : variant.containers()) {
        images
            .addObject()
            .put("SpecifiedImage", container.image())
            .put("ResolvedImage", resolved(container.image()))
            .set("ResolutionTime", Epoch.seconds(fleet.begun()));
      }
    }
    view.put("CurrentWeight", variant.currentWeight());
    view.put("DesiredWeight", variant.desiredWeight());
    view.put("CurrentInstanceCount", variant.currentCount());
    view.put("DesiredInstanceCount", variant.desiredCount());
    if (variant.serverless() != null) {
      view.set("CurrentServerlessConfig", variant.serverless());
      view.set("DesiredServerlessConfig", variant.serverless());
    }
    return view;
  }

  private static ObjectNode pending(Rollout rollout) {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    view.put("EndpointConfigName", rollout.next().config().name());
    view.set("StartTime", Epoch.seconds(rollout.begun()));
    ArrayNode variants = view.putArray("ProductionVariants");
    for (FleetVariant variant : rollout.next().variants()) {
      ObjectNode one = variant(variant, rollout.next());
      if (variant.variant().instanceType() != null) {
        one.put("InstanceType", variant.variant().instanceType());
      }
      one.putArray("VariantStatus")
          .addObject()
          .put("Status", rollout.phase())
          .set("StartTime", Epoch.seconds(rollout.phaseBegun()));
      variants.add(one);
    }
    return view;
  }

  private static ObjectNode capture(JsonNode config) {
    boolean on = config.path("EnableCapture").asBoolean(false);
    return JsonNodeFactory.instance
        .objectNode()
        .put("EnableCapture", on)
        .put("CaptureStatus", on ? "Started" : "Stopped")
        .put("CurrentSamplingPercentage", config.path("InitialSamplingPercentage").asInt())
        .put("DestinationS3Uri", config.path("DestinationS3Uri").asString())
        .put("KmsKeyId", config.path("KmsKeyId").asString(""));
  }

  /** The same image by a digest, which is a made-up one. */
  private static String resolved(String image) {
    if (image.contains("@sha256:")) {
      return image;
    }
    int tag = image.lastIndexOf(':');
    String repository = tag > image.lastIndexOf('/') ? image.substring(0, tag) : image;
    StringBuilder digest = new StringBuilder();
    for (int part = 0; part < 2; part++) {
      UUID half = UUID.nameUUIDFromBytes((part + image).getBytes(StandardCharsets.UTF_8));
      digest.append(half.toString().replace("-", ""));
    }
    return repository + "@sha256:" + digest;
  }
}
