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
  static final List<String> WORDS = List.of(ALL_AT_ONCE, CANARY, LINEAR, ROLLING);
  private static final int STEP = 10;
  private static final Duration WAIT = Duration.ofMinutes(5);
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
    return options.get(SageMaker.ROLLBACK_ALARMS).map(UpdatePolicies::alarms).orElse(List.of());
  }

  private static List<String> alarms(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  /** Whether a text names as many alarms as an update takes. */
  static boolean areAlarms(String text) {
    List<String> names = alarms(text);
    return names.size() <= MOST_ALARMS && names.stream().noneMatch(String::isEmpty);
  }

  /** Notes a step that is too small for the policy. */
  static void check(ProviderOptions options, Problems problems) {
    String word = options.get(SageMaker.UPDATE_POLICY).orElse(ALL_AT_ONCE);
    int least = word.equals(LINEAR) ? 10 : word.equals(ROLLING) ? 5 : 1;
    int step = options.get(SageMaker.UPDATE_STEP_PERCENT).orElse(least);
    problems.require(
        step >= least,
        "update-step-percent (LinearStepSize, MaximumBatchSize)",
        step,
        "from " + least + " to 50 percent for " + word);
  }
}
