package dev.aloft.aws;

import dev.aloft.driver.RunStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.InstanceGroup;
import software.amazon.awssdk.services.sagemaker.model.OutputDataConfig;
import software.amazon.awssdk.services.sagemaker.model.ResourceConfig;

/** What the description of a job says of its outputs, kept so that nobody asks again. Pure. */
final class OutputFacts {
  private static final String PLACE = "outputs";
  private static final String MACHINES = "machines";
  private static final String MANIFEST = "manifest";
  private static final String RUN_ID = "run";

  private OutputFacts() {}

  static Map<String, String> of(DescribeTrainingJobResponse job) {
    Map<String, String> facts = new HashMap<>();
    OutputDataConfig outputs = job.outputDataConfig();
    put(facts, PLACE, outputs == null ? null : outputs.s3OutputPath());
    facts.put(MACHINES, Integer.toString(machines(job.resourceConfig())));
    put(facts, MANIFEST, job.environment().get(TrainingRequests.MANIFEST));
    put(facts, RUN_ID, job.environment().get(TrainingRequests.RUN_ID));
    return facts;
  }

  private static void put(Map<String, String> facts, String name, @Nullable String value) {
    if (value != null) {
      facts.put(name, value);
    }
  }

  /** How many machines, of one kind or in groups of several; 0 when nobody says. */
  private static int machines(@Nullable ResourceConfig config) {
    if (config == null) {
      return 0;
    }
    Integer count = config.instanceCount();
    return count != null
        ? count
        : config.instanceGroups().stream()
            .map(InstanceGroup::instanceCount)
            .filter(one -> one != null)
            .mapToInt(Integer::intValue)
            .sum();
  }

  /** The directory that all outputs of a job are below; empty when it has none. */
  static Optional<S3Uri> place(RunStatus described) {
    return Optional.ofNullable(described.facts().get(PLACE))
        .filter(path -> S3Uri.fault(path).isEmpty())
        .map(path -> S3Uri.of(path).child(described.run().vendorId()));
  }

  static boolean isOneMachine(Map<String, String> facts) {
    return "1".equals(facts.get(MACHINES));
  }

  /** The address of what was known of the model before the run. */
  static Optional<String> manifest(Map<String, String> facts) {
    return Optional.ofNullable(facts.get(MANIFEST));
  }

  /** The id of the run; null when Aloft did not make it. */
  static @Nullable String runId(Map<String, String> facts) {
    return facts.get(RUN_ID);
  }
}
