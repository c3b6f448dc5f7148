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
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers predictions by the containers of deployed models, over gRPC and HTTP. Thread-safe. */
final class OnlinePredictions implements Predictions {
  private static final Logger LOG = LoggerFactory.getLogger(OnlinePredictions.class);
  private static final String JSON = "application/json";
  private static final int LARGEST_SHARED = 1_572_864;
  private static final int LARGEST_DEDICATED = 10_485_760;

  private final Cloud cloud;
  private final Endpoints endpoints;

  OnlinePredictions(Cloud cloud, Endpoints endpoints) {
    this.cloud = cloud;
    this.endpoints = endpoints;
  }

  void serve(RpcTable table) {
    table
        .outside(PredictRequest.class, (request, call) -> predict(request))
        .outside(RawPredictRequest.class, this::rawPredict);
  }

  /** Who answers, and what is told of it. */
  private record Chosen(Deployment deployment, String id, String model, String version) {
    Map<String, String> headers() {
      return Map.of(
          "X-Vertex-AI-Deployed-Model-Id", id,
          "X-Vertex-AI-Model", model,
          "X-Vertex-AI-Model-Version-Id", version);
    }
  }

  private Chosen choose(String name, int size) {
    synchronized (cloud.clock()) {
      HostedEndpoint endpoint = endpoints.get(name);
      int most = endpoint.isDedicated() ? LARGEST_DEDICATED : LARGEST_SHARED;
      if (size > most) {
        throw GcpFailure.invalid("Request payload size exceeds the limit: " + most + " bytes.");
      }
      Deployment next = endpoint.next();
      if (next == null) {
        throw GcpFailure.precondition(
            "The Endpoint \"" + endpoint.name() + "\" has no deployed model that gets traffic.");
      }
      return new Chosen(next, next.id(), next.version().owner().name(), next.version().id());
    }
  }

  private PredictResponse predict(PredictRequest request) throws Exception {
    Chosen chosen = choose(request.getEndpoint(), request.getSerializedSize());
    Struct.Builder asked = Struct.newBuilder();
    ListValue instances = ListValue.newBuilder().addAllValues(request.getInstancesList()).build();
    asked.putFields("instances", Value.newBuilder().setListValue(instances).build());
    if (request.hasParameters()) {
      asked.putFields("parameters", request.getParameters());
    }
    Reply reply =
        invoke(chosen, JSON, JsonFormat.printer().print(asked).getBytes(StandardCharsets.UTF_8));
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
    Chosen chosen = choose(request.getEndpoint(), request.getSerializedSize());
    Reply reply = invoke(chosen, body.getContentType(), body.getData().toByteArray());
    requireSuccess(reply);
    chosen.headers().forEach(call::header);
    return HttpBody.newBuilder()
        .setContentType(reply.contentType())
        .setData(ByteString.copyFrom(reply.body()))
        .build();
  }

  private static Reply invoke(Chosen chosen, String contentType, byte[] body) {
    try {
      return chosen.deployment().server().invoke(new Invocation(contentType, "", Map.of(), body));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GcpFailure(Code.UNAVAILABLE, "The prediction was interrupted.");
    } catch (Exception e) {
      LOG.debug("a container does not answer", e);
      throw new GcpFailure(Code.UNAVAILABLE, "The service is currently unavailable.");
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
  public Answer predict(String endpoint, boolean raw, String contentType, byte[] body)
      throws Exception {
    if (!raw) {
      PredictRequest.Builder request = PredictRequest.newBuilder();
      JsonFormat.parser()
          .ignoringUnknownFields()
          .merge(new String(body, StandardCharsets.UTF_8), request);
      PredictResponse response = predict(request.setEndpoint(endpoint).build());
      return Answer.of(200, JSON, JsonFormat.printer().print(response));
    }
    Chosen chosen = choose(endpoint, body.length);
    Reply reply = invoke(chosen, contentType, body);
    Answer answer = Answer.of(reply.status(), reply.contentType(), reply.body());
    for (Map.Entry<String, String> header : chosen.headers().entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answer;
  }
}
