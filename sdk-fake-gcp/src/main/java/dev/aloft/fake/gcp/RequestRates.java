package dev.aloft.fake.gcp;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.RetryInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The quotas of requests per minute of a project, by the cloud's clock. Thread-safe. */
final class RequestRates {
  private static final int SECONDS = 60;
  private static final Set<String> SUBMISSIONS =
      Set.of(
          "CreateCustomJob",
          "CreateTrainingPipeline",
          "CreateHyperparameterTuningJob",
          "CreateBatchPredictionJob",
          "CreateEndpoint",
          "DeployModel",
          "UndeployModel",
          "UploadModel");

  private final Cloud cloud;
  private final Map<String, Integer> used = new HashMap<>();
  private long minute;

  RequestRates(Cloud cloud) {
    this.cloud = cloud;
  }

  /** A kind of requests, and how many a minute may have. */
  private enum Kind {
    MANAGEMENT("Resource management (CRUD) requests", 600),
    SUBMISSION("Job or LRO submission requests", 60),
    PREDICTION("Online prediction requests", 30_000);

    private final String metric;
    private final int limit;

    Kind(String metric, int limit) {
      this.metric = metric;
      this.limit = limit;
    }

    static Kind of(RpcMethod method) {
      if (method.service().equals("PredictionService")) {
        return PREDICTION;
      }
      return SUBMISSIONS.contains(method.name()) ? SUBMISSION : MANAGEMENT;
    }
  }

  /** Counts a request; refuses it where there were too many in this minute. */
  synchronized void admit(RpcMethod method, Message request) {
    if (!cloud.hasRates()) {
      return;
    }
    long now = cloud.clock().now().getEpochSecond() / SECONDS;
    if (now != minute) {
      minute = now;
      used.clear();
    }
    Kind kind = Kind.of(method);
    String key = project(request) + kind;
    int count = used.merge(key, 1, Integer::sum);
    if (count > kind.limit) {
      throw refusal(method, request);
    }
  }

  /** The refusal of a request that is one too many. */
  GcpFailure refusal(RpcMethod method, Message request) {
    Kind kind = Kind.of(method);
    long left = SECONDS - cloud.clock().now().getEpochSecond() % SECONDS;
    return GcpFailure.tooOften(
            kind.metric,
            kind.metric + " per minute per region",
            "aiplatform.googleapis.com",
            "project_number:" + project(request))
        .with(RetryInfo.newBuilder().setRetryDelay(Duration.newBuilder().setSeconds(left)).build());
  }

  private String project(Message request) {
    for (FieldDescriptor field : request.getAllFields().keySet()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.STRING && !field.isRepeated()) {
        String[] parts = String.valueOf(request.getField(field)).split("/", 3);
        if (parts.length > 1 && parts[0].equals("projects")) {
          return cloud.projects().number(parts[1]);
        }
      }
    }
    return cloud.projects().number();
  }
}
