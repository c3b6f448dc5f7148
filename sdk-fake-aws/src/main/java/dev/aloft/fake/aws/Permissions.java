package dev.aloft.fake.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a policy must allow for one request: its own action, and those of what the service does in
 * the caller's name, such as to pass a role, to tag what is made, or to make alarms. Pure.
 */
final class Permissions {
  private static final List<String> ROLES = List.of("RoleArn", "ExecutionRoleArn");
  private static final Map<String, String> TAGGING =
      Map.of(
          "sagemaker", "sagemaker:AddTags",
          "application-autoscaling", "application-autoscaling:TagResource");

  /** Application Auto Scaling looks at the endpoint, and keeps alarms, by the caller's rights. */
  private static final Map<String, List<String>> IN_THE_CALLERS_NAME =
      Map.of(
          "application-autoscaling:RegisterScalableTarget",
          List.of(
              "sagemaker:DescribeEndpoint",
              "sagemaker:DescribeEndpointConfig",
              "sagemaker:UpdateEndpointWeightsAndCapacities"),
          "application-autoscaling:PutScalingPolicy",
          List.of("cloudwatch:DescribeAlarms", "cloudwatch:PutMetricAlarm"),
          "application-autoscaling:DeleteScalingPolicy",
          List.of("cloudwatch:DeleteAlarms", "cloudwatch:DescribeAlarms"));

  private Permissions() {}

  /**
   * The actions.
   *
   * @param service as policies name it
   */
  static List<String> of(String service, String operation, JsonNode input) {
    String own = service + ":" + operation;
    List<String> actions = new ArrayList<>(List.of(own));
    String tagging = TAGGING.get(service);
    if (tagging != null && isMaking(operation) && !input.path("Tags").isEmpty()) {
      actions.add(tagging);
    }
    if (ROLES.stream().anyMatch(input::hasNonNull)) {
      actions.add("iam:PassRole");
    }
    actions.addAll(IN_THE_CALLERS_NAME.getOrDefault(own, List.of()));
    return List.copyOf(actions);
  }

  private static boolean isMaking(String operation) {
    return operation.startsWith("Create") || operation.startsWith("Register");
  }
}
