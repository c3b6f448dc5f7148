package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.operation.OperationId;
import dev.aloft.operation.OperationState;
import dev.aloft.operation.OperationStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewsTest {
  private static final OperationId ID = OperationId.run("local", "home/x", "tumours-1");

  @Test
  void tablesLineUp() {
    assertThat(
            Views.table(
                List.of("name", "n"), List.of(List.of("a", "1"), List.of("longer", "x\ny"))))
        .containsExactly(
            Map.entry("text/plain", "name    n\na       1\nlonger  x y"),
            Map.entry(
                "text/html",
                "<table><thead><tr><th>name</th><th>n</th></tr></thead><tbody>"
                    + "<tr><td>a</td><td>1</td></tr><tr><td>longer</td><td>x\ny</td></tr>"
                    + "</tbody></table>"),
            Map.entry(
                "application/json",
                "{\"columns\":[\"name\",\"n\"],\"rows\":[[\"a\",\"1\"],[\"longer\",\"x\\ny\"]],"
                    + "\"total\":2}"));
  }

  @Test
  void htmlIsEscaped() {
    assertThat(Views.table(List.of("<script>"), List.of(List.of("\"a\" & 'b'"))).get("text/html"))
        .contains("<th>&lt;script&gt;</th>", "<td>&quot;a&quot; &amp; &#39;b&#39;</td>")
        .doesNotContain("<script>");
  }

  @Test
  void emptyTablesAndCutTablesSaySo() {
    assertThat(Views.table(List.of("a"), List.of()).get("text/plain")).isEqualTo("a");
    assertThat(Views.table(List.of("a"), List.of(List.of("1")), 3).get("text/html"))
        .contains("<td colspan=\"1\">… 2 more</td>");
  }

  @Test
  void saysHowOldAStateIsThatMayHaveChanged() {
    Instant at = Instant.parse("2026-11-25T10:00:00.123Z");

    assertThat(
            Views.seen(new OperationStatus(OperationState.QUEUED, "", "accepted", null, false, at)))
        .isEqualTo("QUEUED (accepted) at 2026-11-25T10:00:00Z; refresh() looks again");
    assertThat(Views.seen(new OperationStatus(OperationState.SUCCEEDED, "x", "", null, false, at)))
        .isEqualTo("SUCCEEDED");
  }

  @Test
  void operationsShowWhatIsKnown() {
    OperationStatus status =
        new OperationStatus(
            OperationState.RUNNING, "InProgress", "<b>", 0.256, true, Instant.EPOCH);

    Map<String, String> bundle = Views.operation("training run", ID, status);

    assertThat(bundle.get("text/plain"))
        .isEqualTo(
            """
            training run     local:/home/x/run/tumours-1
            state            RUNNING
            provider's word  InProgress
            phase            <b>
            progress         26 %
            seen at          1970-01-01T00:00:00Z\
            """);
    assertThat(bundle.get("text/html")).contains("<td>&lt;b&gt;</td>", "<td>provider&#39;s word");
    assertThat(bundle.get("application/json"))
        .isEqualTo(
            "{\"kind\":\"training run\",\"id\":\"local:/home/x/run/tumours-1\","
                + "\"state\":\"RUNNING\",\"word\":\"InProgress\",\"phase\":\"<b>\","
                + "\"progress\":0.256,\"attended\":true,\"seenAt\":\"1970-01-01T00:00:00Z\"}");
  }

  @Test
  void operationsLeaveOutWhatIsUnknown() {
    OperationStatus status =
        new OperationStatus(OperationState.QUEUED, "", "", null, false, Instant.EPOCH);

    assertThat(Views.operation("deployment", ID, status).get("text/plain"))
        .doesNotContain("phase", "progress", "word");
    assertThat(Views.operation("deployment", ID, status).get("application/json"))
        .contains("\"progress\":null");
  }
}
