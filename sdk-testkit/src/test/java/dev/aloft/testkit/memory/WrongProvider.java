package dev.aloft.testkit.memory;

import dev.aloft.testkit.CapabilityConformance;
import dev.aloft.testkit.ConcurrencyConformance;
import dev.aloft.testkit.CrashConformance;
import dev.aloft.testkit.DataConformance;
import dev.aloft.testkit.DriverConformance;
import dev.aloft.testkit.ErrorsConformance;
import dev.aloft.testkit.HarnessFactory;
import dev.aloft.testkit.NamesConformance;
import dev.aloft.testkit.OperationsConformance;
import dev.aloft.testkit.PredictionConformance;
import dev.aloft.testkit.ProbeConformance;
import dev.aloft.testkit.ProviderHarness;
import dev.aloft.testkit.RegistryConformance;
import dev.aloft.testkit.ResilienceConformance;
import dev.aloft.testkit.ServingConformance;
import dev.aloft.testkit.TrainingConformance;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The suites over a provider with a defect; run by {@link WrongProvidersTest} only. */
interface WrongProvider extends HarnessFactory {
  /** Inherited, since histories are played on threads of their own. */
  ThreadLocal<@Nullable Defect> DEFECT = new InheritableThreadLocal<>();

  @Override
  default ProviderHarness openHarness(Path directory) {
    return new MemoryHarness(directory, DEFECT.get());
  }

  class Capabilities extends CapabilityConformance implements WrongProvider {}

  class Concurrency extends ConcurrencyConformance implements WrongProvider {}

  class Crash extends CrashConformance implements WrongProvider {}

  class Data extends DataConformance implements WrongProvider {}

  class Driver extends DriverConformance implements WrongProvider {}

  class Errors extends ErrorsConformance implements WrongProvider {}

  class Names extends NamesConformance implements WrongProvider {}

  class Operations extends OperationsConformance implements WrongProvider {}

  class Predictions extends PredictionConformance implements WrongProvider {}

  class Probes extends ProbeConformance implements WrongProvider {}

  class Registry extends RegistryConformance implements WrongProvider {}

  class Resilience extends ResilienceConformance implements WrongProvider {}

  class Serving extends ServingConformance implements WrongProvider {}

  class Training extends TrainingConformance implements WrongProvider {}
}
