package dev.aloft.fake.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How a training job is told of: whole, as Describe and Search do, or in a line of a list. */
final class JobDescription {
  private static final List<String> KEPT =
      List.of(
          "HyperParameters",
          "AlgorithmSpecification",
          "RoleArn",
          "InputDataConfig",
          "OutputDataConfig",
          "ResourceConfig",
          "VpcConfig",
          "StoppingCondition",
          "CheckpointConfig",
          "DebugHookConfig",
          "ExperimentConfig",
          "DebugRuleConfigurations",
          "TensorBoardOutputConfig",
          "ProfilerConfig",
          "ProfilerRuleConfigurations",
          "Environment",
          "RetryStrategy",
          "RemoteDebugConfig",
          "InfraCheckConfig",
          "ServerlessJobConfig",
          "MlflowConfig",
          "ModelPackageConfig");

  private static final List<String> SWITCHES =
      List.of(
          "EnableNetworkIsolation",
          "EnableInterContainerTrafficEncryption",
          "EnableManagedSpotTraining");

  private JobDescription() {}

  /** The line of a list. */
  static ObjectNode summary(Job job) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("TrainingJobName", job.name())
            .put("TrainingJobArn", job.arn());
    node.set("CreationTime", Epoch.seconds(job.created()));
    Instant ended = job.ended();
    if (ended != null) {
      node.set("TrainingEndTime", Epoch.seconds(ended));
    }
    node.set("LastModifiedTime", Epoch.seconds(job.modified()));
    node.put("TrainingJobStatus", job.status()).put("SecondaryStatus", job.secondary());
    WarmPool pool = job.pool();
    if (pool != null) {
      node.set("WarmPoolStatus", pool.describe());
    }
    return node;
  }

  /** The whole of it. */
  static ObjectNode whole(Job job) {
    ObjectNode input = job.input();
    ObjectNode node = summary(job);
    for (String member : KEPT) {
      if (input.has(member)) {
        node.set(member, input.get(member));
      }
    }
    for (String member : SWITCHES) {
      node.put(member, input.path(member).asBoolean(false));
    }
    node.putObject("ModelArtifacts").put("S3ModelArtifacts", new JobRequest(input).model());
    boolean profiled =
        input.has("ProfilerConfig")
            && !input.path("ProfilerConfig").path("DisableProfiler").asBoolean(false);
    node.put("ProfilingStatus", profiled ? "Enabled" : "Disabled");
    JsonNode metrics = new JobRequest(input).metricDefinitions();
    if (!metrics.isEmpty() && node.get("AlgorithmSpecification") instanceof ObjectNode algorithm) {
      algorithm.set("MetricDefinitions", metrics);
    }
    defaults(node);
    if (job.failure() != null) {
      node.put("FailureReason", job.failure());
    }
    times(job, node);
    transitions(job, node.putArray("SecondaryStatusTransitions"));
    metrics(job, node);
    return node;
  }

  private static void defaults(ObjectNode node) {
    ObjectNode output = (ObjectNode) node.path("OutputDataConfig");
    if (!output.has("KmsKeyId")) {
      output.put("KmsKeyId", "");
    }
    if (!output.has("CompressionType")) {
      output.put("CompressionType", "GZIP");
    }
    for (JsonNode channel : node.path("InputDataConfig")) {
      ObjectNode fields = (ObjectNode) channel;
      if (!fields.has("CompressionType")) {
        fields.put("CompressionType", "None");
      }
      if (!fields.has("RecordWrapperType")) {
        fields.put("RecordWrapperType", "None");
      }
    }
  }

  private static void times(Job job, ObjectNode node) {
    Instant started = job.started();
    if (started == null) {
      return;
    }
    node.set("TrainingStartTime", Epoch.seconds(started));
    Instant ended = job.ended();
    if (ended != null) {
      node.put(
          "TrainingTimeInSeconds",
          Math.max(1, (Duration.between(started, ended).toMillis() + 999) / 1000));
      node.put("BillableTimeInSeconds", Math.max(1, (job.billableMillis() + 999) / 1000));
    }
  }

  private static void transitions(Job job, ArrayNode array) {
    List<Job.Transition> all = job.transitions();
    for (int i = 0; i < all.size(); i++) {
      Job.Transition one = all.get(i);
      ObjectNode node = array.addObject();
      node.put("Status", one.status());
      node.set("StartTime", Epoch.seconds(one.start()));
      boolean last = i == all.size() - 1;
      if (!last || job.isTerminal()) {
        node.set("EndTime", Epoch.seconds(last ? one.start() : all.get(i + 1).start()));
      }
      node.put("StatusMessage", one.message());
    }
  }

  private static void metrics(Job job, ObjectNode node) {
    JobRun run = job.run();
    Map<String, Job.Metric> metrics = run == null ? job.metrics() : run.metrics();
    if (metrics.isEmpty()) {
      return;
    }
    ArrayNode array = node.putArray("FinalMetricDataList");
    metrics.forEach(
        (name, metric) -> {
          ObjectNode one = array.addObject().put("MetricName", name).put("Value", metric.value());
          one.set("Timestamp", Epoch.seconds(metric.time()));
        });
  }
}
