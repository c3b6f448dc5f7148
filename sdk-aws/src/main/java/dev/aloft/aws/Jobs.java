package dev.aloft.aws;

import dev.aloft.ProviderOption;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Container;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a job means here: its options, or the settings in their place, its machine and its image.
 * Pure.
 */
final class Jobs {
  /** The framework whose image a script runs in. */
  private static final String FRAMEWORK = "pytorch";

  private static final String XGBOOST = "xgboost";

  private final AwsConfig config;
  private final Machines machines;
  private final ImageCatalogue images = ImageCatalogue.current();

  Jobs(AwsConfig config) {
    this.config = config;
    this.machines = new Machines(config.requireRegion());
  }

  AwsConfig config() {
    return config;
  }

  Machines machines() {
    return machines;
  }

  Optional<String> role(TrainingJob job) {
    return text(job, SageMaker.ROLE_ARN, config.role());
  }

  Optional<String> kmsKey(TrainingJob job) {
    return text(job, SageMaker.KMS_KEY, config.kmsKey());
  }

  private static Optional<String> text(
      TrainingJob job, ProviderOption<String> option, @Nullable String setting) {
    return job.options().get(option).or(() -> Optional.ofNullable(setting));
  }

  List<String> subnets(TrainingJob job) {
    return job.options().get(SageMaker.SUBNETS).map(AwsConfig::list).orElse(config.subnets());
  }

  List<String> securityGroups(TrainingJob job) {
    return job.options()
        .get(SageMaker.SECURITY_GROUPS)
        .map(AwsConfig::list)
        .orElse(config.securityGroups());
  }

  /** Further tags by their keys. */
  static Map<String, String> tags(TrainingJob job) {
    Map<String, String> tags = new LinkedHashMap<>(job.labels());
    for (String pair : AwsConfig.list(job.options().get(SageMaker.TAGS).orElse(""))) {
      int equals = pair.indexOf('=');
      tags.put(
          equals < 0 ? pair : pair.substring(0, equals),
          equals < 0 ? "" : pair.substring(equals + 1));
    }
    return tags;
  }

  /** Regular expressions by the names of their metrics. */
  static Map<String, String> metrics(TrainingJob job) {
    Map<String, String> metrics = new LinkedHashMap<>();
    String lines = job.options().get(SageMaker.METRIC_DEFINITIONS).orElse("");
    for (String line : lines.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (!line.isBlank()) {
        metrics.put(
            (equals < 0 ? line : line.substring(0, equals)).strip(),
            equals < 0 ? "" : line.substring(equals + 1));
      }
    }
    return metrics;
  }

  Machines.Choice machine(TrainingJob job) {
    return machines.choose(job.machine().orElse(null), Machines.TRAINING);
  }

  /** The address of the image that a job runs in. */
  String image(TrainingJob job) {
    if (job.workload() instanceof Container container) {
      return container.image();
    }
    if (job.workload() instanceof Script script && script.image().isPresent()) {
      return script.image().get();
    }
    String framework =
        job.workload() instanceof Algorithm
            ? XGBOOST
            : job.options().get(SageMaker.FRAMEWORK).orElse(FRAMEWORK);
    String version = job.options().get(SageMaker.IMAGE_VERSION).orElseGet(() -> newest(framework));
    return images.uri(
        ImageQuery.training(framework, version, machine(job).type()), config.requireRegion());
  }

  private String newest(String framework) {
    List<String> versions = images.versions(framework, "training");
    return versions.isEmpty() ? "" : versions.get(versions.size() - 1);
  }

  /** The version of the library in an image of XGBoost: {@code 3.2} of {@code …:3.2-0}. */
  static String libraryVersion(String image) {
    String tag = image.substring(image.lastIndexOf(':') + 1);
    int hyphen = tag.indexOf('-');
    return hyphen < 0 ? tag : tag.substring(0, hyphen);
  }
}
