package dev.aloft.fake.aws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The files that tell a training container what it is part of, below {@code input/config}. */
final class JobConfig {
  private final JobRequest request;

  JobConfig(JobRequest request) {
    this.request = request;
  }

  void write(Path directory, JobRequest.Host current) throws IOException {
    Files.createDirectories(directory);
    String hyperparameters =
        request.hyperparameters().isObject() ? request.hyperparameters().toString() : "{}";
    Files.writeString(directory.resolve("hyperparameters.json"), hyperparameters);
    Files.writeString(directory.resolve("inputdataconfig.json"), channels(current).toString());
    Files.writeString(directory.resolve("resourceconfig.json"), resources(current).toString());
  }

  private ObjectNode channels(JobRequest.Host current) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (JobRequest.Channel channel : request.channels()) {
      if (!channel.isFor(current)) {
        continue;
      }
      ObjectNode one = node.putObject(channel.name());
      if (channel.node().has("ContentType")) {
        one.put("ContentType", channel.node().path("ContentType").asString());
      }
      one.put("TrainingInputMode", channel.mode());
      one.put("S3DistributionType", channel.isSharded() ? "ShardedByS3Key" : "FullyReplicated");
      one.put("RecordWrapperType", channel.node().path("RecordWrapperType").asString("None"));
    }
    return node;
  }

  private ObjectNode resources(JobRequest.Host current) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("current_host", current.name())
            .put("current_instance_type", current.type())
            .put("current_group_name", current.group());
    ArrayNode hosts = node.putArray("hosts");
    List<JobRequest.Host> all = request.hosts();
    all.forEach(host -> hosts.add(host.name()));
    Map<String, ObjectNode> groups = new LinkedHashMap<>();
    for (JobRequest.Host host : all) {
      ((ArrayNode) groups.computeIfAbsent(host.group(), name -> group(host)).path("hosts"))
          .add(host.name());
    }
    ArrayNode array = node.putArray("instance_groups");
    groups.values().forEach(array::add);
    return node.put("network_interface_name", "eth0");
  }

  private static ObjectNode group(JobRequest.Host host) {
    ObjectNode group =
        JsonNodeFactory.instance
            .objectNode()
            .put("instance_group_name", host.group())
            .put("instance_type", host.type());
    group.putArray("hosts");
    return group;
  }
}
