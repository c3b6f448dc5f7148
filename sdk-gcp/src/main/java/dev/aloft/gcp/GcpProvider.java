package dev.aloft.gcp;

import dev.aloft.Capability;
import dev.aloft.driver.Backend;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Provider;
import dev.aloft.driver.Setting;
import dev.aloft.driver.Settings;
import dev.aloft.error.Problems;
import java.util.List;
import java.util.Set;

/** The provider on Vertex AI and Cloud Storage, scheme {@code gcp}. Stateless. */
public final class GcpProvider implements Provider {
  /** The scheme. */
  public static final String SCHEME = "gcp";

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
          Capability.ENDPOINT_LOGS);

  /** Used by the service loader. */
  public GcpProvider() {}

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
    return GcpConfig.settings();
  }

  @Override
  public void check(Settings settings, Problems problems) {
    GcpConfig.check(settings, problems);
  }

  @Override
  public Backend open(DriverContext context) {
    return new GcpBackend(GcpConfig.of(context.settings()), CAPABILITIES, context);
  }
}
