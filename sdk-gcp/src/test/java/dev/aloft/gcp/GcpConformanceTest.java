package dev.aloft.gcp;

import dev.aloft.fake.gcp.Stage;
import dev.aloft.fake.gcp.Timetable;
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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Every suite, over TCP against the fake, with the vendor's own client. */
class GcpConformanceTest extends ProviderConformance {
  interface Gcp extends HarnessFactory {
    @Override
    default ProviderHarness openHarness(Path directory) {
      return new GcpHarness(directory);
    }
  }

  /** Lists do not show for a while what was just made. */
  interface LateGcp extends HarnessFactory {
    @Override
    default ProviderHarness openHarness(Path directory) {
      Timetable late = Timetable.usual().with(Stage.LIST_LAG, Duration.ofSeconds(20));
      return new GcpHarness(directory, cloud -> cloud.timetable(late));
    }
  }

  @Nested
  class Capabilities extends CapabilityConformance implements Gcp {}

  /** A process that sleeps at every fourth of the many requests of a deploy takes minutes. */
  @Nested
  @Tag("long")
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  class Concurrency extends ConcurrencyConformance implements Gcp {}

  /** At every write of every flow; a deploy sends so many requests here that it takes minutes. */
  @Nested
  @Tag("long")
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  class Crash extends CrashConformance implements Gcp {
    @Override
    protected boolean playsReads() {
      return false;
    }
  }

  @Nested
  class Data extends DataConformance implements Gcp {}

  @Nested
  class Driver extends DriverConformance implements Gcp {}

  @Nested
  class Errors extends ErrorsConformance implements Gcp {}

  /** A minute and a half. */
  @Nested
  @Tag("long")
  class FaultPairs extends FaultPairsConformance implements Gcp {}

  @Nested
  class Names extends NamesConformance implements Gcp {}

  @Nested
  class Operations extends OperationsConformance implements Gcp {}

  @Nested
  class Predictions extends PredictionConformance implements Gcp {}

  @Nested
  class Probes extends ProbeConformance implements Gcp {}

  @Nested
  class Registry extends RegistryConformance implements Gcp {}

  @Nested
  class Resilience extends ResilienceConformance implements Gcp {}

  @Nested
  class Serving extends ServingConformance implements Gcp {}

  @Nested
  class Training extends TrainingConformance implements Gcp {}

  @Nested
  class LateRegistry extends RegistryConformance implements LateGcp {}

  @Nested
  class LateTraining extends TrainingConformance implements LateGcp {}
}
