package dev.aloft.testkit.memory;

import dev.aloft.Capability;
import dev.aloft.driver.Backend;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Provider;
import dev.aloft.driver.Setting;
import java.util.List;
import java.util.Set;

/** Trains small linear models and serves them, all within this process. */
public final class MemoryProvider implements Provider {

  /** For discovery. */
  public MemoryProvider() {}

  @Override
  public String scheme() {
    return "memory";
  }

  @Override
  public int spiVersion() {
    return Provider.SPI;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.TRAINING,
        Capability.TRAINING_XGBOOST,
        Capability.CATEGORIES,
        Capability.TRAINING_SCRIPT,
        Capability.LIVE_LOGS,
        Capability.REGISTRY,
        Capability.ALIASES,
        Capability.SERVING,
        Capability.TRAFFIC_SPLIT,
        Capability.ENDPOINT_LOGS);
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.of("place", "The name of the cloud in this process.", "main"),
        Setting.of("token", "What a real provider would sign in with.").asSecret(),
        Setting.of("defect", "What it gets wrong."));
  }

  @Override
  public Backend open(DriverContext context) {
    return new MemoryBackend(context);
  }
}
