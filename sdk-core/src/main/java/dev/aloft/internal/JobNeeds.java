package dev.aloft.internal;

import dev.aloft.Capability;
import dev.aloft.Machine;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Container;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.util.LinkedHashSet;
import java.util.Set;

/** What a provider must be able to do for a job. */
final class JobNeeds {
  private JobNeeds() {}

  static Set<Capability> of(TrainingJob job) {
    Set<Capability> needs = new LinkedHashSet<>();
    needs.add(Capability.TRAINING);
    if (job.workload() instanceof Algorithm algorithm) {
      needs.add(Capability.of("training." + algorithm.name()));
    } else if (job.workload() instanceof Script) {
      needs.add(Capability.TRAINING_SCRIPT);
    } else if (job.workload() instanceof Container) {
      needs.add(Capability.TRAINING_CONTAINER);
    }
    add(job.nodes() > 1, Capability.TRAINING_NODES, needs);
    add(job.spotMaxWait().isPresent(), Capability.SPOT_TRAINING, needs);
    add(job.checkpoints(), Capability.CHECKPOINTS, needs);
    add(job.registerAs().isPresent(), Capability.REGISTER_AS, needs);
    add(job.machine().flatMap(Machine::gpu).isPresent(), Capability.TRAINING_GPU, needs);
    return needs;
  }

  private static void add(boolean needed, Capability capability, Set<Capability> needs) {
    if (needed) {
      needs.add(capability);
    }
  }
}
