package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.CustomJobSpec;
import com.google.cloud.aiplatform.v1.MachineSpec;
import com.google.cloud.aiplatform.v1.Scheduling;
import com.google.cloud.aiplatform.v1.WorkerPoolSpec;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Which quotas a job takes from, and how much. Stateless. */
final class TrainingQuotas {
  private TrainingQuotas() {}

  static Map<String, Long> of(CustomJobSpec spec) {
    boolean spot = spec.getScheduling().getStrategy() == Scheduling.Strategy.SPOT;
    String prefix = spot ? "custom_model_training_preemptible_" : "custom_model_training_";
    Map<String, Long> taken = new HashMap<>();
    for (WorkerPoolSpec pool : spec.getWorkerPoolSpecsList()) {
      MachineSpec machine = pool.getMachineSpec();
      long replicas = pool.getReplicaCount();
      add(taken, prefix + "cpus", MachineTypes.cpus(machine.getMachineType()) * replicas);
      if (machine.getAcceleratorTypeValue() != 0) {
        add(taken, prefix + accelerators(machine), machine.getAcceleratorCount() * replicas);
      }
    }
    return taken;
  }

  private static void add(Map<String, Long> taken, String metric, long count) {
    if (count > 0) {
      taken.merge(metric, count, Long::sum);
    }
  }

  /** Such as {@code nvidia_l4_gpus}; of an H100, the size is not in the name. */
  static String accelerators(MachineSpec machine) {
    String name =
        machine
            .getAcceleratorType()
            .name()
            .toLowerCase(Locale.ROOT)
            .replace("_tesla_", "_")
            .replace("h100_80gb", "h100");
    return name.startsWith("tpu_") ? name : name + "_gpus";
  }
}
