package dev.aloft.aws;

import dev.aloft.ProviderOption;
import dev.aloft.ProviderOptions;
import dev.aloft.error.Problems;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.sagemaker.model.Alarm;
import software.amazon.awssdk.services.sagemaker.model.BlueGreenUpdatePolicy;
import software.amazon.awssdk.services.sagemaker.model.CapacitySize;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;

/** How the service moves the calls in an update, from the options. Pure. */
final class UpdatePolicies {
  private static final String ALL_AT_ONCE = "ALL_AT_ONCE";
  private static final String CANARY = "CANARY";
  private static final String LINEAR = "LINEAR";
  private static final String ROLLING = "ROLLING";
  private static final List<String> WORDS = List.of(ALL_AT_ONCE, CANARY, LINEAR, ROLLING);
  private static final int STEP = 10;
  private static final Duration WAIT = Duration.ofMinutes(5);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MOST_ALARMS = 10;

  private UpdatePolicies() {}

  /** The policy; empty for the service's own. */
  static Optional<DeploymentConfig> of(ProviderOptions options) {
    Optional<String> word = options.get(SageMaker.UPDATE_POLICY);
    List<String> alarms = alarms(options);
    if (word.isEmpty() && alarms.isEmpty()) {
      return Optional.empty();
    }
    DeploymentConfig.Builder config = DeploymentConfig.builder();
    if (word.orElse("").equals(ROLLING)) {
      config.rollingUpdatePolicy(
          rolling -> {
            rolling.maximumBatchSize(percent(options)).waitIntervalInSeconds(wait(options));
            seconds(options, SageMaker.UPDATE_TIMEOUT)
                .ifPresent(rolling::maximumExecutionTimeoutInSeconds);
          });
    } else {
      config.blueGreenUpdatePolicy(blueGreen(options, word.orElse(ALL_AT_ONCE)));
    }
    if (!alarms.isEmpty()) {
      config.autoRollbackConfiguration(
          rollback ->
              rollback.alarms(
                  alarms.stream().map(name -> Alarm.builder().alarmName(name).build()).toList()));
    }
    return Optional.of(config.build());
  }

  private static BlueGreenUpdatePolicy blueGreen(ProviderOptions options, String word) {
    BlueGreenUpdatePolicy.Builder policy =
        BlueGreenUpdatePolicy.builder()
            .trafficRoutingConfiguration(
                routing -> {
                  boolean inSteps = !word.equals(ALL_AT_ONCE);
                  boolean watched = inSteps || options.get(SageMaker.UPDATE_WAIT).isPresent();
                  routing.type(word).waitIntervalInSeconds(watched ? wait(options) : 0);
                  if (word.equals(CANARY)) {
                    routing.canarySize(percent(options));
                  } else if (inSteps) {
                    routing.linearStepSize(percent(options));
                  }
                });
    seconds(options, SageMaker.UPDATE_TERMINATION_WAIT).ifPresent(policy::terminationWaitInSeconds);
    seconds(options, SageMaker.UPDATE_TIMEOUT).ifPresent(policy::maximumExecutionTimeoutInSeconds);
    return policy.build();
  }

  private static CapacitySize percent(ProviderOptions options) {
    return CapacitySize.builder()
        .type("CAPACITY_PERCENT")
        .value(options.get(SageMaker.UPDATE_STEP_PERCENT).orElse(STEP))
        .build();
  }

  private static int wait(ProviderOptions options) {
    return Math.toIntExact(options.get(SageMaker.UPDATE_WAIT).orElse(WAIT).toSeconds());
  }

  private static Optional<Integer> seconds(
      ProviderOptions options, ProviderOption<Duration> option) {
    return options.get(option).map(time -> Math.toIntExact(time.toSeconds()));
  }

  private static List<String> alarms(ProviderOptions options) {
    return options
        .get(SageMaker.ROLLBACK_ALARMS)
        .map(text -> Arrays.stream(text.split(",", -1)).map(String::strip).toList())
        .orElse(List.of());
  }

  static void check(ProviderOptions options, Problems problems) {
    String word = options.get(SageMaker.UPDATE_POLICY).orElse(ALL_AT_ONCE);
    problems.require(
        WORDS.contains(word), "update-policy (DeploymentConfig)", word, "one of " + WORDS);
    int least = word.equals(LINEAR) ? 10 : word.equals(ROLLING) ? 5 : 1;
    options
        .get(SageMaker.UPDATE_STEP_PERCENT)
        .ifPresent(
            step ->
                problems.require(
                    step >= least && step <= 50,
                    "update-step-percent (CanarySize, LinearStepSize, MaximumBatchSize)",
                    step,
                    "from " + least + " to 50 percent for " + word));
    range(options, SageMaker.UPDATE_WAIT, "WaitIntervalInSeconds", Duration.ZERO, HOUR, problems);
    range(
        options,
        SageMaker.UPDATE_TERMINATION_WAIT,
        "TerminationWaitInSeconds",
        Duration.ZERO,
        HOUR,
        problems);
    range(
        options,
        SageMaker.UPDATE_TIMEOUT,
        "MaximumExecutionTimeoutInSeconds",
        Duration.ofMinutes(10),
        Duration.ofHours(8),
        problems);
    List<String> alarms = alarms(options);
    problems.require(
        alarms.size() <= MOST_ALARMS && alarms.stream().noneMatch(String::isEmpty),
        "rollback-alarms (AutoRollbackConfiguration.Alarms)",
        alarms,
        "1 to 10 names of alarms that exist");
  }

  /** Notes a time that is out of its range. */
  static void range(
      ProviderOptions options,
      ProviderOption<Duration> option,
      String member,
      Duration least,
      Duration most,
      Problems problems) {
    options
        .get(option)
        .ifPresent(
            time ->
                problems.require(
                    time.compareTo(least) >= 0 && time.compareTo(most) <= 0,
                    option.name() + " (" + member + ")",
                    time,
                    "from " + least + " to " + most));
  }
}
