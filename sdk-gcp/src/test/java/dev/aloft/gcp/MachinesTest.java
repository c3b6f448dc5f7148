package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.aiplatform.v1.AcceleratorType;
import dev.aloft.Machine;
import dev.aloft.error.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types as the service names them, also those that are newer than the vendor's client. */
class MachinesTest {
  @ParameterizedTest
  @CsvSource({
    "n1-standard-4, cpu",
    "n1-standard-8+T4:1, gpu",
    "g2-standard-4, gpu",
    "cloud-tpu+TPU_V3:8, tpu",
    "ct5lp-hightpu-4t, tpu",
    "n1-standard-8+999:1, gpu",
    "c3-standard-4, cpu"
  })
  void whatComputesOnATypeIsTold(String type, String processor) {
    assertThat(Machines.processor(type)).isEqualTo(processor);
  }

  @Test
  void anAcceleratorThatTheClientDoesNotKnowIsSentByItsNumber() {
    assertThat(faults("n1-standard-8+999:2")).isEmpty();
    assertThat(Machines.spec("n1-standard-8+999:2").getAcceleratorTypeValue()).isEqualTo(999);
    assertThat(Machines.spec("n1-standard-8+nvidia_l4:2").getAcceleratorType())
        .isEqualTo(AcceleratorType.NVIDIA_L4);
  }

  @ParameterizedTest
  @CsvSource({"n1-standard-8+UNRECOGNIZED:1", "n1-standard-8+ACCELERATOR_TYPE_UNSPECIFIED:1"})
  void whatIsNoAcceleratorIsRefused(String type) {
    assertThat(faults(type)).contains("by its number in the API");
  }

  @Test
  void everyAcceleratorOfTheRowsIsKnown() {
    assertThat(Machines.types())
        .allSatisfy(row -> assertThat(faults(row.name())).as(row.name()).isEmpty());
  }

  private static String faults(String type) {
    Problems problems = new Problems();
    Machines.check(Machine.type(type), Machines.TRAINING, problems);
    return problems.isEmpty() ? "" : problems.all().toString();
  }
}
