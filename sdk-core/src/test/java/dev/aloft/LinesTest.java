package dev.aloft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.MetricLine;
import dev.aloft.driver.Part;
import dev.aloft.operation.OperationState;
import dev.aloft.operation.OperationStatus;
import dev.aloft.serving.EndpointState;
import dev.aloft.serving.EndpointStatus;
import dev.aloft.training.Metric;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is handed back reads as one line for a person. */
class LinesTest {
  private static final Instant AT = Instant.parse("2026-11-26T10:00:00.123Z");

  @Test
  void recoveries() {
    Recovery recovery =
        new Recovery(
            List.of(
                new Recovery.Item("endpoint", "flats", 3, "rolled back"),
                new Recovery.Item("run", "prices-a1", 1, "still running")));

    assertThat(recovery)
        .hasToString("endpoint flats, wish 3: rolled back; run prices-a1, wish 1: still running");
    assertThat(new Recovery(List.of())).hasToString("nothing was half done");
  }

  @Test
  void endpoints() {
    EndpointStatus serving =
        new EndpointStatus(
            "flats", EndpointState.READY, "http://127.0.0.1:80", Map.of("3f2a", 100), List.of());

    assertThat(serving).hasToString("endpoint flats READY at http://127.0.0.1:80, 3f2a 100 %");
    assertThat(serving.mimeBundle().get("text/html")).contains("<td>3f2a 100 %</td>");
    assertThat(new EndpointStatus("flats", EndpointState.ABSENT, "", Map.of(), List.of()))
        .hasToString("endpoint flats ABSENT");
  }

  @Test
  void endpointsOfOthersAndThoseOfWhichItIsNotToldYet() {
    assertThat(status(Map.of()).isOurs()).isFalse();
    assertThat(status(Map.of())).asString().endsWith("; not ours: not made by Aloft");
    assertThat(status(Map.of("untold", "tags")).isOurs()).isTrue();
  }

  private static EndpointStatus status(Map<String, String> facts) {
    Part part = new Part("endpoint", "flats", Part.State.READY, "InService", false, true, facts);
    return new EndpointStatus("flats", EndpointState.READY, "", Map.of(), List.of(part));
  }

  @Test
  void operations() {
    assertThat(new OperationStatus(OperationState.RUNNING, "x", "on it", 0.256, true, AT))
        .hasToString("RUNNING (on it) 26 % at 2026-11-26T10:00:00Z");
    assertThat(new OperationStatus(OperationState.FAILED, "x", "", null, false, AT))
        .hasToString("FAILED");
    assertThat(new OperationStatus(OperationState.QUEUED, "", "", null, false, null))
        .hasToString("not looked at yet");
  }

  @Test
  void logs() {
    String metric = MetricLine.MARK + MetricLine.write(new Metric("auc", 0.5, 7));

    assertThat(new LogLine(null, "", "hello")).hasToString("hello");
    assertThat(new LogLine(AT, "node-1", metric))
        .hasToString("2026-11-26T10:00:00.123Z [node-1] auc = 0.5  (step 7)");
  }

  @Test
  void parts() {
    assertThat(part("InService", true, true))
        .hasToString("endpoint flats READY (InService), bills");
    assertThat(part("Ready", false, false)).hasToString("endpoint flats READY, not ours");
  }

  private static Part part(String word, boolean ours, boolean bills) {
    return new Part("endpoint", "flats", Part.State.READY, word, ours, bills, Map.of("a", "b"));
  }
}
