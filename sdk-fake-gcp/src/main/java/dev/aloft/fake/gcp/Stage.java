package dev.aloft.fake.gcp;

import java.time.Duration;

/** A stretch of time that something takes in the cloud, before or beside its real work. */
public enum Stage {
  /** A job waits for its machines. */
  JOB_PENDING(Duration.ofMinutes(2)),
  /** A job trains for at least as long. */
  JOB_RUNNING(Duration.ofSeconds(20)),
  /** A job that is cancelled comes to its end. */
  JOB_CANCELLING(Duration.ofSeconds(20)),
  /** A job without capacity waits before it is given up. */
  JOB_WITHOUT_CAPACITY(Duration.ofMinutes(30)),
  /** A job that lost its machines is prepared to start again. */
  JOB_RESTARTING(Duration.ofMinutes(2)),
  /** A list does not show yet what was made just now. */
  LIST_LAG(Duration.ZERO),
  /** A read of logs does not show yet what was written just now. */
  LOGS_LAG(Duration.ZERO),
  /** A model is taken into the registry. */
  MODEL_UPLOADING(Duration.ofSeconds(30)),
  /** An endpoint comes into being. */
  ENDPOINT_CREATING(Duration.ofSeconds(10)),
  /** A model comes to answer at an endpoint. */
  MODEL_DEPLOYING(Duration.ofMinutes(8)),
  /** A container of a deployed model that has ended is started again; longer each time. */
  CONTAINER_RESTARTING(Duration.ofSeconds(10)),
  /** A deploy that comes to nothing is given up. */
  DEPLOY_FAILING(Duration.ofMinutes(20)),
  /** The replicas of a deployed model change. */
  MODEL_CHANGING(Duration.ofSeconds(30)),
  /** A deployed model goes from its endpoint. */
  MODEL_UNDEPLOYING(Duration.ofSeconds(30)),
  /** A model cannot be deleted yet after it was undeployed. */
  UNDEPLOY_LAG(Duration.ZERO),
  /** Something is deleted. */
  DELETING(Duration.ofSeconds(5));

  private final Duration usual;

  Stage(Duration usual) {
    this.usual = usual;
  }

  Duration usual() {
    return usual;
  }
}
