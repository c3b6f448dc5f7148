package dev.aloft.local;

import dev.aloft.Capability;
import dev.aloft.driver.Backend;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Provider;
import dev.aloft.driver.Setting;
import java.util.List;
import java.util.Set;

/** The provider on this machine, scheme {@code local}. Stateless. */
public final class LocalProvider implements Provider {
  /** The scheme. */
  public static final String SCHEME = "local";

  private static final Set<Capability> CAPABILITIES =
      Set.of(Capability.REGISTRY, Capability.ALIASES);

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
    return List.of(
        Setting.of(LocalHome.SETTING, "the directory that holds everything", "~/.aloft"));
  }

  @Override
  public Backend open(DriverContext context) {
    return new LocalBackend(LocalHome.of(context.settings()), CAPABILITIES, context);
  }
}
