package dev.aloft.aws;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Invoker;
import dev.aloft.driver.Payload;
import dev.aloft.driver.Reply;
import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.serving.Protocol;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;

/**
 * Predictions of one endpoint. A variant is called as its revision, so an answer tells which
 * revision gave it. Thread-safe.
 */
final class SageMakerInvoker implements Invoker {
  static final long LARGEST = 6L << 20;
  static final Duration LONGEST = Duration.ofSeconds(75);

  private static final String HEADER = "x-amzn-sagemaker-";
  private static final int LOWEST_REFUSAL_STATUS = 400;
  private static final int LOWEST_SERVER_STATUS = 500;

  private final String name;
  private final @Nullable String variant;
  private final AwsConfig config;
  private final AwsClients clients;
  private final DriverContext context;
  private final AwsSender sender;

  SageMakerInvoker(String name, AwsConfig config, AwsClients clients, DriverContext context) {
    this(name, null, config, clients, context);
  }

  private SageMakerInvoker(
      String name,
      @Nullable String variant,
      AwsConfig config,
      AwsClients clients,
      DriverContext context) {
    this.name = name;
    this.variant = variant;
    this.config = config;
    this.clients = clients;
    this.context = context;
    this.sender = new AwsSender(context, config);
  }

  @Override
  public Protocol protocol() {
    return Protocol.SAGEMAKER;
  }

  @Override
  public String url() {
    URI host =
        clients
            .runtime()
            .serviceClientConfiguration()
            .endpointOverride()
            .orElseGet(() -> URI.create(ofRegion(config.requireRegion())));
    return host.toString().replaceAll("/+$", "") + "/endpoints/" + name + "/invocations";
  }

  private static String ofRegion(String region) {
    return "https://runtime.sagemaker." + region + "." + Partitions.suffix(region);
  }

  @Override
  public long maxRequestBytes() {
    return LARGEST;
  }

  /** SageMaker gives up on a model after 60 s and says so a moment later. */
  @Override
  public Duration usualTimeout() {
    return LONGEST;
  }

  @Override
  public Invoker towards(String revision) {
    return new SageMakerInvoker(name, revision, config, clients, context);
  }

  @Override
  public Reply invoke(Payload payload, Duration timeout) {
    if (payload.body().length > LARGEST) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST,
              "a request of "
                  + payload.body().length
                  + " bytes is larger than the "
                  + LARGEST
                  + " (6 MiB) that SageMaker takes; send fewer rows at once")
          .effect(Effect.NONE)
          .resource(name)
          .build();
    }
    Call.Builder call =
        context.call("InvokeEndpoint", name).bucket(AwsRates.PREDICT).timeout(timeout);
    try {
      return sender.send(
          payload.isRepeatable() ? call.repeatable() : call,
          request(payload),
          request -> reply(clients.runtime().invokeEndpoint(request.build())));
    } catch (AloftException e) {
      throw e.code() == ErrorCode.MODEL_FAILED ? modelError(e) : e;
    }
  }

  private InvokeEndpointRequest.Builder request(Payload payload) {
    InvokeEndpointRequest.Builder request =
        InvokeEndpointRequest.builder()
            .endpointName(name)
            .targetVariant(variant)
            .contentType(payload.contentType())
            .body(SdkBytes.fromByteArrayUnsafe(payload.body()));
    payload.headers().forEach((header, value) -> header(request, header, value));
    return request;
  }

  private static void header(InvokeEndpointRequest.Builder request, String header, String value) {
    switch (header.toLowerCase(Locale.ROOT)) {
      case "accept" -> request.accept(value);
      case HEADER + "custom-attributes" -> request.customAttributes(value);
      case HEADER + "target-variant" -> request.targetVariant(value);
      case HEADER + "target-model" -> request.targetModel(value);
      case HEADER + "target-container-hostname" -> request.targetContainerHostname(value);
      case HEADER + "inference-id" -> request.inferenceId(value);
      case HEADER + "inference-component" -> request.inferenceComponentName(value);
      case HEADER + "session-id" -> request.sessionId(value);
      default ->
          request.overrideConfiguration(
              own -> {
                if (request.overrideConfiguration() != null) {
                  request.overrideConfiguration().headers().forEach(own::putHeader);
                }
                own.putHeader(header, value);
              });
    }
  }

  private static Reply reply(InvokeEndpointResponse answer) {
    Map<String, String> headers = new LinkedHashMap<>();
    answer
        .sdkHttpResponse()
        .headers()
        .forEach((header, values) -> headers.put(lower(header), String.join(",", values)));
    String variant = answer.invokedProductionVariant();
    String type = answer.contentType();
    return new Reply(
        answer.body().asByteArrayUnsafe(),
        type == null ? "" : type,
        headers,
        variant != null && EndpointParts.isHash(variant) ? variant : null);
  }

  private static String lower(String header) {
    return header.toLowerCase(Locale.ROOT);
  }

  /**
   * What the container refused was not done, and another request is the way out; of its own
   * failures nobody knows.
   */
  private static AloftException modelError(AloftException error) {
    @Nullable ModelErrorException model = null;
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ModelErrorException found) {
        model = found;
      }
    }
    if (model == null) {
      return error;
    }
    Integer status = model.originalStatusCode();
    Effect effect = effect(status);
    AloftException.Builder builder = error.toBuilder().effect(effect);
    if (effect == Effect.NONE) {
      builder.blame(Blame.REQUEST);
    }
    String stream = model.logStreamArn();
    if (stream != null && !stream.isBlank()) {
      builder.summary(error.summary() + " (log " + stream + ")");
    }
    return builder.build();
  }

  /** What a container did, by its own status: 0 and none are of one that did not answer. */
  static Effect effect(@Nullable Integer status) {
    boolean refused =
        status != null && status >= LOWEST_REFUSAL_STATUS && status < LOWEST_SERVER_STATUS;
    return refused ? Effect.NONE : Effect.UNKNOWN;
  }
}
