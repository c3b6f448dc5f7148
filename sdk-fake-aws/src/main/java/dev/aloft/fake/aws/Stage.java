package dev.aloft.fake.aws;

import java.time.Duration;

/** A stretch of time that something takes in the cloud, before or beside its real work. */
public enum Stage {
  /** A training job's machines are asked for. */
  TRAINING_STARTING(Duration.ofMinutes(1)),
  /** A training job waits for its machines; a job does not have this stage when it is zero. */
  TRAINING_PENDING(Duration.ofSeconds(15)),
  /** A training job fetches its data, for at least as long. */
  TRAINING_DOWNLOADING(Duration.ofSeconds(30)),
  /** A training job trains for at least as long. */
  TRAINING_RUNNING(Duration.ofSeconds(20)),
  /** A training job stores its model, for at least as long. */
  TRAINING_UPLOADING(Duration.ofSeconds(10)),
  /** A stopped training job's containers have so long to save their model. */
  TRAINING_STOPPING(Duration.ofMinutes(2)),
  /** An interrupted spot job is without machines before it starts again. */
  TRAINING_INTERRUPTED(Duration.ofMinutes(2)),
  /** A job that SageMaker itself has failed is prepared to start again. */
  TRAINING_RESTARTING(Duration.ofSeconds(30)),
  /** A job without capacity waits before SageMaker gives up. */
  TRAINING_WITHOUT_CAPACITY(Duration.ofMinutes(10)),
  /** A deleted training job holds its name. */
  TRAINING_DELETING(Duration.ofSeconds(5)),
  /** Checkpoints are copied to S3 each time that it is over. */
  TRAINING_CHECKPOINTS(Duration.ofSeconds(15)),
  /** An endpoint comes into being. */
  ENDPOINT_CREATING(Duration.ofMinutes(4)),
  /** An endpoint changes. */
  ENDPOINT_UPDATING(Duration.ofMinutes(5)),
  /** An endpoint goes back to what it was. */
  ENDPOINT_ROLLING_BACK(Duration.ofMinutes(3)),
  /** An endpoint goes away. */
  ENDPOINT_DELETING(Duration.ofSeconds(20)),
  /** A container that ends again and again is given up. */
  ENDPOINT_CRASH_LOOP(Duration.ofMinutes(25)),
  /** An endpoint without capacity waits before SageMaker gives up. */
  ENDPOINT_WITHOUT_CAPACITY(Duration.ofMinutes(10)),
  /** Requests go over from the old machines of an endpoint to new ones. */
  ENDPOINT_TRAFFIC(Duration.ofSeconds(20)),
  /** The weights or machines of an endpoint change, its configuration staying. */
  ENDPOINT_SCALING(Duration.ofMinutes(2)),
  /** AWS itself maintains an endpoint. */
  ENDPOINT_SYSTEM_UPDATING(Duration.ofMinutes(3)),
  /** The next request does not see yet what was made just now. */
  CONSISTENCY_LAG(Duration.ZERO),
  /** ListTags does not see yet the tags that something of SageMaker was made with. */
  TAGS_LAG(Duration.ZERO),
  /** A search does not see yet what was made just now. */
  SEARCH_LAG(Duration.ZERO);

  private final Duration usual;

  Stage(Duration usual) {
    this.usual = usual;
  }

  Duration usual() {
    return usual;
  }
}
