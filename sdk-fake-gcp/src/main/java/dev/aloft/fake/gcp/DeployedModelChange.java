package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.DedicatedResources;
import com.google.cloud.aiplatform.v1.DeployedModel;
import com.google.cloud.aiplatform.v1.MutateDeployedModelRequest;

/** What may be changed of a deployed model while it answers. Stateless. */
final class DeployedModelChange {
  private DeployedModelChange() {}

  static DeployedModel of(DeployedModel present, MutateDeployedModelRequest request) {
    DeployedModel asked = request.getDeployedModel();
    DedicatedResources wanted = asked.getDedicatedResources();
    DeployedModel.Builder changed = present.toBuilder();
    DedicatedResources.Builder resources = changed.getDedicatedResourcesBuilder();
    for (String path : request.getUpdateMask().getPathsList()) {
      switch (path) {
        case "dedicated_resources.min_replica_count" ->
            resources.setMinReplicaCount(wanted.getMinReplicaCount());
        case "dedicated_resources.max_replica_count" ->
            resources.setMaxReplicaCount(wanted.getMaxReplicaCount());
        case "dedicated_resources.required_replica_count" ->
            resources.setRequiredReplicaCount(wanted.getRequiredReplicaCount());
        case "dedicated_resources.autoscaling_metric_specs" ->
            resources
                .clearAutoscalingMetricSpecs()
                .addAllAutoscalingMetricSpecs(wanted.getAutoscalingMetricSpecsList());
        case "disable_container_logging" ->
            changed.setDisableContainerLogging(asked.getDisableContainerLogging());
        default ->
            FieldErrors.refuse(
                "update_mask", "The field '" + path + "' of a deployed model cannot be changed.");
      }
    }
    return changed.build();
  }
}
