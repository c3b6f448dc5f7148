package dev.aloft.fake.aws;

import java.time.Duration;

/** What takes a while in SageMaker, and how long it takes there as a rule. */
public enum Stage {
  /** A training job before it waits for its instances. */
  JOB_STARTING(Duration.ofSeconds(45)),
  /** A training job that waits for its instances. */
  JOB_PENDING(Duration.ofSeconds(15)),
  /** A training job's data on the way to its instances; longer when copying takes longer. */
  JOB_DOWNLOADING(Duration.ofSeconds(30)),
  /** A training job at work, when its containers end sooner. */
  JOB_TRAINING(Duration.ofSeconds(20)),
  /** A training job's results on the way to S3; longer when copying takes longer. */
  JOB_UPLOADING(Duration.ofSeconds(15)),
  /** A training job that is stopped before its containers run. */
  JOB_STOPPING(Duration.ofSeconds(10)),
  /** How long a job's containers may live after SIGTERM, and save. */
  JOB_GRACE(Duration.ofMinutes(2)),
  /** A spot job that has lost its instances, before it starts again. */
  JOB_INTERRUPTED(Duration.ofMinutes(1)),
  /** A job that SageMaker itself has failed, before it starts again. */
  JOB_RESTARTING(Duration.ofSeconds(30)),
  /** A job without capacity, before SageMaker gives up. */
  JOB_WITHOUT_CAPACITY(Duration.ofMinutes(10)),
  /** A job's name, before it is free after a deletion. */
  JOB_DELETING(Duration.ofSeconds(5)),
  /** How often a container's checkpoints are copied to S3. */
  JOB_CHECKPOINTS(Duration.ofSeconds(15)),
  /** An endpoint that comes into being. */
  ENDPOINT_CREATING(Duration.ofMinutes(3)),
  /** An endpoint that takes another configuration, without baking. */
  ENDPOINT_UPDATING(Duration.ofMinutes(3)),
  /** An endpoint that goes back to its old configuration. */
  ENDPOINT_ROLLING_BACK(Duration.ofMinutes(2)),
  /** An endpoint that is being deleted, its name held. */
  ENDPOINT_DELETING(Duration.ofSeconds(20));

  private final Duration usual;

  Stage(Duration usual) {
    this.usual = usual;
  }

  Duration usual() {
    return usual;
  }
}
