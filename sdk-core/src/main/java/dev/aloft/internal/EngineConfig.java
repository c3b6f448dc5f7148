package dev.aloft.internal;

import dev.aloft.driver.Settings;
import dev.aloft.driver.Timing;
import dev.aloft.internal.discovery.SearchPath;
import dev.aloft.layer.Policy;
import dev.aloft.layer.Telemetry;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * What an engine is made of beside its backend.
 *
 * @param provider the provider's scheme
 * @param settings the resolved settings
 * @param timing time and timers
 * @param path where stores are looked for
 * @param classLoader the loader to load classes and services with
 * @param random jitter, from 0 to 1
 * @param telemetry is told of every call
 * @param policy is asked before every verb
 * @param hooks change vendor requests just before they leave, in this order
 */
public record EngineConfig(
    String provider,
    Settings settings,
    Timing timing,
    SearchPath path,
    ClassLoader classLoader,
    DoubleSupplier random,
    Telemetry telemetry,
    Policy policy,
    List<BeforeSend<?>> hooks) {

  /** Copies the list. */
  public EngineConfig {
    hooks = List.copyOf(hooks);
  }

  /** The usual rest: core's own loader, true jitter, no telemetry, policy or hooks. */
  public static EngineConfig of(String provider, Settings settings, Timing timing) {
    return new EngineConfig(
        provider,
        settings,
        timing,
        SearchPath.of(null),
        EngineConfig.class.getClassLoader(),
        () -> ThreadLocalRandom.current().nextDouble(),
        Telemetry.NONE,
        Policy.ALLOW,
        List.of());
  }
}
