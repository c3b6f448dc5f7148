package dev.aloft.internal;

import dev.aloft.Listing;
import dev.aloft.operation.OperationId;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import org.jspecify.annotations.Nullable;

/** Starts runs and finds them again. Thread-safe. */
public final class Runs {
  final Session session;

  Runs(Session session) {
    this.session = session;
  }

  /** Submits a job. */
  public TrainingRun train(TrainingJob job) {
    return Pending.here();
  }

  /** The newest runs. */
  public Listing<TrainingRun> list(@Nullable String group) {
    return Pending.here();
  }

  /** A run by name. */
  public TrainingRun run(String runName) {
    return Pending.here();
  }

  /** A run by id. */
  public TrainingRun run(OperationId id) {
    return Pending.here();
  }
}
