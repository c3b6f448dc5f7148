package dev.aloft.testkit.memory;

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

// tag::suites[]
class MemoryConformanceTest extends ProviderConformance {
  interface Memory extends HarnessFactory {
    @Override
    default ProviderHarness openHarness(Path directory) {
      return new MemoryHarness(directory, null);
    }
  }

  @Nested
  class Capabilities extends CapabilityConformance implements Memory {}

  @Nested
  class Concurrency extends ConcurrencyConformance implements Memory {}

  @Nested
  class Crash extends CrashConformance implements Memory {}

  @Nested
  class Data extends DataConformance implements Memory {}

  @Nested
  class Driver extends DriverConformance implements Memory {}

  @Nested
  class Errors extends ErrorsConformance implements Memory {}

  @Nested
  class FaultPairs extends FaultPairsConformance implements Memory {}

  @Nested
  class Names extends NamesConformance implements Memory {}

  @Nested
  class Operations extends OperationsConformance implements Memory {}

  @Nested
  class Predictions extends PredictionConformance implements Memory {}

  @Nested
  class Probes extends ProbeConformance implements Memory {}

  @Nested
  class Registry extends RegistryConformance implements Memory {}

  @Nested
  class Resilience extends ResilienceConformance implements Memory {}

  @Nested
  class Serving extends ServingConformance implements Memory {}

  @Nested
  class Training extends TrainingConformance implements Memory {}
}
// end::suites[]
