package dev.aloft.fake.aws;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes scaling policies of requests. */
final class ScalingPolicies {
  private static final Map<String, Set<String>> METRICS =
      Map.of(
          ScalableTargets.COUNT,
          Set.of(
              "SageMakerVariantInvocationsPerInstance",
              "SageMakerVariantConcurrentRequestsPerModelHighResolution"),
          ScalableTargets.CONCURRENCY,
          Set.of("SageMakerVariantProvisionedConcurrencyUtilization"));

  private final Cloud cloud;

  ScalingPolicies(Cloud cloud) {
    this.cloud = cloud;
  }

  /** A policy, as it is told afterwards; one of its name keeps its identity. */
  ObjectNode make(ObjectNode input, ScalableTarget target) {
    String name = input.path("PolicyName").asString();
    ObjectNode before = target.policies().get(name);
    String type =
        input
            .path("PolicyType")
            .asString(before == null ? "StepScaling" : before.path("PolicyType").asString());
    if (type.equals("TargetTrackingScaling")) {
      checkTracking(input.path("TargetTrackingScalingPolicyConfiguration"), target);
    } else if (type.equals("StepScaling")) {
      checkSteps(input.path("StepScalingPolicyConfiguration"));
    } else {
      throw AwsFailure.validation(
          "Unsupported policy type " + type + " for " + target.resourceId());
    }
    String id = id(target.resourceId() + " " + target.dimension() + " " + name);
    ObjectNode policy = JsonNodeFactory.instance.objectNode();
    policy.put(
        "PolicyARN",
        cloud.arn(
            "autoscaling",
            "scalingPolicy:"
                + id
                + ":resource/sagemaker/"
                + target.resourceId()
                + ":policyName/"
                + name));
    policy.put("PolicyName", name);
    policy.put("ServiceNamespace", ScalableTargets.NAMESPACE);
    policy.put("ResourceId", target.resourceId());
    policy.put("ScalableDimension", target.dimension());
    policy.put("PolicyType", type);
    String member = type + "PolicyConfiguration";
    policy.set(member, input.path(member).deepCopy());
    policy.set("Alarms", type.equals("StepScaling") ? none() : alarms(target, id));
    policy.set(
        "CreationTime",
        before == null ? Epoch.seconds(cloud.clock().now()) : before.path("CreationTime"));
    return policy;
  }

  private static void checkTracking(JsonNode tracking, ScalableTarget target) {
    JsonNode predefined = tracking.path("PredefinedMetricSpecification");
    if (predefined.isObject() == tracking.path("CustomizedMetricSpecification").isObject()) {
      throw AwsFailure.validation(
          "You must specify either a predefined or a customized metric for a target tracking"
              + " scaling policy");
    }
    String metric = predefined.path("PredefinedMetricType").asString("");
    Set<String> fitting = METRICS.getOrDefault(target.dimension(), Set.of());
    if (predefined.isObject() && !fitting.contains(metric)) {
      throw AwsFailure.validation(
          "Predefined metric type " + metric + " is not supported for " + target.dimension());
    }
    if (tracking.path("TargetValue").asDouble() <= 0) {
      throw AwsFailure.validation("Target value must be greater than 0");
    }
  }

  private static void checkSteps(JsonNode steps) {
    if (!steps.isObject() || steps.path("StepAdjustments").isEmpty()) {
      throw AwsFailure.validation("At least one step adjustment must be specified");
    }
  }

  private static ArrayNode none() {
    return JsonNodeFactory.instance.arrayNode();
  }

  private ArrayNode alarms(ScalableTarget target, String id) {
    ArrayNode alarms = none();
    for (String side : new String[] {"AlarmHigh", "AlarmLow"}) {
      String alarm = "TargetTracking-" + target.resourceId() + "-" + side + "-" + id(id + side);
      alarms
          .addObject()
          .put("AlarmName", alarm)
          .put("AlarmARN", cloud.arn("cloudwatch", "alarm:" + alarm));
    }
    return alarms;
  }

  private static String id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
