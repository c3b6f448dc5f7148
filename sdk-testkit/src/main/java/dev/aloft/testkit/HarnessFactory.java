package dev.aloft.testkit;

import java.nio.file.Path;

/**
 * How a provider's test classes come to a {@link ProviderHarness}. A provider implements it once,
 * as a default method of an interface of its own, and each of its suites implements that interface.
 */
@FunctionalInterface
public interface HarnessFactory {

  /**
   * Opens a harness over a place where nothing exists yet. Called before each test.
   *
   * @param directory an empty directory that is removed after the test
   */
  ProviderHarness openHarness(Path directory);
}
