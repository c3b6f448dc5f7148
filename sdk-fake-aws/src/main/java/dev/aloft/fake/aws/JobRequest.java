package dev.aloft.fake.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a CreateTrainingJob asked for, once it is known to be in order. Immutable. */
final class JobRequest {
  /** The directory that a container has all its files below. */
  static final String MOUNT = "/opt/ml";

  private static final int DAY = 86_400;

  private final ObjectNode input;

  JobRequest(ObjectNode input) {
    this.input = input;
  }

  /** A machine of a job. */
  record Host(String name, String type, String group) {}

  /** A channel. */
  record Channel(String name, JsonNode node, String mode) {
    JsonNode s3() {
      return node.path("DataSource").path("S3DataSource");
    }

    boolean isSharded() {
      return s3().path("S3DataDistributionType").asString("").equals("ShardedByS3Key");
    }

    boolean isGzip() {
      return node.path("CompressionType").asString("").equals("Gzip");
    }

    boolean isFor(Host host) {
      JsonNode groups = s3().path("InstanceGroupNames");
      if (groups.isEmpty()) {
        return true;
      }
      for (JsonNode group : groups) {
        if (group.asString().equals(host.group())) {
          return true;
        }
      }
      return false;
    }
  }

  String name() {
    return input.path("TrainingJobName").asString();
  }

  String image() {
    return input.path("AlgorithmSpecification").path("TrainingImage").asString("");
  }

  String role() {
    return input.path("RoleArn").asString();
  }

  List<String> entrypoint() {
    return texts(input.path("AlgorithmSpecification").path("ContainerEntrypoint"));
  }

  /** The container's arguments: those that were asked for, else what starts an image's own. */
  List<String> arguments() {
    List<String> given = texts(input.path("AlgorithmSpecification").path("ContainerArguments"));
    return given.isEmpty() && entrypoint().isEmpty() ? List.of("train") : given;
  }

  JsonNode hyperparameters() {
    return input.path("HyperParameters");
  }

  Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    input
        .path("Environment")
        .properties()
        .forEach(e -> variables.put(e.getKey(), e.getValue().asString()));
    return variables;
  }

  List<Channel> channels() {
    String usual = input.path("AlgorithmSpecification").path("TrainingInputMode").asString("File");
    List<Channel> channels = new ArrayList<>();
    for (JsonNode node : input.path("InputDataConfig")) {
      channels.add(
          new Channel(
              node.path("ChannelName").asString(), node, node.path("InputMode").asString(usual)));
    }
    return channels;
  }

  List<Host> hosts() {
    JsonNode resources = input.path("ResourceConfig");
    List<Host> hosts = new ArrayList<>();
    for (JsonNode group : resources.path("InstanceGroups")) {
      add(hosts, group, group.path("InstanceGroupName").asString());
    }
    if (hosts.isEmpty()) {
      add(hosts, resources, "homogeneousCluster");
    }
    return hosts;
  }

  private static void add(List<Host> hosts, JsonNode machines, String group) {
    for (int i = 0; i < machines.path("InstanceCount").asInt(1); i++) {
      String name = "algo-" + (hosts.size() + 1);
      hosts.add(new Host(name, machines.path("InstanceType").asString(), group));
    }
  }

  boolean isSpot() {
    return input.path("EnableManagedSpotTraining").asBoolean(false);
  }

  Duration maxRuntime() {
    return Duration.ofSeconds(
        input.path("StoppingCondition").path("MaxRuntimeInSeconds").asInt(DAY));
  }

  Duration maxWait() {
    return Duration.ofSeconds(
        input.path("StoppingCondition").path("MaxWaitTimeInSeconds").asInt(DAY));
  }

  int retries() {
    return input.path("RetryStrategy").path("MaximumRetryAttempts").asInt(0);
  }

  Duration keepAlive() {
    return Duration.ofSeconds(
        input.path("ResourceConfig").path("KeepAlivePeriodInSeconds").asInt(0));
  }

  boolean isArchived() {
    return !input.path("OutputDataConfig").path("CompressionType").asString("GZIP").equals("NONE");
  }

  /** Where results go, without a slash at the end. */
  String output() {
    String path = input.path("OutputDataConfig").path("S3OutputPath").asString();
    return path.replaceFirst("/+$", "") + "/" + name() + "/output";
  }

  /** Where the model goes. */
  String model() {
    return output() + (isArchived() ? "/model.tar.gz" : "/model/");
  }

  /** Where checkpoints lie in S3; empty when there are none. */
  String checkpoints() {
    return input.path("CheckpointConfig").path("S3Uri").asString("");
  }

  /** Where the container has its checkpoints, below its mount. */
  String checkpointPath() {
    return input
        .path("CheckpointConfig")
        .path("LocalPath")
        .asString(MOUNT + "/checkpoints")
        .replaceFirst("^" + MOUNT + "/", "")
        .replaceFirst("/+$", "");
  }

  /** The metrics that were asked for, or those of an algorithm of AWS's. */
  JsonNode metricDefinitions() {
    return BuiltIns.isAlgorithm(input)
        ? BuiltIns.metrics(image(), input.path("HyperParameters"))
        : input.path("AlgorithmSpecification").path("MetricDefinitions");
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asString()));
    return texts;
  }
}
