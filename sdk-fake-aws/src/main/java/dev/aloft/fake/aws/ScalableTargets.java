package dev.aloft.fake.aws;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** What Application Auto Scaling scales in this account. Guarded by the clock's monitor. */
final class ScalableTargets {
  static final String NAMESPACE = "sagemaker";
  static final String COUNT = "sagemaker:variant:DesiredInstanceCount";
  static final String CONCURRENCY = "sagemaker:variant:DesiredProvisionedConcurrency";

  private final HostingSettings settings;
  private final Map<String, ScalableTarget> targets = new TreeMap<>();
  private final List<ObjectNode> activities = new ArrayList<>();

  ScalableTargets(HostingSettings settings) {
    this.settings = settings;
  }

  static String resourceId(String endpoint, String variant) {
    return "endpoint/" + endpoint + "/variant/" + variant;
  }

  Collection<ScalableTarget> all() {
    return targets.values();
  }

  Optional<ScalableTarget> find(String resourceId, String dimension) {
    return Optional.ofNullable(targets.get(key(resourceId, dimension)));
  }

  void put(ScalableTarget target) {
    targets.put(key(target.resourceId(), target.dimension()), target);
  }

  void remove(ScalableTarget target) {
    targets.remove(key(target.resourceId(), target.dimension()));
  }

  private static String key(String resourceId, String dimension) {
    return resourceId + " " + dimension;
  }

  /**
   * Drops the targets of variants that go: SageMaker does that itself, by the caller's permission.
   *
   * @throws AwsFailure AccessDeniedException where the caller may not
   */
  void dropWith(String endpoint, List<String> variants) {
    List<ScalableTarget> dropped = new ArrayList<>();
    for (String variant : variants) {
      for (String dimension : List.of(COUNT, CONCURRENCY)) {
        find(resourceId(endpoint, variant), dimension).ifPresent(dropped::add);
      }
    }
    if (!dropped.isEmpty() && settings.isDeregistrationDenied()) {
      throw new AwsFailure(
          400,
          "AccessDeniedException",
          "Application AutoScaling scalable target exists for a variant being deleted, and the"
              + " caller is not authorized to perform:"
              + " application-autoscaling:DeregisterScalableTarget on "
              + dropped.get(0).resourceId()
              + ".");
    }
    dropped.forEach(this::remove);
  }

  /** What was scaled, latest first. */
  List<ObjectNode> activities() {
    return activities;
  }

  void add(ObjectNode activity) {
    activities.add(0, activity);
  }
}
