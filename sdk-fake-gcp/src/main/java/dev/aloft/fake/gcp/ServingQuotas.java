package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.DedicatedResources;
import com.google.cloud.aiplatform.v1.DeployedModel;
import com.google.cloud.aiplatform.v1.MachineSpec;
import java.util.HashMap;
import java.util.Map;

/** Which quotas a deployed model takes from, by the most replicas that it may have. Stateless. */
final class ServingQuotas {
  private static final String PREFIX = "custom_model_serving_";

  private ServingQuotas() {}

  static Map<String, Long> of(DeployedModel model) {
    DedicatedResources resources = model.getDedicatedResources();
    MachineSpec machine = resources.getMachineSpec();
    long replicas = resources.getMaxReplicaCount();
    Map<String, Long> taken = new HashMap<>();
    taken.put(PREFIX + "cpus", MachineTypes.cpus(machine.getMachineType()) * replicas);
    if (machine.getAcceleratorTypeValue() != 0) {
      taken.put(
          PREFIX + TrainingQuotas.accelerators(machine), machine.getAcceleratorCount() * replicas);
    }
    return taken;
  }
}
