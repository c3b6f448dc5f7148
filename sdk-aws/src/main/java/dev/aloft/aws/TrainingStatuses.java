package dev.aloft.aws;

import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.error.ErrorCode;
import dev.aloft.operation.OperationState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ResourceConfig;
import software.amazon.awssdk.services.sagemaker.model.SecondaryStatusTransition;
import software.amazon.awssdk.services.sagemaker.model.StoppingCondition;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobSummary;

/** SageMaker's answers about jobs as the states of runs. Pure. */
final class TrainingStatuses {
  private static final String ARN = "arn";

  private TrainingStatuses() {}

  /** A line of a listing. */
  static RunStatus of(TrainingJobSummary job) {
    return of(job.trainingJobName(), job.trainingJobStatusAsString(), job.secondaryStatusAsString())
        .withCreated(job.creationTime())
        .withFacts(facts(Map.of(), job.trainingJobArn()));
  }

  /** Everything that is known of a job. */
  static RunStatus of(DescribeTrainingJobResponse job) {
    String status = job.trainingJobStatusAsString();
    String secondary = job.secondaryStatusAsString();
    RunStatus known =
        of(job.trainingJobName(), status, secondary)
            .asDetailed()
            .withCreated(job.creationTime())
            .withMachine(machine(job), billed(job))
            .withFacts(facts(OutputFacts.of(job), job.trainingJobArn()));
    boolean limited = TrainingStates.isTimeLimit(secondary == null ? "" : secondary);
    if (limited && known.state() != OperationState.SUCCEEDED) {
      return known
          .withFailure(ErrorCode.TIMED_OUT, null, limit(job), null)
          .withStillExists(model(job));
    }
    if (known.state() != OperationState.FAILED) {
      return known;
    }
    FailureReason reason = FailureReason.ofJob(text(job.failureReason()));
    return known.withFailure(reason.code(), reason.blame(), reason.text(), reason.exitCode());
  }

  private static Map<String, String> facts(Map<String, String> known, @Nullable String arn) {
    Map<String, String> facts = new HashMap<>(known);
    if (arn != null) {
      facts.put(ARN, arn);
    }
    return facts;
  }

  /** The service's full name of a job that was described or listed. */
  static String arn(RunStatus told) {
    return String.valueOf(told.facts().get(ARN));
  }

  private static RunStatus of(String name, String status, @Nullable String secondary) {
    return RunStatus.of(
        new RunRef(name, name),
        TrainingStates.state(status, secondary),
        TrainingStates.word(status, secondary),
        TrainingStates.phase(status, secondary));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String machine(DescribeTrainingJobResponse job) {
    String told = job.environment().get(TrainingRequests.MACHINE);
    ResourceConfig machines = job.resourceConfig();
    if (told != null || machines == null) {
      return text(told);
    }
    return machines.hasInstanceGroups()
        ? machines.instanceGroups().stream()
            .map(group -> group.instanceCount() + " × " + group.instanceTypeAsString())
            .collect(Collectors.joining(", "))
        : text(machines.instanceTypeAsString());
  }

  private static @Nullable Duration billed(DescribeTrainingJobResponse job) {
    Integer seconds = job.billableTimeInSeconds();
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }

  private static String limit(DescribeTrainingJobResponse job) {
    boolean waiting = "MaxWaitTimeExceeded".equals(job.secondaryStatusAsString());
    List<SecondaryStatusTransition> past = job.secondaryStatusTransitions();
    boolean ran = past.stream().anyMatch(one -> "Training".equals(one.statusAsString()));
    String what =
        waiting
            ? "the wait for spot machines, run included, took longer than "
            : "the run took longer than ";
    return what + allowed(job, waiting) + (waiting && !ran ? ", and no machine was free" : "");
  }

  /** Jobs without machines of their own tell of no limit. */
  private static String allowed(DescribeTrainingJobResponse job, boolean waiting) {
    StoppingCondition limits = job.stoppingCondition();
    Integer seconds = null;
    if (limits != null) {
      seconds = waiting ? limits.maxWaitTimeInSeconds() : limits.maxRuntimeInSeconds();
    }
    return seconds == null ? "it may" : seconds + " seconds";
  }

  /** What was saved in the two minutes that the service gives. */
  private static List<String> model(DescribeTrainingJobResponse job) {
    return job.modelArtifacts() == null || job.modelArtifacts().s3ModelArtifacts() == null
        ? List.of()
        : List.of("model, when it was saved in time: " + job.modelArtifacts().s3ModelArtifacts());
  }
}
