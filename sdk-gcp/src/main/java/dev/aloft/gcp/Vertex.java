package dev.aloft.gcp;

import dev.aloft.ProviderOption;
import java.time.Duration;

/**
 * What only Vertex AI knows of a job or an endpoint, beside the portable fields: {@code
 * .option(Vertex.DISK_GIB, 200)}.
 */
public final class Vertex {
  /** What the work runs as, instead of the setting {@code service-account}. */
  public static final ProviderOption<String> SERVICE_ACCOUNT = text("service-account");

  /** The network of the work, instead of the setting {@code network}. */
  public static final ProviderOption<String> NETWORK = text("network");

  /** The key that encrypts, instead of the setting {@code kms-key}. */
  public static final ProviderOption<String> KMS_KEY = text("kms-key");

  /** The size of the boot disk in GiB, 100 to 64000. Default: the service's own, 100. */
  public static final ProviderOption<Integer> DISK_GIB = number("disk-gib");

  /** The kind of boot disk: {@code pd-ssd} (the service's own), {@code pd-standard} and others. */
  public static final ProviderOption<String> DISK_TYPE = text("disk-type");

  /**
   * Waits for machines with accelerators until they are free, instead of failing: the longest wait;
   * zero waits for ever. Not together with {@code spot}.
   */
  public static final ProviderOption<Duration> FLEX_START = time("flex-start");

  /** The shape of a group of TPUs, such as {@code 2x2}. */
  public static final ProviderOption<String> TPU_TOPOLOGY = text("tpu-topology");

  /** Whether the service starts a job again after an error of its own. Default: it does. */
  public static final ProviderOption<Boolean> RESTARTS = flag("restarts");

  /** The TensorBoard that gets what the work writes; wants a service account. */
  public static final ProviderOption<String> TENSORBOARD = text("tensorboard");

  /** The machines that are kept for jobs, by their resource's id. */
  public static final ProviderOption<String> PERSISTENT_RESOURCE = text("persistent-resource");

  /** Whether a shell into the running containers is opened. Default: not. */
  public static final ProviderOption<Boolean> WEB_ACCESS = flag("web-access");

  /** The framework whose image a script runs in, such as {@code sklearn}. Default: pytorch. */
  public static final ProviderOption<String> FRAMEWORK = text("framework");

  /** The image that a built-in algorithm or a script runs in. Default: the newest of Vertex AI. */
  public static final ProviderOption<String> TRAINING_IMAGE = text("training-image");

  /**
   * Whether a new endpoint has a host of its own, with larger requests (10 MB) and longer answers
   * than the shared one (1.5 MB). Default: it does. Cannot be changed later.
   */
  public static final ProviderOption<Boolean> DEDICATED_ENDPOINT = flag("dedicated-endpoint");

  /** How long a deploy may take, at most 2 hours. */
  public static final ProviderOption<Duration> DEPLOYMENT_TIMEOUT = time("deployment-timeout");

  /**
   * How long a model may take for an answer, at most 1 hour, on an endpoint with a host of its own.
   * Default: the service's own, 10 minutes. Counts when the endpoint is made, and not later.
   */
  public static final ProviderOption<Duration> INFERENCE_TIMEOUT = time("inference-timeout");

  /**
   * How busy the CPUs of an endpoint's machines should be, in percent, 1 to 100, where a scaling
   * has room. Default, without any other measure: the service's own, 60.
   */
  public static final ProviderOption<Integer> CPU_TARGET = number("cpu-target");

  /** The same for its accelerators; wants a machine with them. */
  public static final ProviderOption<Integer> GPU_TARGET = number("gpu-target");

  /**
   * Other measures of a scaling by the service's names, and what each should be: {@code
   * prometheus.googleapis.com/vertex_vllm_num_requests_waiting=5}, several with commas between.
   */
  public static final ProviderOption<String> SCALING_METRICS = text("scaling-metrics");

  private Vertex() {}

  private static ProviderOption<String> text(String name) {
    return ProviderOption.of(GcpProvider.SCHEME, name, String.class);
  }

  private static ProviderOption<Integer> number(String name) {
    return ProviderOption.of(GcpProvider.SCHEME, name, Integer.class);
  }

  private static ProviderOption<Boolean> flag(String name) {
    return ProviderOption.of(GcpProvider.SCHEME, name, Boolean.class);
  }

  private static ProviderOption<Duration> time(String name) {
    return ProviderOption.of(GcpProvider.SCHEME, name, Duration.class);
  }
}
