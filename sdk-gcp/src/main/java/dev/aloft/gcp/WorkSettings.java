package dev.aloft.gcp;

import dev.aloft.ProviderOption;
import dev.aloft.ProviderOptions;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Container;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a job or endpoint means here: its options, or the settings in their place, its machine and
 * its image. Pure.
 */
final class WorkSettings {
  /** The framework whose image a script runs in. */
  private static final String FRAMEWORK = "pytorch";

  private static final String XGBOOST = "xgboost";

  private final GcpConfig config;

  WorkSettings(GcpConfig config) {
    this.config = config;
  }

  GcpConfig config() {
    return config;
  }

  Optional<String> serviceAccount(ProviderOptions options) {
    return text(options, Vertex.SERVICE_ACCOUNT, config.serviceAccount());
  }

  Optional<String> network(ProviderOptions options) {
    return text(options, Vertex.NETWORK, config.network());
  }

  Optional<String> kmsKey(ProviderOptions options) {
    return text(options, Vertex.KMS_KEY, config.kmsKey());
  }

  private static Optional<String> text(
      ProviderOptions options, ProviderOption<String> option, @Nullable String setting) {
    return options.get(option).or(() -> Optional.ofNullable(setting));
  }

  Machines.Choice machine(TrainingJob job) {
    return Machines.choose(job.machine().orElse(null), Machines.TRAINING);
  }

  /** The address of the image that a job runs in; empty when Vertex AI has none of its own. */
  Optional<String> image(TrainingJob job) {
    if (job.workload() instanceof Container container) {
      return Optional.of(container.image());
    }
    Optional<String> own =
        job.workload() instanceof Script script
            ? script.image().or(() -> job.options().get(Vertex.TRAINING_IMAGE))
            : job.options().get(Vertex.TRAINING_IMAGE);
    String processor = Machines.processor(machine(job).type());
    return own.or(
        () ->
            ImageCatalogue.newest("training", framework(job), processor)
                .map(row -> row.uri(config.requireLocation())));
  }

  String framework(TrainingJob job) {
    return job.workload() instanceof Algorithm
        ? XGBOOST
        : job.options().get(Vertex.FRAMEWORK).orElse(FRAMEWORK);
  }
}
