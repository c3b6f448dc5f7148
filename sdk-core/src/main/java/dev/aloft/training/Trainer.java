package dev.aloft.training;

import dev.aloft.Listing;
import dev.aloft.internal.Handles;
import dev.aloft.internal.Session;
import dev.aloft.operation.OperationId;

/** Starts training runs and finds them again. Calls nothing before it is asked. Thread-safe. */
public final class Trainer {
  static {
    Handles.trainers(Trainer::new);
  }

  private final Session session;

  private Trainer(Session session) {
    this.session = session;
  }

  /**
   * Submits a job. The run is accepted when this returns, not finished.
   *
   * @throws dev.aloft.error.AloftException INVALID_REQUEST with every fault; UNSUPPORTED naming the
   *     capability; ALREADY_EXISTS when the job's key names another job
   */
  public TrainingRun train(TrainingJob job) {
    return session.runs().train(job);
  }

  /** The newest runs of all groups, at most 100. */
  public Listing<TrainingRun> runs() {
    return session.runs().list(null);
  }

  /** The newest runs of a group, at most 100. */
  public Listing<TrainingRun> runs(String group) {
    return session.runs().list(group);
  }

  /**
   * The run of that name. Calls nothing; whether there is one shows when it is asked something.
   *
   * @throws dev.aloft.error.AloftException INVALID_REQUEST for what no run can be called
   */
  public TrainingRun run(String runName) {
    return session.runs().run(runName);
  }

  /** The run with that id. Calls nothing. */
  public TrainingRun run(OperationId id) {
    return session.runs().run(id);
  }
}
