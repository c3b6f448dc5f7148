package dev.aloft.internal;

import dev.aloft.Capability;
import dev.aloft.Listing;
import dev.aloft.driver.Page;
import dev.aloft.driver.RunStatus;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.operation.OperationId;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Starts runs and finds them again. Thread-safe. */
public final class Runs {
  private static final int NEWEST = 100;

  private final RunHost host;

  Runs(Session session) {
    this(new SessionRunHost(session));
  }

  Runs(RunHost host) {
    this.host = host;
  }

  /** Submits a job. */
  public TrainingRun train(TrainingJob job) {
    RunCore run =
        host.verb(
            "train", job.name(), job, JobNeeds.of(job), () -> new Submission(host, job).submit());
    return Handles.trainingRun(run);
  }

  /** The newest runs. */
  public Listing<TrainingRun> list(@Nullable String group) {
    return new Listing<>(
        Pages.stream(cursor -> page(group, cursor))
            .limit(NEWEST)
            .map(status -> Handles.trainingRun(RunCore.listed(host, status)))
            .toList(),
        List.of("run", "state", "phase", "machine"),
        run ->
            List.of(
                run.name(), run.status().state().toString(), run.status().phase(), run.machine()));
  }

  private Page<RunStatus> page(@Nullable String group, @Nullable String cursor) {
    return host.verb(
        "list runs",
        group == null ? "" : group,
        null,
        Set.of(Capability.TRAINING),
        () -> host.drive(() -> host.driver().list(group, cursor)));
  }

  /** A run by name. */
  public TrainingRun run(String runName) {
    RunNames.require(runName);
    return Handles.trainingRun(RunCore.named(host, runName));
  }

  /** A run by id. */
  public TrainingRun run(OperationId id) {
    boolean ours = id.provider().equals(host.provider()) && id.scope().equals(host.scope());
    if (!ours || !id.kind().equals("run")) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST,
              id
                  + (ours
                      ? " is no run"
                      : " is not of " + host.provider() + ":/" + host.scope() + ", which is open"))
          .resource(id.toString())
          .build();
    }
    return run(id.resource());
  }
}
