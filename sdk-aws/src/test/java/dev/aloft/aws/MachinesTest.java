package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.Machine;
import dev.aloft.error.Problems;
import org.junit.jupiter.api.Test;

class MachinesTest {
  private final Machines machines = new Machines("us-east-1");

  @Test
  void takesTheCheapestTypeThatHasWhatIsAsked() {
    assertThat(type(Machine.cpus(2).memoryGib(8))).isEqualTo("ml.t3.large");
    assertThat(type(Machine.cpus(8))).isEqualTo("ml.t3.2xlarge");
    assertThat(type(Machine.cpus(16))).isEqualTo("ml.c5.4xlarge");
    assertThat(type(Machine.cpus(1).gpu("T4", 1))).isEqualTo("ml.g4dn.xlarge");
    assertThat(type(Machine.cpus(1).gpu("T4", 4))).isEqualTo("ml.g4dn.12xlarge");
  }

  private String type(Machine machine) {
    return machines.choose(machine, Machines.TRAINING).type();
  }

  @Test
  void saysWhy() {
    assertThat(machines.choose(Machine.cpus(16), Machines.TRAINING).reason())
        .contains("16 CPUs")
        .contains("USD per hour");
    assertThat(machines.choose(null, Machines.TRAINING))
        .hasToString("ml.m5.large (the small machine of this provider)");
  }

  @Test
  void takesANamedTypeAsGivenEvenAnUnknownOne() {
    Machine fresh = Machine.type("ml.m99.large");
    Problems problems = new Problems();
    machines.check(fresh, Machines.TRAINING, problems);
    assertThat(problems.isEmpty()).isTrue();
    assertThat(type(fresh)).isEqualTo("ml.m99.large");
  }

  @Test
  void namesKnownTypesNearAnUnknownOne() {
    assertThat(machines.choose(Machine.type("ml.m5.larg"), Machines.TRAINING).reason())
        .startsWith("as asked, not known here; near are ml.m5.large");
    assertThat(machines.choose(Machine.type("ml.m5.large"), Machines.TRAINING).reason())
        .isEqualTo("as asked");
  }

  @Test
  void refusesWhatTheUseLacks() {
    assertThat(faults(machines, Machine.type("ml.c5.large"))).contains("c5").contains("training");
    assertThat(faults(machines, Machine.type("m5.large"))).contains("ml.m5.large");
    assertThat(faults(machines, Machine.cpus(1).gpu("Abacus", 1))).contains("T4");
    assertThatThrownBy(() -> machines.choose(Machine.cpus(1).gpu("Abacus", 1), Machines.TRAINING))
        .hasMessageContaining("Abacus");
  }

  private static String faults(Machines machines, Machine machine) {
    Problems problems = new Problems();
    machines.check(machine, Machines.TRAINING, problems);
    return problems.all().toString();
  }
}
