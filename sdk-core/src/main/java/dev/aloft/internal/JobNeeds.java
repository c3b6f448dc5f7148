package dev.aloft.internal;

import static dev.aloft.Capability.CATEGORIES;

import dev.aloft.Capability;
import dev.aloft.Machine;
import dev.aloft.data.Data;
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
      add(job.inputs().values().stream().anyMatch(JobNeeds::hasCategories), CATEGORIES, needs);
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

  private static boolean hasCategories(Data input) {
    return input.csvFormat().filter(format -> !format.categorical().isEmpty()).isPresent();
  }

  private static void add(boolean needed, Capability capability, Set<Capability> needs) {
    if (needed) {
      needs.add(capability);
    }
  }
}
