package dev.aloft.fake.gcp;

import com.google.api.HttpBody;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.PredictResponse;
import com.google.cloud.aiplatform.v1.RawPredictRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import dev.aloft.fake.Answer;
import dev.aloft.fake.work.ServingContainer.Invocation;
import dev.aloft.fake.work.ServingContainer.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers predictions by the containers of deployed models, over gRPC and HTTP. Thread-safe. */
final class OnlinePredictions implements Predictions {
  private static final Logger LOG = LoggerFactory.getLogger(OnlinePredictions.class);
  private static final String JSON = "application/json";
  private static final String ENDPOINT_HEADER = "x-vertex-ai-endpoint-id";
  private static final long LOOK_MILLIS = 100;

  /** A driven clock may run away from a container that is at work; it has so long in any case. */
  private static final long LEAST_NANOS = 3_000_000_000L;

  /** What is meant for the service, or for the connection. */
  private static final Set<String> KEPT_BACK =
      Set.of(
          "authorization",
          "host",
          "content-length",
          "content-type",
          "content-encoding",
          "transfer-encoding",
          "connection",
          "accept",
          "accept-encoding");

  private static final int LARGEST_SHARED = 1_572_864;
  private static final int LARGEST_DEDICATED = 10_485_760;

  private final Cloud cloud;
  private final Endpoints endpoints;
  private final ExecutorService workers =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "fake-gcp-predict");
            thread.setDaemon(true);
            return thread;
          });

  OnlinePredictions(Cloud cloud, Endpoints endpoints) {
    this.cloud = cloud;
    this.endpoints = endpoints;
    cloud.backstage().onClose(workers::shutdownNow);
  }

  void serve(RpcTable table) {
    table
        .outside(
            PredictRequest.class,
            (request, call) -> predict(request, door(call, request.getEndpoint())))
        .outside(RawPredictRequest.class, this::rawPredict);
  }

  /** Who answers, and what is told of it. */
  private record Chosen(
      Deployment deployment, String id, String model, String version, Duration timeout) {
    Map<String, String> headers() {
      return Map.of(
          "X-Vertex-AI-Deployed-Model-Id", id,
          "X-Vertex-AI-Model", model,
          "X-Vertex-AI-Model-Version-Id", version);
    }
  }

  private Chosen choose(String name, Door door, int size) {
    synchronized (cloud.clock()) {
      HostedEndpoint endpoint = endpoints.get(name);
      requireDoor(endpoint, door);
      int most = endpoint.isDedicated() ? LARGEST_DEDICATED : LARGEST_SHARED;
      if (size > most) {
        throw GcpFailure.invalid("Request payload size exceeds the limit: " + most + " bytes.");
      }
      Deployment next = endpoint.next();
      if (next == null) {
        throw GcpFailure.precondition(
            "The Endpoint \"" + endpoint.name() + "\" has no deployed model that gets traffic.");
      }
      return new Chosen(
          next,
          next.id(),
          next.version().owner().name(),
          next.version().id(),
          endpoint.inferenceTimeout());
    }
  }

  private static void requireDoor(HostedEndpoint endpoint, Door door) {
    if (door == Door.SHARED && endpoint.isDedicated()) {
      throw GcpFailure.precondition(
          "Dedicated Endpoint cannot be accessed through the shared Vertex AI domain"
              + " aiplatform.googleapis.com. Please access the endpoint using its dedicated dns"
              + " name '"
              + endpoint.told().getDedicatedEndpointDns()
              + "'.");
    }
    if (door == Door.DEDICATED && !endpoint.isDedicated()) {
      throw GcpFailure.notFound(
          "The Endpoint \"" + endpoint.name() + "\" has no dedicated dns name.");
    }
  }

  /** The host of a call, which names its endpoint where it is the endpoint's own. */
  private Door door(RpcCall call, String endpoint) {
    Door door = Door.ofGrpc(cloud, call.authority());
    String named = call.asked(ENDPOINT_HEADER);
    if (door == Door.DEDICATED && !endpoint.endsWith("/" + named)) {
      throw GcpFailure.invalid(
          "The header "
              + ENDPOINT_HEADER
              + " has to name the endpoint at its dedicated dns name; it is '"
              + named
              + "'.");
    }
    return door;
  }

  private PredictResponse predict(PredictRequest request, Door door) throws Exception {
    Chosen chosen = choose(request.getEndpoint(), door, request.getSerializedSize());
    Struct.Builder asked = Struct.newBuilder();
    ListValue instances = ListValue.newBuilder().addAllValues(request.getInstancesList()).build();
    asked.putFields("instances", Value.newBuilder().setListValue(instances).build());
    if (request.hasParameters()) {
      asked.putFields("parameters", request.getParameters());
    }
    byte[] body = JsonFormat.printer().print(asked).getBytes(StandardCharsets.UTF_8);
    Reply reply = invoke(chosen, new Invocation(JSON, "", Map.of(), body));
    requireSuccess(reply);
    return PredictResponse.newBuilder()
        .addAllPredictions(predictions(reply))
        .setDeployedModelId(chosen.id())
        .setModel(chosen.model())
        .setModelVersionId(chosen.version())
        .setModelDisplayName(chosen.deployment().displayName())
        .build();
  }

  private static List<Value> predictions(Reply reply) {
    Struct.Builder answered = Struct.newBuilder();
    try {
      JsonFormat.parser().merge(new String(reply.body(), StandardCharsets.UTF_8), answered);
    } catch (InvalidProtocolBufferException e) {
      throw new GcpFailure(
          Code.INTERNAL, "The container's answer is no JSON object: " + e.getMessage());
    }
    Value predictions = answered.getFieldsMap().get("predictions");
    if (predictions == null || !predictions.hasListValue()) {
      throw new GcpFailure(
          Code.INTERNAL, "The container's answer has no list of the name \"predictions\".");
    }
    return predictions.getListValue().getValuesList();
  }

  private HttpBody rawPredict(RawPredictRequest request, RpcCall call) throws Exception {
    HttpBody body = request.getHttpBody();
    Door door = door(call, request.getEndpoint());
    Chosen chosen = choose(request.getEndpoint(), door, request.getSerializedSize());
    Invocation invocation =
        new Invocation(body.getContentType(), "", Map.of(), body.getData().toByteArray());
    Reply reply = invoke(chosen, invocation);
    requireSuccess(reply);
    chosen.headers().forEach(call::header);
    return HttpBody.newBuilder()
        .setContentType(reply.contentType())
        .setData(ByteString.copyFrom(reply.body()))
        .build();
  }

  /** Has a container answer, within the time that the endpoint gives it. */
  private Reply invoke(Chosen chosen, Invocation invocation) {
    FutureTask<Reply> work =
        new FutureTask<>(() -> chosen.deployment().server().invoke(invocation));
    Instant end = cloud.clock().now().plus(cloud.backstage().limit(chosen.timeout()));
    workers.execute(work);
    long begun = System.nanoTime();
    try {
      while (true) {
        try {
          return work.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          boolean worked = System.nanoTime() - begun > LEAST_NANOS;
          if (worked && !cloud.clock().now().isBefore(end)) {
            throw new GcpFailure(
                Code.DEADLINE_EXCEEDED,
                "The prediction took longer than " + chosen.timeout().toSeconds() + " seconds.");
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GcpFailure(Code.UNAVAILABLE, "The prediction was interrupted.");
    } catch (ExecutionException e) {
      LOG.debug("a container does not answer", e);
      throw new GcpFailure(Code.UNAVAILABLE, "The service is currently unavailable.");
    } finally {
      work.cancel(true);
    }
  }

  /** What a container refuses is told as what does not fit, and what it fails at as its failure. */
  private static void requireSuccess(Reply reply) {
    if (reply.status() < 300) {
      return;
    }
    String said = new String(reply.body(), StandardCharsets.UTF_8);
    if (reply.status() < 500) {
      throw GcpFailure.precondition(said);
    }
    throw new GcpFailure(reply.status() == 503 ? Code.UNAVAILABLE : Code.INTERNAL, said);
  }

  @Override
  public Answer predict(Asked asked) throws Exception {
    String project = asked.endpoint().split("/", 3)[1];
    cloud.rates().admitPrediction(project, asked.body().length);
    if (!asked.raw()) {
      PredictRequest request = request(asked);
      RequestCheck.check(request);
      PredictResponse response = predict(request, asked.door());
      return Answer.of(200, JSON, JsonFormat.printer().print(response));
    }
    Chosen chosen = choose(asked.endpoint(), asked.door(), asked.body().length);
    Map<String, String> headers = new TreeMap<>(asked.headers());
    String accept = headers.getOrDefault("accept", "");
    headers.keySet().removeIf(name -> KEPT_BACK.contains(name) || name.startsWith("x-goog-"));
    Reply reply =
        invoke(chosen, new Invocation(asked.contentType(), accept, headers, asked.body()));
    Answer answer = Answer.of(reply.status(), reply.contentType(), reply.body());
    for (Map.Entry<String, String> header : chosen.headers().entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answer;
  }

  private static PredictRequest request(Asked asked) {
    PredictRequest.Builder request = PredictRequest.newBuilder();
    try {
      JsonFormat.parser().merge(new String(asked.body(), StandardCharsets.UTF_8), request);
    } catch (InvalidProtocolBufferException e) {
      throw GcpFailure.invalid("Invalid JSON payload received. " + e.getMessage());
    }
    return request.setEndpoint(asked.endpoint()).build();
  }
}
