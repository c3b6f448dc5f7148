package dev.aloft.aws;

import dev.aloft.Capability;
import dev.aloft.driver.Backend;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Provider;
import dev.aloft.driver.Setting;
import dev.aloft.driver.Settings;
import dev.aloft.error.Problems;
import java.util.List;
import java.util.Set;

/** The provider on SageMaker and S3, scheme {@code aws}. Stateless. */
public final class AwsProvider implements Provider {
  /** The scheme. */
  public static final String SCHEME = "aws";

  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.TRAINING,
          Capability.TRAINING_XGBOOST,
          Capability.TRAINING_SCRIPT,
          Capability.TRAINING_CONTAINER,
          Capability.TRAINING_NODES,
          Capability.SPOT_TRAINING,
          Capability.TRAINING_GPU,
          Capability.CHECKPOINTS,
          Capability.LIVE_LOGS,
          Capability.REGISTRY,
          Capability.ALIASES,
          Capability.SERVING,
          Capability.TRAFFIC_SPLIT,
          Capability.REPLICAS,
          Capability.AUTOSCALING,
          Capability.SERVING_CONTAINER,
          Capability.SERVING_SCRIPT,
          Capability.ENDPOINT_LOGS);

  /** Used by the service loader. */
  public AwsProvider() {}

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public int spiVersion() {
    return SPI;
  }

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public List<Setting> settings() {
    return AwsConfig.settings();
  }

  @Override
  public void check(Settings settings, Problems problems) {
    AwsConfig.check(settings, problems);
  }

  @Override
  public Backend open(DriverContext context) {
    return new AwsBackend(AwsConfig.of(context.settings()), CAPABILITIES, context);
  }
}
