package dev.aloft.local.conformance;

import dev.aloft.testkit.ConcurrencyConformance;
import dev.aloft.testkit.CrashConformance;
import dev.aloft.testkit.HarnessFactory;
import dev.aloft.testkit.PredictionConformance;
import dev.aloft.testkit.ProbeConformance;
import dev.aloft.testkit.ProviderHarness;
import dev.aloft.testkit.ServingConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** What concerns serving, with endpoints in a server process of their own. */
class LocalServerConformanceTest {
  interface Local extends HarnessFactory {
    @Override
    default ProviderHarness openHarness(Path directory) {
      return new LocalHarness(directory, "process");
    }
  }

  @Nested
  class Concurrency extends ConcurrencyConformance implements Local {}

  /** Hundreds of histories, each with a server process: too long for the test command. */
  @Nested
  @Tag("long")
  class Crash extends CrashConformance implements Local {}

  @Nested
  class Predictions extends PredictionConformance implements Local {}

  @Nested
  class Probes extends ProbeConformance implements Local {}

  @Nested
  class Serving extends ServingConformance implements Local {}
}
