package dev.aloft.fake.aws;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A variant that Application Auto Scaling scales. Guarded by the clock's monitor. */
final class ScalableTarget {
  private final String resourceId;
  private final String dimension;
  private final String arn;
  private final Instant created;
  private final Map<String, ObjectNode> policies = new TreeMap<>();
  private String role;
  private int least;
  private int most;
  private ObjectNode suspended;

  ScalableTarget(String resourceId, String dimension, String arn, Instant created, String role) {
    this.resourceId = resourceId;
    this.dimension = dimension;
    this.arn = arn;
    this.created = created;
    this.role = role;
    this.suspended =
        JsonNodeFactory.instance
            .objectNode()
            .put("DynamicScalingInSuspended", false)
            .put("DynamicScalingOutSuspended", false)
            .put("ScheduledScalingSuspended", false);
  }

  String resourceId() {
    return resourceId;
  }

  String dimension() {
    return dimension;
  }

  String arn() {
    return arn;
  }

  int least() {
    return least;
  }

  int most() {
    return most;
  }

  /** Its policies, as DescribeScalingPolicies tells them. */
  Map<String, ObjectNode> policies() {
    return policies;
  }

  /** Takes what a registration says; what it leaves out stays. */
  void update(int newLeast, int newMost, ObjectNode input) {
    least = newLeast;
    most = newMost;
    role = input.path("RoleARN").asString(role);
    if (input.path("SuspendedState") instanceof ObjectNode state) {
      suspended = suspended.deepCopy();
      suspended.setAll(state);
    }
  }

  ObjectNode described() {
    ObjectNode described = JsonNodeFactory.instance.objectNode();
    described.put("ServiceNamespace", ScalableTargets.NAMESPACE);
    described.put("ResourceId", resourceId);
    described.put("ScalableDimension", dimension);
    described.put("MinCapacity", least);
    described.put("MaxCapacity", most);
    described.put("RoleARN", role);
    described.set("CreationTime", Epoch.seconds(created));
    described.set("SuspendedState", suspended);
    described.put("ScalableTargetARN", arn);
    return described;
  }
}
