package dev.aloft.aws;

import dev.aloft.Aloft;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Settings;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The vendor's clients of one Aloft client, each made when it is first asked for. They repeat
 * nothing by themselves: core does that once for all. Polling, the user's own calls and predictions
 * go through connections of their own, so that none waits for another's. Thread-safe.
 */
final class AwsClients implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int CONNECTIONS = 64;
  private static final int POLLING_CONNECTIONS = 8;

  private final AwsConfig config;
  private final DriverContext context;
  private final S3Clock s3Clock;
  private final Map<String, Object> made = new HashMap<>();
  private final Deque<SdkAutoCloseable> open = new ArrayDeque<>();
  private boolean closed;

  AwsClients(AwsConfig config, DriverContext context) {
    this.config = config;
    this.context = context;
    this.s3Clock = new S3Clock(context.timing());
  }

  /** Those of a client, shared by its drivers and stores. */
  static AwsClients of(DriverContext context) {
    return context.shared(AwsClients.class, () -> new AwsClients(configOf(context), context));
  }

  /** The settings of another provider have other meanings. */
  private static AwsConfig configOf(DriverContext context) {
    boolean ours = context.call("", "").build().provider().equals(AwsProvider.SCHEME);
    return AwsConfig.of(ours ? context.settings() : new Settings(Map.of(), Map.of(), Set.of()));
  }

  AwsConfig config() {
    return config;
  }

  /** SageMaker for what the user asks. */
  SageMakerClient control() {
    return client("control", () -> build(SageMakerClient.builder(), http("user")));
  }

  /** SageMaker for looking again and again. */
  SageMakerClient polling() {
    return client("polling", () -> build(SageMakerClient.builder(), http("polling")));
  }

  /** Predictions; a model may take a minute to answer. */
  SageMakerRuntimeClient runtime() {
    return client("runtime", () -> build(SageMakerRuntimeClient.builder(), http("predict")));
  }

  S3Client s3() {
    return client(
        "s3",
        () ->
            build(
                S3Client.builder()
                    .forcePathStyle(config.endpoint() != null)
                    .crossRegionAccessEnabled(false),
                overrides().addExecutionInterceptor(s3Clock),
                http("s3")));
  }

  /** What the answers to {@link #s3} say of the time. */
  S3Clock s3Clock() {
    return s3Clock;
  }

  S3Presigner presigner() {
    return client(
        "presigner",
        () -> {
          S3Presigner.Builder builder =
              S3Presigner.builder()
                  .s3Client(s3())
                  .region(Region.of(config.requireRegion()))
                  .credentialsProvider(s3().serviceClientConfiguration().credentialsProvider());
          s3().serviceClientConfiguration().endpointOverride().ifPresent(builder::endpointOverride);
          return builder.build();
        });
  }

  CloudWatchLogsClient logs() {
    return client("logs", () -> build(CloudWatchLogsClient.builder(), http("polling")));
  }

  ApplicationAutoScalingClient scaling() {
    return client("scaling", () -> build(ApplicationAutoScalingClient.builder(), http("user")));
  }

  ServiceQuotasClient quotas() {
    return client("quotas", () -> build(ServiceQuotasClient.builder(), http("user")));
  }

  StsClient sts() {
    return client("sts", () -> build(StsClient.builder(), http("user")));
  }

  /** The client of a type, for those who need more than Aloft gives. */
  <T> Optional<T> unwrap(Class<T> type) {
    Map<Class<?>, Supplier<?>> byType =
        Map.of(
            SageMakerClient.class, this::control,
            SageMakerRuntimeClient.class, this::runtime,
            S3Client.class, this::s3,
            S3Presigner.class, this::presigner,
            CloudWatchLogsClient.class, this::logs,
            ApplicationAutoScalingClient.class, this::scaling,
            ServiceQuotasClient.class, this::quotas,
            StsClient.class, this::sts);
    return Optional.ofNullable(byType.get(type)).map(Supplier::get).map(type::cast);
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(
      B builder, SdkHttpClient http) {
    return build(builder, overrides(), http);
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(
      B builder, ClientOverrideConfiguration.Builder overrides, SdkHttpClient http) {
    builder
        .region(Region.of(config.requireRegion()))
        .credentialsProvider(credentials())
        .overrideConfiguration(overrides.build())
        .httpClient(http);
    if (config.endpoint() != null) {
      builder.endpointOverride(config.endpoint());
    }
    return context.customise(builder).build();
  }

  private ClientOverrideConfiguration.Builder overrides() {
    String version = Aloft.class.getPackage().getImplementationVersion();
    return ClientOverrideConfiguration.builder()
        .defaultProfileName(config.profile())
        .retryStrategy(AwsRetryStrategy.doNotRetry())
        .putAdvancedOption(
            SdkAdvancedClientOption.USER_AGENT_SUFFIX,
            "aloft/" + (version == null ? "unreleased" : version));
  }

  private DefaultCredentialsProvider credentials() {
    return client("credentials", () -> credentials(config.profile()));
  }

  private static DefaultCredentialsProvider credentials(@Nullable String profile) {
    DefaultCredentialsProvider.Builder builder = DefaultCredentialsProvider.builder();
    return (profile == null ? builder : builder.profileName(profile)).build();
  }

  private SdkHttpClient http(String use) {
    return client("http " + use, () -> http(use.equals("predict"), use.equals("polling")));
  }

  private SdkHttpClient http(boolean predict, boolean polling) {
    Duration request = context.requestTimeout();
    boolean longer = predict && SageMakerInvoker.LONGEST.compareTo(request) > 0;
    return ApacheHttpClient.builder()
        .connectionTimeout(CONNECT)
        .socketTimeout(longer ? SageMakerInvoker.LONGEST : request)
        .maxConnections(polling ? POLLING_CONNECTIONS : CONNECTIONS)
        .build();
  }

  @SuppressWarnings("unchecked") // a name stands for one type
  private synchronized <T extends SdkAutoCloseable> T client(String name, Supplier<T> maker) {
    if (closed) {
      throw AloftException.of(ErrorCode.INVALID_REQUEST, "this client is closed")
          .effect(Effect.NONE)
          .build();
    }
    Object known = made.get(name);
    if (known == null) {
      T fresh = maker.get();
      made.put(name, fresh);
      open.push(fresh);
      return fresh;
    }
    return (T) known;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!open.isEmpty()) {
      open.pop().close();
    }
    made.clear();
  }
}
