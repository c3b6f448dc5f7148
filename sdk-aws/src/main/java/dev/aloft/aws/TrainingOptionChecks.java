package dev.aloft.aws;

import dev.aloft.ProviderOption;
import dev.aloft.error.Problems;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;

/** What SageMaker cannot take of the options of a job. Pure. */
final class TrainingOptionChecks {
  private static final int MOST_NODES = 100;

  private TrainingOptionChecks() {}

  static void check(TrainingJob job, Jobs jobs, Problems problems) {
    if (OptionRules.hold(job.options(), problems)) {
      job.options().get(SageMaker.VOLUME_GIB).ifPresent(gib -> volume(gib, job, jobs, problems));
    }
    network(job, jobs, problems);
    problems.require(
        job.nodes() <= MOST_NODES, "nodes", job.nodes(), "at most 100 (InstanceCount)");
    boolean spot = job.spotMaxWait().isPresent();
    boolean warm = job.options().get(SageMaker.WARM_POOL).orElse(0) > 0;
    problems.require(
        !spot || !warm,
        option(SageMaker.WARM_POOL),
        job.options().get(SageMaker.WARM_POOL).orElse(0),
        "none with spot machines, which are not kept");
  }

  /** Machines with disks of their own ignore a volume, or refuse it. */
  private static void volume(int gib, TrainingJob job, Jobs jobs, Problems problems) {
    if (jobs.machines().hasFaults(job.machine().orElse(null), Machines.TRAINING)) {
      return;
    }
    String type = jobs.machine(job).type();
    problems.require(
        !MachineFamily.of(type).hasOwnDisk(),
        option(SageMaker.VOLUME_GIB),
        gib,
        "none: " + type + " has disks of its own and takes no volume (VolumeSizeInGB)");
  }

  private static void network(TrainingJob job, Jobs jobs, Problems problems) {
    AwsConfig.network(jobs.subnets(job), jobs.securityGroups(job), problems);
    boolean isolated = job.options().get(SageMaker.NETWORK_ISOLATION).orElse(false);
    problems.require(
        !isolated || !(job.workload() instanceof Script script) || !script.installsRequirements(),
        option(SageMaker.NETWORK_ISOLATION),
        true,
        "no isolation, or a script whose image has what it needs: nothing can be installed");
  }

  private static String option(ProviderOption<?> option) {
    return "options." + option;
  }
}
