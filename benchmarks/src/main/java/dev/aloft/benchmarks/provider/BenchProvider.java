package dev.aloft.benchmarks.provider;

import dev.aloft.Capability;
import dev.aloft.driver.Backend;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Provider;
import dev.aloft.driver.Setting;
import java.util.List;
import java.util.Set;

/** Accepts everything at once, in this process, without a network. */
public final class BenchProvider implements Provider {
  static final String PLACE = "place";
  static final String REQUESTS = "requests";

  /** For discovery. */
  public BenchProvider() {}

  @Override
  public String scheme() {
    return "bench";
  }

  @Override
  public int spiVersion() {
    return SPI;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.TRAINING,
        Capability.TRAINING_CONTAINER,
        Capability.SERVING,
        Capability.REGISTRY,
        Capability.ALIASES);
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.of(PLACE, "The name of the place; each has its own store.", "main"),
        Setting.of(REQUESTS, "Whether listing the models sends a request.", "true"));
  }

  @Override
  public Backend open(DriverContext context) {
    return new BenchBackend(context, capabilities());
  }
}
