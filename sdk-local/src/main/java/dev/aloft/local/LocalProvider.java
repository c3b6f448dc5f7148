package dev.aloft.local;

import dev.aloft.Capability;
import dev.aloft.driver.Backend;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Provider;
import dev.aloft.driver.Setting;
import dev.aloft.driver.Settings;
import dev.aloft.error.Problems;
import dev.aloft.local.serving.LocalServing;
import dev.aloft.local.training.LocalTraining;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The provider on this machine, scheme {@code local}. Stateless. */
public final class LocalProvider implements Provider {
  /** The scheme. */
  public static final String SCHEME = "local";

  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.TRAINING,
          Capability.TRAINING_XGBOOST,
          Capability.CATEGORIES,
          Capability.TRAINING_SCRIPT,
          Capability.CHECKPOINTS,
          Capability.LIVE_LOGS,
          Capability.REGISTRY,
          Capability.ALIASES,
          Capability.SERVING,
          Capability.TRAFFIC_SPLIT,
          Capability.ENDPOINT_LOGS);

  /** Used by the service loader. */
  public LocalProvider() {}

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
    List<Setting> all = new ArrayList<>();
    all.add(Setting.of(LocalHome.SETTING, "the directory that holds everything", "~/.aloft"));
    all.addAll(LocalTraining.settings());
    all.addAll(LocalServing.settings());
    return all;
  }

  @Override
  public void check(Settings settings, Problems problems) {
    LocalTraining.check(settings, problems);
    LocalServing.check(settings, problems);
  }

  @Override
  public Backend open(DriverContext context) {
    return new LocalBackend(
        LocalHome.of(context.settings()).requireUsable(), CAPABILITIES, context);
  }
}
