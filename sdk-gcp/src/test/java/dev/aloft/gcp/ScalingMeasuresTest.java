package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.aiplatform.v1.AutoscalingMetricSpec;
import dev.aloft.Machine;
import dev.aloft.ProviderOptions;
import dev.aloft.error.Problems;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.Scaling;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the number of machines goes by, as it is sent. */
class ScalingMeasuresTest {
  private static final String ONLINE = "aiplatform.googleapis.com/prediction/online/";
  private static final String QUEUE = "prometheus.googleapis.com/vertex_vllm_num_requests_waiting";

  private static EndpointRevision revision(
      Scaling scaling, String machine, ProviderOptions options) {
    EndpointRevision plain = EndpointCases.revision(EndpointCases.ONE, "model.bst");
    return new EndpointRevision(
        plain.hash(),
        plain.modelUri(),
        plain.modelHash(),
        plain.manifest(),
        plain.registeredName(),
        plain.runtime(),
        plain.offer(),
        plain.protocol(),
        Machine.type(machine),
        scaling,
        plain.environment(),
        plain.secrets(),
        options);
  }

  private static Map<String, Integer> measures(EndpointRevision revision) {
    return ScalingMeasures.of(revision).stream()
        .collect(
            Collectors.toMap(
                AutoscalingMetricSpec::getMetricName, AutoscalingMetricSpec::getTarget));
  }

  private static String faults(EndpointRevision revision) {
    Problems problems = new Problems();
    ScalingMeasures.check(revision, problems);
    return problems.all().toString();
  }

  @Test
  void callsProcessorsAndAnyOtherMeasureAreSentBesideEachOther() {
    ProviderOptions options =
        ProviderOptions.none()
            .with(Vertex.CPU_TARGET, 70)
            .with(Vertex.GPU_TARGET, 80)
            .with(Vertex.SCALING_METRICS, QUEUE + "=5");
    EndpointRevision revision = revision(Scaling.between(1, 4, 600), "g2-standard-4", options);

    assertThat(measures(revision))
        .isEqualTo(
            Map.of(
                ONLINE + "request_count",
                600,
                ONLINE + "cpu/utilization",
                70,
                ONLINE + "accelerator/duty_cycle",
                80,
                QUEUE,
                5));
    assertThat(faults(revision)).isEqualTo("[]");
  }

  @Test
  void aFixedNumberOfMachinesGoesByNothing() {
    ProviderOptions options = ProviderOptions.none().with(Vertex.CPU_TARGET, 70);

    assertThat(measures(revision(Scaling.ONE, "n1-standard-4", options))).isEmpty();
  }

  @Test
  void aMeasureWithoutRoomToScaleIsRefused() {
    ProviderOptions options =
        ProviderOptions.none()
            .with(Vertex.CPU_TARGET, 70)
            .with(Vertex.GPU_TARGET, 80)
            .with(Vertex.SCALING_METRICS, QUEUE + "=5");

    assertThat(faults(revision(Scaling.fixed(2), "g2-standard-4", options)))
        .contains("options." + Vertex.CPU_TARGET, "options." + Vertex.GPU_TARGET)
        .contains("options." + Vertex.SCALING_METRICS, "Scaling.between beside it");
  }

  @Test
  void twoTargetsOfOneMeasureAreRefused() {
    ProviderOptions options =
        ProviderOptions.none().with(Vertex.SCALING_METRICS, ONLINE + "request_count=90");

    assertThat(faults(revision(Scaling.between(1, 4, 600), "n1-standard-4", options)))
        .contains("the target of Scaling.between alone");
  }

  @Test
  void whatCannotBeIsRefused() {
    ProviderOptions options =
        ProviderOptions.none()
            .with(Vertex.CPU_TARGET, 0)
            .with(Vertex.GPU_TARGET, 60)
            .with(Vertex.SCALING_METRICS, "busy=5");

    assertThat(faults(revision(Scaling.between(1, 4, 600), "n1-standard-4", options)))
        .contains("1 to 100 percent", "a machine with GPUs", "METRIC=TARGET");
  }
}
