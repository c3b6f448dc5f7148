package dev.aloft.aws;

import dev.aloft.ProviderOption;
import java.time.Duration;

/**
 * What only SageMaker knows of a job or an endpoint, beside the portable fields: {@code
 * .option(SageMaker.VOLUME_GIB, 100)}. Lists are texts with commas between.
 */
public final class SageMaker {
  /** The role that the work runs as, instead of the setting {@code role}. */
  public static final ProviderOption<String> ROLE_ARN = text("role");

  /** The subnets of the work, instead of the setting {@code subnets}. */
  public static final ProviderOption<String> SUBNETS = text("subnets");

  /** The security groups of the work, instead of the setting {@code security-groups}. */
  public static final ProviderOption<String> SECURITY_GROUPS = text("security-groups");

  /**
   * The KMS key for volumes and outputs, instead of the setting {@code kms-key}. Machines with
   * disks of their own, such as {@code ml.g5.xlarge}, encrypt these themselves, and are not given
   * it.
   */
  public static final ProviderOption<String> KMS_KEY = text("kms-key");

  /** Whether the containers reach nothing but their inputs. Default: they reach the network. */
  public static final ProviderOption<Boolean> NETWORK_ISOLATION = flag("network-isolation");

  /** Whether the machines of one job talk to each other encrypted. Default: not. */
  public static final ProviderOption<Boolean> ENCRYPT_TRAFFIC = flag("encrypt-traffic");

  /** The size of the volume in GiB. Default: the service's own, or the machine's own disk. */
  public static final ProviderOption<Integer> VOLUME_GIB = number("volume-gib");

  /**
   * How inputs arrive: {@code File} (the default), {@code FastFile} or {@code Pipe}. FastFile reads
   * whole directories; an input that is one file or object arrives as a file all the same.
   */
  public static final ProviderOption<String> INPUT_MODE = text("input-mode");

  /**
   * How inputs are shared among the machines of a job: {@code FullyReplicated} (the default) or
   * {@code ShardedByS3Key}.
   */
  public static final ProviderOption<String> DISTRIBUTION = text("distribution");

  /** How many seconds the machines are kept for the next job like this. Default: not at all. */
  public static final ProviderOption<Integer> WARM_POOL = number("warm-pool");

  /** How often the service itself starts again after an error of its own. Default: never. */
  public static final ProviderOption<Integer> RESTARTS = number("restarts");

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
  public static final ProviderOption<Integer> SERVERLESS_MEMORY_MB = number("serverless-memory-mb");

  /** How many calls a serverless endpoint answers at once, 1 to 200. Default 5. */
  public static final ProviderOption<Integer> SERVERLESS_MAX_CONCURRENCY =
      number("serverless-max-concurrency");

  /** How many of them are kept warm, and billed; at most the most. Default none. */
  public static final ProviderOption<Integer> SERVERLESS_PROVISIONED_CONCURRENCY =
      number("serverless-provisioned-concurrency");

  /** How long the model may take to arrive, 1 minute to 1 hour. */
  public static final ProviderOption<Duration> MODEL_DOWNLOAD_TIMEOUT =
      time("model-download-timeout");

  /** How long the container may take until it answers, 1 minute to 1 hour. */
  public static final ProviderOption<Duration> STARTUP_TIMEOUT = time("startup-timeout");

  /** Which machine gets a call: {@code LEAST_OUTSTANDING_REQUESTS} or {@code RANDOM}. */
  public static final ProviderOption<String> ROUTING = text("routing");

  /** The version of the machines' own image. */
  public static final ProviderOption<String> INFERENCE_AMI = text("inference-ami");

  /** The image that a script of your own is served with; else the one of the model's framework. */
  public static final ProviderOption<String> SERVING_IMAGE = text("serving-image");

  /**
   * How an update moves the calls to the new machines: {@code ALL_AT_ONCE} (the service's default),
   * {@code CANARY}, {@code LINEAR} or {@code ROLLING}. All but the last need twice the machines
   * while they last.
   */
  public static final ProviderOption<String> UPDATE_POLICY = text("update-policy");

  /**
   * The percent of the capacity that a step of the update moves: at most 50 for {@code CANARY}, 10
   * to 50 for {@code LINEAR}, 5 to 50 for {@code ROLLING}. Default 10.
   */
  public static final ProviderOption<Integer> UPDATE_STEP_PERCENT = number("update-step-percent");

  /** How long a step of the update is watched, up to 1 hour. Default 5 minutes. */
  public static final ProviderOption<Duration> UPDATE_WAIT = time("update-wait");

  /** How long the old machines are kept after the update, up to 1 hour. Default none. */
  public static final ProviderOption<Duration> UPDATE_TERMINATION_WAIT =
      time("update-termination-wait");

  /** How long the update may take, 10 minutes to 8 hours. */
  public static final ProviderOption<Duration> UPDATE_TIMEOUT = time("update-timeout");

  /** The CloudWatch alarms, at most 10, any of which takes an update back; they must exist. */
  public static final ProviderOption<String> ROLLBACK_ALARMS = text("rollback-alarms");

  /** How long nothing is added after machines were added. Default 300 s. */
  public static final ProviderOption<Duration> SCALE_OUT_COOLDOWN = time("scale-out-cooldown");

  /** How long nothing is taken away after machines were taken away. Default 300 s. */
  public static final ProviderOption<Duration> SCALE_IN_COOLDOWN = time("scale-in-cooldown");

  private SageMaker() {}

  private static ProviderOption<String> text(String name) {
    return ProviderOption.of(AwsProvider.SCHEME, name, String.class);
  }

  private static ProviderOption<Integer> number(String name) {
    return ProviderOption.of(AwsProvider.SCHEME, name, Integer.class);
  }

  private static ProviderOption<Boolean> flag(String name) {
    return ProviderOption.of(AwsProvider.SCHEME, name, Boolean.class);
  }

  private static ProviderOption<Duration> time(String name) {
    return ProviderOption.of(AwsProvider.SCHEME, name, Duration.class);
  }
}
