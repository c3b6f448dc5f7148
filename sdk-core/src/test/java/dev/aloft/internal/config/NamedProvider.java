package dev.aloft.internal.config;

import dev.aloft.Capability;
import dev.aloft.driver.Backend;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Provider;
import dev.aloft.driver.Setting;
import dev.aloft.driver.Settings;
import dev.aloft.error.Problems;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** A provider that is only known by name and settings. */
record NamedProvider(String scheme, List<Setting> settings, BiConsumer<Settings, Problems> checks)
    implements Provider {
  static NamedProvider of(String scheme, Setting... settings) {
    return new NamedProvider(scheme, List.of(settings), (values, problems) -> {});
  }

  NamedProvider checkedBy(BiConsumer<Settings, Problems> own) {
    return new NamedProvider(scheme, settings, own);
  }

  @Override
  public void check(Settings values, Problems problems) {
    checks.accept(values, problems);
  }

  @Override
  public int spiVersion() {
    return SPI;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of();
  }

  @Override
  public Backend open(DriverContext context) {
    throw new IllegalStateException("never opened");
  }
}
