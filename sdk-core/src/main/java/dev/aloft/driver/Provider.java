package dev.aloft.driver;

import dev.aloft.Capability;
import dev.aloft.error.Problems;
import java.util.List;
import java.util.Set;

/**
 * A provider as it is found on the class path. Implementations are tiny, have a public constructor
 * without arguments that cannot fail and starts nothing, and are named in {@code
 * META-INF/services/dev.aloft.driver.Provider}.
 */
public interface Provider {
  /**
   * The version of these interfaces. A provider returns this constant from {@link #spiVersion()};
   * the compiler copies its value, so that a provider of another version is recognised.
   */
  int SPI = 1;

  /** The word in URIs and messages, lower-case letters and digits, such as {@code aws}. */
  String scheme();

  /** {@link #SPI}, as it was when the provider was compiled. */
  int spiVersion();

  /** The most that this provider can do anywhere. */
  Set<Capability> capabilities();

  /** The settings that it understands, beside those that every provider has. */
  List<Setting> settings();

  /**
   * Notes every value of a setting that cannot be right, so that all are told at once, before the
   * provider is opened. Looks at the settings alone. Default: notes nothing.
   *
   * @param settings the resolved settings
   * @param problems takes the faults; each field is the name of a setting
   */
  default void check(Settings settings, Problems problems) {}

  /**
   * Opens the provider. Must not call out over the network; may be called from any thread.
   *
   * @throws dev.aloft.error.AloftException INVALID_REQUEST for settings that cannot be right
   */
  Backend open(DriverContext context);
}
