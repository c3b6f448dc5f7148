package dev.aloft.aws;

import dev.aloft.ProviderOption;
import java.time.Duration;
import java.util.List;

/**
 * What only SageMaker knows of a job or an endpoint, beside the portable fields: {@code
 * .option(SageMaker.VOLUME_GIB, 100)}. Lists are texts with commas between. A value that no job and
 * no endpoint takes is refused when the job or the options of the deploy are built.
 */
public final class SageMaker {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LONGEST_COOLDOWN = Duration.ofSeconds(Integer.MAX_VALUE);

  /** The role that the work runs as, instead of the setting {@code role}. */
  public static final ProviderOption<String> ROLE_ARN =
      text("role")
          .taking(AwsConfig::isRole, "the ARN of a role, such as " + AwsConfig.ARN + " (RoleArn)");

  /** The subnets of the work, instead of the setting {@code subnets}. */
  public static final ProviderOption<String> SUBNETS =
      text("subnets")
          .taking(
              text -> AwsConfig.areIds(text, AwsConfig.MOST_SUBNETS),
              "at most 16 ids of letters, digits and hyphens (VpcConfig.Subnets)");

  /** The security groups of the work, instead of the setting {@code security-groups}. */
  public static final ProviderOption<String> SECURITY_GROUPS =
      text("security-groups")
          .taking(
              text -> AwsConfig.areIds(text, AwsConfig.MOST_GROUPS),
              "at most 5 ids of letters, digits and hyphens (VpcConfig.SecurityGroupIds)");

  /**
   * The KMS key for volumes and outputs, instead of the setting {@code kms-key}. Machines with
   * disks of their own, such as {@code ml.g5.xlarge}, encrypt these themselves, and are not given
   * it.
   */
  public static final ProviderOption<String> KMS_KEY =
      text("kms-key").taking(AwsConfig::isKey, "the id, alias or ARN of a KMS key (KmsKeyId)");

  /** Whether the containers reach nothing but their inputs. Default: they reach the network. */
  public static final ProviderOption<Boolean> NETWORK_ISOLATION = flag("network-isolation");

  /** Whether the machines of one job talk to each other encrypted. Default: not. */
  public static final ProviderOption<Boolean> ENCRYPT_TRAFFIC = flag("encrypt-traffic");

  /** The size of the volume in GiB. Default: the service's own, or the machine's own disk. */
  public static final ProviderOption<Integer> VOLUME_GIB =
      number("volume-gib", 1, 16_384, "VolumeSizeInGB");

  /**
   * How inputs arrive: {@code File} (the default), {@code FastFile} or {@code Pipe}. FastFile reads
   * whole directories; an input that is one file or object arrives as a file all the same.
   */
  public static final ProviderOption<String> INPUT_MODE =
      word("input-mode", "TrainingInputMode", "File", "FastFile", "Pipe");

  /**
   * How inputs are shared among the machines of a job: {@code FullyReplicated} (the default) or
   * {@code ShardedByS3Key}.
   */
  public static final ProviderOption<String> DISTRIBUTION =
      word("distribution", "S3DataDistributionType", "FullyReplicated", "ShardedByS3Key");

  /** How many seconds the machines are kept for the next job like this. Default: not at all. */
  public static final ProviderOption<Integer> WARM_POOL =
      number("warm-pool", 0, 21_600, "KeepAlivePeriodInSeconds");

  /** How often the service itself starts again after an error of its own. Default: never. */
  public static final ProviderOption<Integer> RESTARTS =
      number("restarts", 1, 30, "MaximumRetryAttempts");

  /** Further tags, as {@code key=value, key=value}. */
  public static final ProviderOption<String> TAGS = text("tags");

  /**
   * Numbers that the service finds in the log, as lines of {@code name=regular expression} with one
   * group. What a script writes to {@code ALOFT_METRICS} needs none.
   */
  public static final ProviderOption<String> METRIC_DEFINITIONS = text("metric-definitions");

  /** The version of AWS's own image, such as {@code 3.2-0}. Default: the newest known. */
  public static final ProviderOption<String> IMAGE_VERSION = text("image-version");

  /** The framework whose image a script runs in, such as {@code sklearn}. Default: pytorch. */
  public static final ProviderOption<String> FRAMEWORK = text("framework");

  /**
   * Serves without machines of one's own: the memory in MB, 1024 to 6144 in steps of 1024. Such an
   * endpoint can become one with machines, but not the other way round.
   */
  public static final ProviderOption<Integer> SERVERLESS_MEMORY_MB =
      number("serverless-memory-mb")
          .taking(
              mb -> mb >= 1024 && mb <= 6144 && mb % 1024 == 0,
              "1024 to 6144 in steps of 1024 (MemorySizeInMB)");

  /** How many calls a serverless endpoint answers at once, 1 to 200. Default 5. */
  public static final ProviderOption<Integer> SERVERLESS_MAX_CONCURRENCY =
      number("serverless-max-concurrency", 1, 200, "MaxConcurrency");

  /** How many of them are kept warm, and billed; at most the most. Default none. */
  public static final ProviderOption<Integer> SERVERLESS_PROVISIONED_CONCURRENCY =
      number("serverless-provisioned-concurrency", 1, 200, "ProvisionedConcurrency");

  /** How long the model may take to arrive, 1 minute to 1 hour. */
  public static final ProviderOption<Duration> MODEL_DOWNLOAD_TIMEOUT =
      time("model-download-timeout", MINUTE, HOUR, "ModelDataDownloadTimeoutInSeconds");

  /** How long the container may take until it answers, 1 minute to 1 hour. */
  public static final ProviderOption<Duration> STARTUP_TIMEOUT =
      time("startup-timeout", MINUTE, HOUR, "ContainerStartupHealthCheckTimeoutInSeconds");

  /** Which machine gets a call: {@code LEAST_OUTSTANDING_REQUESTS} or {@code RANDOM}. */
  public static final ProviderOption<String> ROUTING =
      word("routing", "RoutingStrategy", "LEAST_OUTSTANDING_REQUESTS", "RANDOM");

  /** The version of the machines' own image. */
  public static final ProviderOption<String> INFERENCE_AMI =
      text("inference-ami")
          .taking(
              text -> text.matches("[a-z0-9-]{1,63}"),
              "a version such as al2-ami-sagemaker-inference-gpu-3-1 (InferenceAmiVersion)");

  /** The image that a script of your own is served with; else the one of the model's framework. */
  public static final ProviderOption<String> SERVING_IMAGE = text("serving-image");

  /**
   * How an update moves the calls to the new machines: {@code ALL_AT_ONCE} (the service's default),
   * {@code CANARY}, {@code LINEAR} or {@code ROLLING}. All but the last need twice the machines
   * while they last.
   */
  public static final ProviderOption<String> UPDATE_POLICY =
      word("update-policy", "DeploymentConfig", UpdatePolicies.WORDS.toArray(String[]::new));

  /**
   * The percent of the capacity that a step of the update moves: at most 50 for {@code CANARY}, 10
   * to 50 for {@code LINEAR}, 5 to 50 for {@code ROLLING}. Default 10.
   */
  public static final ProviderOption<Integer> UPDATE_STEP_PERCENT =
      number("update-step-percent", 1, 50, "CanarySize, LinearStepSize, MaximumBatchSize");

  /** How long a step of the update is watched, up to 1 hour. Default 5 minutes. */
  public static final ProviderOption<Duration> UPDATE_WAIT =
      time("update-wait", Duration.ZERO, HOUR, "WaitIntervalInSeconds");

  /** How long the old machines are kept after the update, up to 1 hour. Default none. */
  public static final ProviderOption<Duration> UPDATE_TERMINATION_WAIT =
      time("update-termination-wait", Duration.ZERO, HOUR, "TerminationWaitInSeconds");

  /** How long the update may take, 10 minutes to 8 hours. */
  public static final ProviderOption<Duration> UPDATE_TIMEOUT =
      time(
          "update-timeout",
          Duration.ofMinutes(10),
          Duration.ofHours(8),
          "MaximumExecutionTimeoutInSeconds");

  /** The CloudWatch alarms, at most 10, any of which takes an update back; they must exist. */
  public static final ProviderOption<String> ROLLBACK_ALARMS =
      text("rollback-alarms")
          .taking(
              UpdatePolicies::areAlarms,
              "1 to 10 names of alarms that exist (AutoRollbackConfiguration.Alarms)");

  /** How long nothing is added after machines were added. Default 300 s. */
  public static final ProviderOption<Duration> SCALE_OUT_COOLDOWN =
      time("scale-out-cooldown", Duration.ZERO, LONGEST_COOLDOWN, "ScaleOutCooldown");

  /** How long nothing is taken away after machines were taken away. Default 300 s. */
  public static final ProviderOption<Duration> SCALE_IN_COOLDOWN =
      time("scale-in-cooldown", Duration.ZERO, LONGEST_COOLDOWN, "ScaleInCooldown");

  /** All of them. */
  static final List<ProviderOption<?>> OPTIONS =
      List.of(
          ROLE_ARN,
          SUBNETS,
          SECURITY_GROUPS,
          KMS_KEY,
          NETWORK_ISOLATION,
          ENCRYPT_TRAFFIC,
          VOLUME_GIB,
          INPUT_MODE,
          DISTRIBUTION,
          WARM_POOL,
          RESTARTS,
          TAGS,
          METRIC_DEFINITIONS,
          IMAGE_VERSION,
          FRAMEWORK,
          SERVERLESS_MEMORY_MB,
          SERVERLESS_MAX_CONCURRENCY,
          SERVERLESS_PROVISIONED_CONCURRENCY,
          MODEL_DOWNLOAD_TIMEOUT,
          STARTUP_TIMEOUT,
          ROUTING,
          INFERENCE_AMI,
          SERVING_IMAGE,
          UPDATE_POLICY,
          UPDATE_STEP_PERCENT,
          UPDATE_WAIT,
          UPDATE_TERMINATION_WAIT,
          UPDATE_TIMEOUT,
          ROLLBACK_ALARMS,
          SCALE_OUT_COOLDOWN,
          SCALE_IN_COOLDOWN);

  private SageMaker() {}

  private static ProviderOption<String> text(String name) {
    return ProviderOption.of(AwsProvider.SCHEME, name, String.class);
  }

  private static ProviderOption<Integer> number(String name) {
    return ProviderOption.of(AwsProvider.SCHEME, name, Integer.class);
  }

  private static ProviderOption<String> word(String name, String member, String... words) {
    List<String> known = List.of(words);
    return text(name).taking(known::contains, "one of " + known + " (" + member + ")");
  }

  private static ProviderOption<Integer> number(String name, int least, int most, String member) {
    return number(name)
        .taking(
            value -> value >= least && value <= most,
            "from " + least + " to " + most + " (" + member + ")");
  }

  private static ProviderOption<Boolean> flag(String name) {
    return ProviderOption.of(AwsProvider.SCHEME, name, Boolean.class);
  }

  private static ProviderOption<Duration> time(
      String name, Duration least, Duration most, String member) {
    return ProviderOption.of(AwsProvider.SCHEME, name, Duration.class)
        .taking(
            value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
            "from " + least + " to " + most + " (" + member + ")");
  }
}
