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
  private final Map<String, Long> used = new HashMap<>();
  private long minute;

  RequestRates(Cloud cloud) {
    this.cloud = cloud;
  }

  /** A kind of requests, and how many, or how many bytes, a minute may have. */
  private enum Kind {
    MANAGEMENT("Resource management (CRUD) requests", 600),
    SUBMISSION("Job or LRO submission requests", 60),
    PREDICTION("Online prediction requests", 30_000),
    PREDICTION_BYTES("Online prediction request throughput in bytes", 1_500_000_000);

    private final String metric;
    private final long limit;

    Kind(String metric, long limit) {
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
  void admit(RpcMethod method, Message request) {
    Kind kind = Kind.of(method);
    String project = project(request);
    if (kind == Kind.PREDICTION) {
      admitPrediction(project, request.getSerializedSize());
    } else {
      admit(kind, project, 1);
    }
  }

  /**
   * Counts a prediction, however it came.
   *
   * @param project the number of the project
   * @param bytes of the request
   */
  synchronized void admitPrediction(String project, long bytes) {
    admit(Kind.PREDICTION, project, 1);
    admit(Kind.PREDICTION_BYTES, project, bytes);
  }

  private synchronized void admit(Kind kind, String project, long amount) {
    if (!cloud.hasRates()) {
      return;
    }
    long now = cloud.clock().now().getEpochSecond() / SECONDS;
    if (now != minute) {
      minute = now;
      used.clear();
    }
    if (used.merge(project + kind, amount, Long::sum) > kind.limit) {
      throw refusal(kind, project);
    }
  }

  /** The refusal of a request that is one too many. */
  GcpFailure refusal(RpcMethod method, Message request) {
    return refusal(Kind.of(method), project(request));
  }

  private GcpFailure refusal(Kind kind, String project) {
    long left = SECONDS - cloud.clock().now().getEpochSecond() % SECONDS;
    return GcpFailure.tooOften(
            kind.metric,
            kind.metric + " per minute per region",
            "aiplatform.googleapis.com",
            "project_number:" + project)
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
