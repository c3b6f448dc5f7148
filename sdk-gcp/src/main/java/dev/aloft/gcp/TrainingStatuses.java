package dev.aloft.gcp;

import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.EnvVar;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.WorkerPoolSpec;
import com.google.protobuf.Timestamp;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Vertex AI's answers about jobs as the states of runs. Pure. */
final class TrainingStatuses {
  /** The fact that tells where all outputs of a run are. */
  static final String OUTPUTS = "outputs";

  private static final String ENDED = "ended";

  private TrainingStatuses() {}

  /** The run that a job is: by its label, else by the job's own number. */
  static RunRef run(CustomJob job) {
    String id = id(job.getName());
    return new RunRef(job.getLabelsOrDefault(Labels.RUN, id), id);
  }

  static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** A line of a listing. */
  static RunStatus listed(CustomJob job) {
    JobState state = job.getState();
    return RunStatus.of(
            run(job),
            TrainingStates.state(state),
            TrainingStates.word(state, job.getStateValue()),
            TrainingStates.phase(state))
        .withCreated(instant(job.getCreateTime()));
  }

  /**
   * Everything that is known of a job.
   *
   * @param caution what is to be said of an image, for a job whose image could not be had
   */
  static RunStatus of(CustomJob job, Function<String, Optional<String>> caution) {
    RunStatus known =
        listed(job).asDetailed().withMachine(machine(job), billed(job)).withFacts(facts(job));
    return switch (job.getState()) {
      case JOB_STATE_EXPIRED ->
          known.withFailure(ErrorCode.NO_CAPACITY, null, job.getError().getMessage(), null);
      case JOB_STATE_FAILED -> {
        JobFailure failure = JobFailure.of(job.getError()).explainedBy(caution.apply(image(job)));
        yield known.withFailure(
            failure.code(), failure.blame(), failure.text(), failure.exitCode());
      }
      default -> known;
    };
  }

  private static Map<String, String> facts(CustomJob job) {
    Map<String, String> facts = new HashMap<>();
    String place = job.getJobSpec().getBaseOutputDirectory().getOutputUriPrefix();
    if (!place.isEmpty()) {
      facts.put(OUTPUTS, place);
    }
    Instant end = instant(job.getEndTime());
    if (end != null) {
      facts.put(ENDED, end.toString());
    }
    return facts;
  }

  /** When a job has ended, by the service's clock; null before. */
  static @Nullable Instant ended(RunStatus described) {
    String end = described.facts().get(ENDED);
    return end == null ? null : Instant.parse(end);
  }

  private static String image(CustomJob job) {
    return job.getJobSpec().getWorkerPoolSpecsCount() == 0
        ? ""
        : job.getJobSpec().getWorkerPoolSpecs(0).getContainerSpec().getImageUri();
  }

  private static String machine(CustomJob job) {
    if (job.getJobSpec().getWorkerPoolSpecsCount() == 0) {
      return "";
    }
    WorkerPoolSpec pool = job.getJobSpec().getWorkerPoolSpecs(0);
    for (EnvVar variable : pool.getContainerSpec().getEnvList()) {
      if (variable.getName().equals(TrainingRequests.MACHINE)) {
        return variable.getValue();
      }
    }
    return pool.getMachineSpec().getMachineType();
  }

  /** From the first machine to the end; what waits is free. */
  private static @Nullable Duration billed(CustomJob job) {
    Instant start = instant(job.getStartTime());
    Instant end = instant(job.getEndTime());
    return start == null || end == null ? null : Duration.between(start, end);
  }

  private static @Nullable Instant instant(Timestamp time) {
    return time.equals(Timestamp.getDefaultInstance())
        ? null
        : Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
