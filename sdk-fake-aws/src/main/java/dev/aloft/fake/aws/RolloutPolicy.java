package dev.aloft.fake.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How an update goes from the old machines to the new ones.
 *
 * @param shares how much of the traffic the new ones have after each step; the last is 1
 * @param bake how long each step bakes
 * @param termination how long the old ones stay after the last step
 * @param most how long all of it may take; null for no limit
 * @param isGuarded whether it was asked for, so that a failure is seen to roll back
 * @param isRolling whether old machines go as new ones come, instead of all in the end
 * @param alarms the alarms that make it roll back
 */
record RolloutPolicy(
    List<Double> shares,
    Duration bake,
    Duration termination,
    @Nullable Duration most,
    boolean isGuarded,
    boolean isRolling,
    List<String> alarms) {

  private static final double LARGEST_STEP = 0.5;
  private static final double SMALLEST_LINEAR = 0.1;
  private static final double SMALLEST_BATCH = 0.05;

  /** Copies the lists. */
  RolloutPolicy {
    shares = List.copyOf(shares);
    alarms = List.copyOf(alarms);
  }

  /**
   * Reads a {@code DeploymentConfig}.
   *
   * @param config the member; missing for the usual way, all at once
   * @param machines how many machines the new configuration has
   */
  static RolloutPolicy of(JsonNode config, int machines) {
    JsonNode blueGreen = config.path("BlueGreenUpdatePolicy");
    JsonNode rolling = config.path("RollingUpdatePolicy");
    if (blueGreen.isObject() && rolling.isObject()) {
      throw AwsFailure.validation(
          "BlueGreenUpdatePolicy and RollingUpdatePolicy cannot be given together.");
    }
    List<String> alarms = new ArrayList<>();
    config
        .path("AutoRollbackConfiguration")
        .path("Alarms")
        .forEach(alarm -> alarms.add(alarm.path("AlarmName").asString("")));
    JsonNode policy = rolling.isObject() ? rolling : blueGreen;
    JsonNode traffic = policy.path("TrafficRoutingConfiguration");
    JsonNode waiting = rolling.isObject() ? rolling : traffic;
    return new RolloutPolicy(
        rolling.isObject()
            ? steps(share(rolling, "MaximumBatchSize", machines, SMALLEST_BATCH, LARGEST_STEP))
            : shares(traffic, machines),
        seconds(waiting.path("WaitIntervalInSeconds")),
        seconds(policy.path("TerminationWaitInSeconds")),
        policy.has("MaximumExecutionTimeoutInSeconds")
            ? seconds(policy.path("MaximumExecutionTimeoutInSeconds"))
            : null,
        policy.isObject(),
        rolling.isObject(),
        alarms);
  }

  private static List<Double> shares(JsonNode traffic, int machines) {
    String type = traffic.path("Type").asString("ALL_AT_ONCE");
    if (type.equals("CANARY")) {
      return List.of(share(traffic, "CanarySize", machines, 0, LARGEST_STEP), 1.0);
    }
    return type.equals("LINEAR")
        ? steps(share(traffic, "LinearStepSize", machines, SMALLEST_LINEAR, LARGEST_STEP))
        : List.of(1.0);
  }

  private static List<Double> steps(double size) {
    List<Double> shares = new ArrayList<>();
    for (int step = 1; step * size < 1; step++) {
      shares.add(step * size);
    }
    shares.add(1.0);
    return shares;
  }

  private static double share(
      JsonNode policy, String member, int machines, double least, double most) {
    JsonNode size = policy.path(member);
    if (!size.isObject()) {
      throw AwsFailure.validation(member + " is needed for the given deployment policy.");
    }
    int value = size.path("Value").asInt();
    boolean percent = size.path("Type").asString().equals("CAPACITY_PERCENT");
    double share = percent ? value / 100.0 : (double) value / Math.max(1, machines);
    if (share < least || share > most) {
      throw AwsFailure.validation(
          member
              + " must be between "
              + Math.round(least * 100)
              + "% and "
              + Math.round(most * 100)
              + "% of the variants' capacity.");
    }
    return share;
  }

  private static Duration seconds(JsonNode seconds) {
    return Duration.ofSeconds(seconds.asLong(0));
  }
}
