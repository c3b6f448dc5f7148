package dev.aloft.fake.aws;

import dev.aloft.fake.Answer;
import dev.aloft.fake.Request;
import dev.aloft.fake.work.ServingContainer.Invocation;
import dev.aloft.fake.work.ServingContainer.Reply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** SageMaker Runtime: hands requests to the containers of endpoints. */
final class InvokeService implements Service {
  private static final Pattern PATH =
      Pattern.compile(
          "/endpoints/([^/]+)/(invocations|async-invocations|invocations-response-stream)");
  private static final Map<String, String> OPERATIONS =
      Map.of(
          "invocations", "InvokeEndpoint",
          "async-invocations", "InvokeEndpointAsync",
          "invocations-response-stream", "InvokeEndpointWithResponseStream");
  private static final int LARGEST_BODY = 6 * 1024 * 1024;
  private static final String PREFIX = "x-amzn-sagemaker-";
  private static final List<String> FORWARDED =
      List.of(PREFIX + "custom-attributes", PREFIX + "inference-id", PREFIX + "session-id");
  private static final List<String> RETURNED =
      List.of(
          PREFIX + "custom-attributes", PREFIX + "new-session-id", PREFIX + "closed-session-id");

  private final Cloud cloud;
  private final HostingSettings settings;
  private final Shelf<Endpoint> endpoints;
  private final ModelCall calls;

  InvokeService(Cloud cloud, HostingSettings settings, Shelf<Endpoint> endpoints) {
    this.cloud = cloud;
    this.settings = settings;
    this.endpoints = endpoints;
    this.calls = new ModelCall(cloud);
  }

  @Override
  public String name() {
    return "sagemaker";
  }

  @Override
  public boolean takes(Request request) {
    return request.method().equals("POST") && PATH.matcher(request.path()).matches();
  }

  @Override
  public String operation(Request request) {
    return String.valueOf(OPERATIONS.get(matched(request).group(2)));
  }

  @Override
  public String action(Request request, String operation) {
    return "sagemaker:" + operation;
  }

  @Override
  public String resource(Request request, String operation) {
    return URLDecoder.decode(matched(request).group(1), StandardCharsets.UTF_8);
  }

  private static Matcher matched(Request request) {
    Matcher matcher = PATH.matcher(request.path());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(request.path());
    }
    return matcher;
  }

  @Override
  public Answer answer(Request request, String operation, Caller caller) throws Exception {
    if (!operation.equals("InvokeEndpoint")) {
      throw AwsFailure.notServed(name(), operation);
    }
    byte[] body = request.body().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      throw invalid(
          "1 validation error detected: Value at 'body' failed to satisfy constraint: Member must"
              + " have length less than or equal to "
              + LARGEST_BODY);
    }
    String endpoint = resource(request, operation);
    String model = request.header(PREFIX + "target-model");
    if (model != null) {
      throw invalid(
          "Target model " + model + ": endpoint " + endpoint + " is not a multi-model endpoint.");
    }
    Turn turn = take(endpoint, request.header(PREFIX + "target-variant"));
    try {
      Invocation invocation =
          new Invocation(
              header(request, "content-type"), header(request, "accept"), forwarded(request), body);
      String host = request.header(PREFIX + "target-container-hostname");
      Reply reply = calls.invoke(endpoint, turn.pipeline(), host, invocation);
      return answer(reply, turn.variant());
    } finally {
      turn.pipeline().leave();
    }
  }

  /** A request's turn at a variant. */
  private record Turn(String variant, Pipeline pipeline) {}

  private Turn take(String name, @Nullable String target) {
    synchronized (cloud.clock()) {
      Endpoint endpoint =
          endpoints
              .get(name)
              .filter(one -> one.state().isServing())
              .orElseThrow(
                  () ->
                      invalid(
                          "Endpoint " + name + " of account " + cloud.account() + " not found."));
      if (endpoint.fleet().config().isAsynchronous()) {
        throw invalid("Endpoint " + name + " answers asynchronous invocations only.");
      }
      if (settings.isWarming(name)) {
        throw new AwsFailure(
            429,
            "ModelNotReadyException",
            "The model of endpoint " + name + " is not ready for inference yet.");
      }
      Optional<FleetVariant> variant = Traffic.choose(endpoint, target);
      if (variant.filter(FleetVariant::isFull).isPresent()) {
        throw AwsFailure.throttling();
      }
      Pipeline pipeline = variant.map(FleetVariant::pipeline).orElse(null);
      if (variant.isEmpty() || pipeline == null || !pipeline.enter()) {
        throw invalid(
            target == null
                ? "Endpoint " + name + " has no variant that takes requests."
                : "Could not find variant " + target + " of endpoint " + name + ".");
      }
      return new Turn(variant.get().name(), pipeline);
    }
  }

  private static Map<String, String> forwarded(Request request) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : FORWARDED) {
      String value = request.header(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    return headers;
  }

  private static Answer answer(Reply reply, String variant) {
    Answer answer =
        Answer.of(200, reply.contentType(), reply.body())
            .with("x-Amzn-Invoked-Production-Variant", variant);
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      if (RETURNED.contains(header.getKey().toLowerCase(java.util.Locale.ROOT))) {
        answer = answer.with(header.getKey(), header.getValue());
      }
    }
    return answer;
  }

  private static String header(Request request, String name) {
    String value = request.header(name);
    return value == null ? "" : value;
  }

  private static AwsFailure invalid(String message) {
    return new AwsFailure(400, "ValidationError", message);
  }

  @Override
  public Answer failure(AwsFailure failure, String requestId) {
    return JsonAnswers.failure(failure, "Message", "application/json")
        .with("x-amzn-ErrorType", failure.code());
  }
}
