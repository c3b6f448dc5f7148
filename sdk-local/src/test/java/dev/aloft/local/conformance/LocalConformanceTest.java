package dev.aloft.local.conformance;

import dev.aloft.testkit.CapabilityConformance;
import dev.aloft.testkit.ConcurrencyConformance;
import dev.aloft.testkit.CrashConformance;
import dev.aloft.testkit.DataConformance;
import dev.aloft.testkit.DriverConformance;
import dev.aloft.testkit.ErrorsConformance;
import dev.aloft.testkit.FaultPairsConformance;
import dev.aloft.testkit.HarnessFactory;
import dev.aloft.testkit.NamesConformance;
import dev.aloft.testkit.OperationsConformance;
import dev.aloft.testkit.PredictionConformance;
import dev.aloft.testkit.ProbeConformance;
import dev.aloft.testkit.ProviderConformance;
import dev.aloft.testkit.ProviderHarness;
import dev.aloft.testkit.RegistryConformance;
import dev.aloft.testkit.ResilienceConformance;
import dev.aloft.testkit.ServingConformance;
import dev.aloft.testkit.TrainingConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** Every suite, with endpoints inside the program. */
class LocalConformanceTest extends ProviderConformance {
  interface Local extends HarnessFactory {
    @Override
    default ProviderHarness openHarness(Path directory) {
      return new LocalHarness(directory, "embedded");
    }
  }

  @Nested
  class Capabilities extends CapabilityConformance implements Local {}

  @Nested
  class Concurrency extends ConcurrencyConformance implements Local {}

  @Nested
  class Crash extends CrashConformance implements Local {}

  @Nested
  class Data extends DataConformance implements Local {}

  @Nested
  class Driver extends DriverConformance implements Local {}

  @Nested
  class Errors extends ErrorsConformance implements Local {}

  @Nested
  class FaultPairs extends FaultPairsConformance implements Local {}

  @Nested
  class Names extends NamesConformance implements Local {}

  @Nested
  class Operations extends OperationsConformance implements Local {}

  @Nested
  class Predictions extends PredictionConformance implements Local {}

  @Nested
  class Probes extends ProbeConformance implements Local {}

  @Nested
  class Registry extends RegistryConformance implements Local {}

  @Nested
  class Resilience extends ResilienceConformance implements Local {}

  @Nested
  class Serving extends ServingConformance implements Local {}

  @Nested
  class Training extends TrainingConformance implements Local {}
}
