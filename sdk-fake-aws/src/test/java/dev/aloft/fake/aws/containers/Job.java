package dev.aloft.fake.aws.containers;

import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.TrainingContainer;
import dev.aloft.fake.work.TrainingWork;
import dev.aloft.fake.work.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.ObjectMapper;

/** A job's directory as SageMaker fills it, and its container. One use. */
final class Job {
  static final String XGBOOST =
      "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1";
  static final String PYTORCH =
      "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.8.0-cpu-py312";

  final Path root;
  final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  final CompletableFuture<String> firstRound = new CompletableFuture<>();
  private final String image;
  private final Map<String, String> hyperparameters = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> channels = new LinkedHashMap<>();
  private final Map<String, Path> objects = new LinkedHashMap<>();

  Job(String image, Path root) throws IOException {
    this.image = image;
    this.root = root;
    for (String part : List.of("input/config", "input/data", "model", "output/data")) {
      Files.createDirectories(root.resolve(part));
    }
  }

  Job with(String hyperparameter, String value) {
    hyperparameters.put(hyperparameter, value);
    return this;
  }

  Job channel(String name, String contentType, String file, String text) throws IOException {
    Path directory = Files.createDirectories(root.resolve("input/data").resolve(name));
    Files.writeString(directory.resolve(file), text);
    channels.put(
        name,
        contentType.isEmpty()
            ? Map.of("TrainingInputMode", "File", "S3DistributionType", "FullyReplicated")
            : Map.of(
                "ContentType",
                contentType,
                "TrainingInputMode",
                "File",
                "S3DistributionType",
                "FullyReplicated"));
    return this;
  }

  Job object(String address, Path file) {
    objects.put(address, file);
    return this;
  }

  Work start(ContainerHost host) throws Exception {
    ObjectMapper json = new ObjectMapper();
    Path config = root.resolve("input/config");
    json.writeValue(config.resolve("hyperparameters.json"), hyperparameters);
    json.writeValue(config.resolve("inputdataconfig.json"), channels);
    json.writeValue(
        config.resolve("resourceconfig.json"),
        Map.of(
            "current_host", "algo-1",
            "current_instance_type", "ml.m5.large",
            "current_group_name", "homogeneousCluster",
            "hosts", List.of("algo-1"),
            "network_interface_name", "eth0"));
    TrainingContainer container =
        SageMakerImages.standard(
                host,
                (bucket, key) -> Optional.ofNullable(objects.get("s3://" + bucket + "/" + key)))
            .training(image)
            .orElseThrow();
    return container.start(
        new TrainingWork(
            image,
            root,
            "/opt/ml",
            List.of(),
            List.of("train"),
            Map.of("TRAINING_JOB_NAME", "job-1", "AWS_REGION", "us-east-1"),
            this::log));
  }

  private void log(String line) {
    lines.add(line);
    if (line.startsWith("[0]")) {
      firstRound.complete(line);
    }
  }

  int run(ContainerHost host) throws Exception {
    return start(host).exit().join();
  }

  String failure() throws IOException {
    return Files.readString(root.resolve("output/failure"));
  }
}
