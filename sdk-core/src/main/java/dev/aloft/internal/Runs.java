package dev.aloft.internal;

import dev.aloft.Listing;
import dev.aloft.operation.OperationId;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import org.jspecify.annotations.Nullable;

/** Starts runs and finds them again. Thread-safe. */
public final class Runs {
  private final Session session;

  Runs(Session session) {
    this.session = session;
  }

  /** Submits a job. */
  public TrainingRun train(TrainingJob job) {
    throw new UnsupportedOperationException(session.provider());
  }

  /** The newest runs. */
  public Listing<TrainingRun> list(@Nullable String group) {
    throw new UnsupportedOperationException(session.provider());
  }

  /** A run by name. */
  public TrainingRun run(String runName) {
    throw new UnsupportedOperationException(session.provider());
  }

  /** A run by id. */
  public TrainingRun run(OperationId id) {
    throw new UnsupportedOperationException(session.provider());
  }
}
