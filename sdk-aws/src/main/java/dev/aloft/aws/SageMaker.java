package dev.aloft.aws;

import dev.aloft.ProviderOption;

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

  /** The KMS key for volumes and outputs, instead of the setting {@code kms-key}. */
  public static final ProviderOption<String> KMS_KEY = text("kms-key");

  /** Whether the containers reach nothing but their inputs. Default: they reach the network. */
  public static final ProviderOption<Boolean> NETWORK_ISOLATION = flag("network-isolation");

  /** Whether the machines of one job talk to each other encrypted. Default: not. */
  public static final ProviderOption<Boolean> ENCRYPT_TRAFFIC = flag("encrypt-traffic");

  /** The size of the volume in GiB. Default: the service's own, or the machine's own disk. */
  public static final ProviderOption<Integer> VOLUME_GIB = number("volume-gib");

  /** How inputs arrive: {@code File} (the default), {@code FastFile} or {@code Pipe}. */
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
}
