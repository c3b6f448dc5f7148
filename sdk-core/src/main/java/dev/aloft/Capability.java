package dev.aloft;

import java.util.Set;
import java.util.TreeSet;

/**
 * Something that a provider may or may not be able to do. An open vocabulary: constants name what
 * the portable API knows, {@link #of} takes any other word. What a provider does not declare is
 * refused before anything is sent.
 */
public final class Capability implements Comparable<Capability> {
  /** Runs training jobs. */
  public static final Capability TRAINING = of("training");

  /** Trains with {@code Algorithm.xgboost()}. */
  public static final Capability TRAINING_XGBOOST = of("training.xgboost");

  /** Learns columns of categories where it trains with a built-in algorithm. */
  public static final Capability CATEGORIES = of("training.categories");

  /** Runs the user's Python script. */
  public static final Capability TRAINING_SCRIPT = of("training.script");

  /** Runs the user's container image. */
  public static final Capability TRAINING_CONTAINER = of("training.container");

  /** Runs a job on more than one node. */
  public static final Capability TRAINING_NODES = of("training.nodes");

  /** Trains on interruptible machines. */
  public static final Capability SPOT_TRAINING = of("training.spot");

  /** Trains on machines with accelerators. */
  public static final Capability TRAINING_GPU = of("training.gpu");

  /** Keeps checkpoints over interruptions. */
  public static final Capability CHECKPOINTS = of("training.checkpoints");

  /** Shows log lines while the job runs. */
  public static final Capability LIVE_LOGS = of("training.live-logs");

  /** Registers the model at the end of a run by itself. */
  public static final Capability REGISTER_AS = of("training.register-as");

  /** Keeps models under names and versions. */
  public static final Capability REGISTRY = of("registry");

  /** Moves names over model versions. */
  public static final Capability ALIASES = of("registry.aliases");

  /** Serves models behind endpoints. */
  public static final Capability SERVING = of("serving");

  /** Splits the traffic of an endpoint between revisions. */
  public static final Capability TRAFFIC_SPLIT = of("serving.traffic-split");

  /** Runs more than one replica. */
  public static final Capability REPLICAS = of("serving.replicas");

  /** Changes the number of replicas by load. */
  public static final Capability AUTOSCALING = of("serving.autoscaling");

  /** Keeps an endpoint without replicas while nobody calls. */
  public static final Capability SCALE_TO_ZERO = of("serving.scale-to-zero");

  /** Serves with the user's container image. */
  public static final Capability SERVING_CONTAINER = of("serving.container");

  /** Serves with the user's script. */
  public static final Capability SERVING_SCRIPT = of("serving.script");

  /** Shows the log lines of an endpoint. */
  public static final Capability ENDPOINT_LOGS = of("serving.logs");

  private final String name;

  private Capability(String name) {
    this.name = name;
  }

  /** The capability of that name. */
  public static Capability of(String name) {
    return new Capability(name);
  }

  /** Every capability that the portable API knows, in order of their names. */
  public static Set<Capability> known() {
    Set<Capability> all = new TreeSet<>();
    all.addAll(
        Set.of(
            TRAINING,
            TRAINING_XGBOOST,
            CATEGORIES,
            TRAINING_SCRIPT,
            TRAINING_CONTAINER,
            TRAINING_NODES,
            SPOT_TRAINING,
            TRAINING_GPU,
            CHECKPOINTS,
            LIVE_LOGS,
            REGISTER_AS,
            REGISTRY,
            ALIASES,
            SERVING,
            TRAFFIC_SPLIT,
            REPLICAS,
            AUTOSCALING,
            SCALE_TO_ZERO,
            SERVING_CONTAINER,
            SERVING_SCRIPT,
            ENDPOINT_LOGS));
    return all;
  }

  /** The word, as configuration and the support matrix write it. */
  public String name() {
    return name;
  }

  @Override
  public int compareTo(Capability other) {
    return name.compareTo(other.name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Capability capability && capability.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
