package dev.aloft.aws;

import dev.aloft.ProviderOption;
import dev.aloft.serving.EndpointRevision;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a revision means here: its options, or the settings in their place. Pure. */
final class ServingSettings {
  private final AwsConfig config;

  ServingSettings(AwsConfig config) {
    this.config = config;
  }

  Optional<String> role(EndpointRevision revision) {
    return text(revision, SageMaker.ROLE_ARN, config.role());
  }

  Optional<String> kmsKey(EndpointRevision revision) {
    return text(revision, SageMaker.KMS_KEY, config.kmsKey());
  }

  List<String> subnets(EndpointRevision revision) {
    return list(revision, SageMaker.SUBNETS, config.subnets());
  }

  List<String> securityGroups(EndpointRevision revision) {
    return list(revision, SageMaker.SECURITY_GROUPS, config.securityGroups());
  }

  private static Optional<String> text(
      EndpointRevision revision, ProviderOption<String> option, @Nullable String setting) {
    return revision.options().get(option).or(() -> Optional.ofNullable(setting));
  }

  private static List<String> list(
      EndpointRevision revision, ProviderOption<String> option, List<String> setting) {
    return revision.options().get(option).map(AwsConfig::list).orElse(setting);
  }
}
