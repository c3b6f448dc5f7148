package dev.aloft.internal.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Machine;
import dev.aloft.ProviderOption;
import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Row;
import dev.aloft.error.AloftException;
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
  private static final ProviderOption<Integer> EVEN =
      ProviderOption.of("kit", "even", Integer.class).taking(n -> n % 2 == 0, "an even number");

  @Test
  void takesEverythingThatIsRight() {
    DeployOptions.builder()
        .machine(Machine.cpus(2))
        .scaling(new Scaling(0, 4, 600, Duration.ofMinutes(5)))
        .runtime(ServingRuntime.container("me/img:1", 8080, "/p", "/h", Protocol.V2))
        .probe(Row.of(Map.of("age", 3, "city", "Ulm")))
        .label("team", "x")
        .expiresAfter(Duration.ofHours(1))
        .option(EVEN, 4)
        .build();
  }

  @Test
  void reportsEverythingAtOnce() {
    DeployOptions.Builder options =
        DeployOptions.builder()
            .machine(Machine.cpus(-1))
            .scaling(Scaling.between(3, 2, 0))
            .runtime(ServingRuntime.container("a b", 0, "p", "/h", Protocol.V2))
            .environment("ALOFT_X", "1")
            .expiresAfter(Duration.ZERO)
            .option(EVEN, 3)
            .probe(Row.of());

    assertThat(fields(options))
        .containsExactlyInAnyOrder(
            "machine.cpus",
            "scaling.max",
            "scaling.targetPerMinute",
            "runtime.reference",
            "runtime.port",
            "runtime.predictRoute",
            "environment.ALOFT_X",
            "probe",
            "expiresAfter",
            "options.kit:even");
  }

  @Test
  void anOptionSaysThatAValueIsOfAnotherType() {
    assertThat(EVEN.fault("four")).contains("a value of the type Integer");
    assertThat(EVEN.fault(4)).isEmpty();
  }

  @Test
  void anOptionIsTheSameWhateverItTakes() {
    assertThat(ProviderOption.of("kit", "even", Integer.class))
        .isEqualTo(EVEN)
        .hasSameHashCodeAs(EVEN);
    assertThat(ProviderOption.of("kit", "odd", Integer.class)).isNotEqualTo(EVEN);
  }

  @Test
  void replicasMakeSense() {
    assertThat(fields(scaled(Scaling.fixed(0)))).containsExactly("replicas");
    assertThat(fields(scaled(new Scaling(-1, 1, 5, null)))).containsExactly("scaling.min");
    assertThat(fields(scaled(new Scaling(1, 2, 5, Duration.ofMinutes(1)))))
        .containsExactly("scaling.min");
  }

  @Test
  void aProbeMustFitTheSignature() {
    assertThat(probe(Row.of(3, "Ulm"))).isEmpty();
    assertThat(probe(Row.of("Ulm", 3))).containsExactly("probe");
    assertThat(probe(Row.of(Map.of("agee", 3)))).containsExactly("probe");
  }

  private static DeployOptions.Builder scaled(Scaling scaling) {
    return DeployOptions.builder().scaling(scaling);
  }

  private static List<String> probe(Row row) {
    Problems problems = new Problems();
    DeployChecks.probe(row, TWO, problems);
    return problems.all().stream().map(Problem::field).toList();
  }

  private static List<String> fields(DeployOptions.Builder options) {
    AloftException error = catchThrowableOfType(AloftException.class, options::build);
    return error.problems().stream().map(Problem::field).toList();
  }
}
