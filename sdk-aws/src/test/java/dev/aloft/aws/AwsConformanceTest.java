package dev.aloft.aws;

import dev.aloft.fake.aws.Stage;
import dev.aloft.fake.aws.Timetable;
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
class AwsConformanceTest extends ProviderConformance {
  interface Aws extends HarnessFactory {
    @Override
    default ProviderHarness openHarness(Path directory) {
      return new AwsHarness(directory);
    }
  }

  /** What was just made is not shown for a while, and its tags are told later still. */
  interface LateAws extends HarnessFactory {
    @Override
    default ProviderHarness openHarness(Path directory) {
      Timetable late =
          Timetable.usual()
              .with(Stage.CONSISTENCY_LAG, Duration.ofSeconds(10))
              .with(Stage.TAGS_LAG, Duration.ofSeconds(20));
      return new AwsHarness(directory, cloud -> cloud.timetable(late));
    }
  }

  @Nested
  class Capabilities extends CapabilityConformance implements Aws {}

  @Nested
  class Concurrency extends ConcurrencyConformance implements Aws {}

  /** At every write of every flow. */
  @Nested
  class Crash extends CrashConformance implements Aws {
    @Override
    protected boolean playsReads() {
      return false;
    }
  }

  /** At every request of every flow: minutes. */
  @Nested
  @Tag("long")
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  class CrashAtEveryRequest extends CrashConformance implements Aws {}

  @Nested
  class Data extends DataConformance implements Aws {}

  @Nested
  class Driver extends DriverConformance implements Aws {}

  @Nested
  class Errors extends ErrorsConformance implements Aws {}

  @Nested
  class FaultPairs extends FaultPairsConformance implements Aws {}

  @Nested
  class Names extends NamesConformance implements Aws {}

  @Nested
  class Operations extends OperationsConformance implements Aws {}

  @Nested
  class Predictions extends PredictionConformance implements Aws {}

  @Nested
  class Probes extends ProbeConformance implements Aws {}

  @Nested
  class Registry extends RegistryConformance implements Aws {}

  @Nested
  class Resilience extends ResilienceConformance implements Aws {}

  @Nested
  class Serving extends ServingConformance implements Aws {}

  @Nested
  class Training extends TrainingConformance implements Aws {}

  @Nested
  class LateTraining extends TrainingConformance implements LateAws {}
}
