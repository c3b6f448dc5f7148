package dev.aloft.internal.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Machine;
import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Row;
import dev.aloft.error.Problem;
import dev.aloft.error.Problems;
import dev.aloft.model.Signature;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.Scaling;
import dev.aloft.serving.ServingRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeployChecksTest {
  private static final Signature TWO =
      new Signature(
          List.of(new Column("age", DataType.FLOAT32), new Column("city", DataType.STRING)),
          List.of());

  @Test
  void takesTheDefaults() {
    assertThat(fields("my-model", DeployOptions.defaults())).isEmpty();
  }

  @Test
  void takesEverythingThatIsRight() {
    DeployOptions options =
        DeployOptions.builder()
            .machine(Machine.cpus(2))
            .scaling(new Scaling(0, 4, 600, Duration.ofMinutes(5)))
            .runtime(ServingRuntime.container("me/img:1", 8080, "/p", "/h", Protocol.V2))
            .probe(Row.of(Map.of("age", 3, "city", "Ulm")))
            .label("team", "x")
            .expiresAfter(Duration.ofHours(1))
            .build();

    assertThat(fields("my-model", options)).isEmpty();
  }

  @Test
  void reportsEverythingAtOnce() {
    DeployOptions options =
        DeployOptions.builder()
            .machine(Machine.cpus(-1))
            .scaling(Scaling.between(3, 2, 0))
            .runtime(ServingRuntime.container("a b", 0, "p", "/h", Protocol.V2))
            .environment("ALOFT_X", "1")
            .expiresAfter(Duration.ZERO)
            .probe(Row.of(1.0))
            .build();

    assertThat(fields("My Model", options))
        .containsExactlyInAnyOrder(
            "name",
            "machine.cpus",
            "scaling.max",
            "scaling.targetPerMinute",
            "runtime.reference",
            "runtime.port",
            "runtime.predictRoute",
            "environment.ALOFT_X",
            "probe",
            "expiresAfter");
  }

  @Test
  void replicasMakeSense() {
    assertThat(fields("m", scaled(Scaling.fixed(0)))).containsExactly("scaling.max");
    assertThat(fields("m", scaled(new Scaling(-1, 1, 5, null)))).containsExactly("scaling.min");
    assertThat(fields("m", scaled(new Scaling(1, 2, 5, Duration.ofMinutes(1)))))
        .containsExactly("scaling.min");
  }

  @Test
  void aProbeMustFitTheSignature() {
    assertThat(fields("m", probed(Row.of(3, "Ulm")))).isEmpty();
    assertThat(fields("m", probed(Row.of("Ulm", 3)))).containsExactly("probe");
    assertThat(fields("m", probed(Row.of(Map.of("agee", 3))))).containsExactly("probe");
  }

  private static DeployOptions scaled(Scaling scaling) {
    return DeployOptions.builder().scaling(scaling).build();
  }

  private static DeployOptions probed(Row row) {
    return DeployOptions.builder().probe(row).build();
  }

  private static List<String> fields(String name, DeployOptions options) {
    Problems problems = new Problems();
    DeployChecks.check(name, options, TWO, problems);
    return problems.all().stream().map(Problem::field).toList();
  }
}
