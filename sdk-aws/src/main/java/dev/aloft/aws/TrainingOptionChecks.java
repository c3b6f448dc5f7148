package dev.aloft.aws;

import dev.aloft.ProviderOption;
import dev.aloft.error.Problems;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.util.Set;

/** What SageMaker cannot take of the options of a job. Pure. */
final class TrainingOptionChecks {
  private static final int LARGEST_VOLUME = 16_384;
  private static final int LONGEST_WARM_POOL = 21_600;
  private static final int MOST_RESTARTS = 30;
  private static final int MOST_NODES = 100;

  private TrainingOptionChecks() {}

  static void check(TrainingJob job, Jobs jobs, Problems problems) {
    number(job, SageMaker.VOLUME_GIB, 1, LARGEST_VOLUME, "GiB (VolumeSizeInGB)", problems);
    number(
        job,
        SageMaker.WARM_POOL,
        0,
        LONGEST_WARM_POOL,
        "seconds (KeepAlivePeriodInSeconds)",
        problems);
    number(job, SageMaker.RESTARTS, 1, MOST_RESTARTS, "times (MaximumRetryAttempts)", problems);
    word(job, SageMaker.INPUT_MODE, Set.of("File", "FastFile", "Pipe"), problems);
    word(job, SageMaker.DISTRIBUTION, Set.of("FullyReplicated", "ShardedByS3Key"), problems);
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

  private static void network(TrainingJob job, Jobs jobs, Problems problems) {
    AwsConfig.network(jobs.subnets(job), jobs.securityGroups(job), problems);
    AwsConfig.key(jobs.kmsKey(job), problems);
    boolean isolated = job.options().get(SageMaker.NETWORK_ISOLATION).orElse(false);
    problems.require(
        !isolated || !(job.workload() instanceof Script script) || !script.installsRequirements(),
        option(SageMaker.NETWORK_ISOLATION),
        true,
        "no isolation, or a script whose image has what it needs: nothing can be installed");
  }

  private static void number(
      TrainingJob job,
      ProviderOption<Integer> option,
      int least,
      int most,
      String unit,
      Problems problems) {
    job.options()
        .get(option)
        .ifPresent(
            value ->
                problems.require(
                    value >= least && value <= most,
                    option(option),
                    value,
                    "from " + least + " to " + most + " " + unit));
  }

  private static void word(
      TrainingJob job, ProviderOption<String> option, Set<String> words, Problems problems) {
    job.options()
        .get(option)
        .ifPresent(
            value ->
                problems.require(words.contains(value), option(option), value, "one of " + words));
  }

  private static String option(ProviderOption<?> option) {
    return "options." + option;
  }
}
