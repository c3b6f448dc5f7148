package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.fake.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class LoggingTest {
  private final FakeClock clock = FakeClock.driven(Instant.parse("2026-01-01T00:00:00Z"));
  private GcpCloud cloud;
  private JsonClient client;

  @BeforeEach
  void start() {
    cloud =
        GcpCloud.builder()
            .clock(clock)
            .timetable(Timetable.instant().with(Stage.LOGS_LAG, Duration.ofSeconds(2)))
            .start();
    client = new JsonClient(cloud);
    write("1", "INFO", "begins");
    clock.advance(Duration.ofSeconds(10));
    write("1", "ERROR", "fails");
    write("2", "INFO", "begins too");
    clock.advance(Duration.ofSeconds(10));
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  private void write(String job, String severity, String message) {
    Map<String, String> labels =
        Map.of("job_id", job, "task_name", "workerpool0-0", "project_id", "aloft-test");
    cloud.logs().write("ml_job", labels, severity, message);
  }

  private JsonNode list(String filter, String more) throws Exception {
    return client.post(
        "/v2/entries:list",
        "{\"resourceNames\":[\"projects/aloft-test\"],\"filter\":\""
            + filter.replace("\"", "\\\"").replace("\n", "\\n")
            + "\""
            + more
            + "}");
  }

  private static List<String> messages(JsonNode page) {
    List<String> messages = new ArrayList<>();
    page.path("entries")
        .forEach(entry -> messages.add(entry.at("/jsonPayload/message").asString()));
    return messages;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resource.type=\"ml_job\" AND resource.labels.job_id=\"1\"",
        "resource.type = ml_job\nresource.labels.job_id = 1",
        "resource.labels.job_id=(\"1\" OR \"7\") timestamp<=\"2026-01-01T00:00:10Z\"",
        "resource.labels.job_id=\"1\" AND timestamp>=\"2025-12-31T00:00:00.000000+0000\"",
        "NOT resource.labels.job_id=2",
      })
  void filtersAreUnderstood(String filter) throws Exception {
    assertThat(messages(list(filter, ""))).containsExactly("begins", "fails");
  }

  @Test
  void timesAndSeveritiesAreCompared() throws Exception {
    assertThat(messages(list("timestamp>\"2026-01-01T00:00:00Z\" AND severity>=WARNING", "")))
        .containsExactly("fails");
    assertThat(messages(list("timestamp>=\"2026-01-01T02:00:10+02:00\"", "")))
        .containsExactly("fails", "begins too");
    assertThat(messages(list("jsonPayload.message:\"too\"", ""))).containsExactly("begins too");
  }

  @Test
  void textsAreSearchedWhateverTheirCase() throws Exception {
    assertThat(messages(list("severity>=error", ""))).containsExactly("fails");
    assertThat(messages(list("jsonPayload.message:TOO", ""))).containsExactly("begins too");
    assertThat(messages(list("\"Begins\" AND resource.labels.job_id=\"1\"", "")))
        .containsExactly("begins");
    assertThat(messages(list("begins too", ""))).containsExactly("begins too");
    assertThat(messages(list("NOT begins", ""))).containsExactly("fails");
  }

  @Test
  void textsAreMatchedWithRegularExpressions() throws Exception {
    assertThat(messages(list("jsonPayload.message=~\"^be.*o$\"", "")))
        .containsExactly("begins too");
    assertThat(messages(list("jsonPayload.message!~\"^be\" AND severity=ERROR", "")))
        .containsExactly("fails");
    assertThat(list("jsonPayload.message=~\"(\"", "").at("/error/message").asString())
        .contains("'(' is no regular expression");
  }

  @Test
  void pagesGoOn() throws Exception {
    JsonNode first = list("", ",\"pageSize\":2,\"orderBy\":\"timestamp desc\"");
    String token = first.path("nextPageToken").asString();
    JsonNode second =
        list("", ",\"pageSize\":2,\"orderBy\":\"timestamp desc\",\"pageToken\":\"" + token + "\"");

    assertThat(messages(first)).containsExactly("begins too", "fails");
    assertThat(messages(second)).containsExactly("begins");
    assertThat(second.has("nextPageToken")).isFalse();
  }

  @Test
  void anEmptyPageMayGoOn() throws Exception {
    cloud.incidents().emptyLogPages(true);

    JsonNode first = list("", "");
    String token = first.path("nextPageToken").asString();

    assertThat(messages(first)).isEmpty();
    assertThat(messages(list("", ",\"pageToken\":\"" + token + "\""))).hasSize(3);
  }

  @Test
  void entriesAppearLate() throws Exception {
    write("3", "INFO", "late");

    assertThat(messages(list("", ""))).doesNotContain("late");
    clock.advance(Duration.ofSeconds(2));
    assertThat(messages(list("", ""))).contains("late");
  }

  @Test
  void aLineMayAppearAfterThoseThatFollowItAndIsBeforeThemThen() throws Exception {
    cloud.incidents().lateLines("slow"::equals, Duration.ofSeconds(4));
    write("3", "INFO", "slow");
    clock.advance(Duration.ofSeconds(1));
    write("3", "INFO", "fast");
    clock.advance(Duration.ofSeconds(2));

    assertThat(messages(list("resource.labels.job_id=3", ""))).containsExactly("fast");
    clock.advance(Duration.ofSeconds(3));
    assertThat(messages(list("resource.labels.job_id=3", ""))).containsExactly("slow", "fast");
  }

  @Test
  void textsPatternsAndLabelsOfEntriesAreFound() throws Exception {
    write("7", "INFO", "Epoch 12 loss=0.5");
    clock.advance(Duration.ofSeconds(2));

    assertThat(messages(list("resource.labels.job_id=7 epoch", ""))).hasSize(1);
    assertThat(messages(list("resource.labels.job_id=7 \"no such text\"", ""))).isEmpty();
    assertThat(messages(list("jsonPayload.message=~\"Epoch [0-9]+ \"", ""))).hasSize(1);
    assertThat(messages(list("resource.labels.job_id=7 jsonPayload.message!~\"loss\"", "")))
        .isEmpty();
    assertThat(messages(list("labels.\"ml.googleapis.com/job_id\"=7", ""))).hasSize(1);
    assertThat(messages(list("httpRequest.status=500", ""))).isEmpty();
  }

  @Test
  void entriesSayWhereTheyAreFrom() throws Exception {
    JsonNode entry = list("resource.labels.job_id=2", "").path("entries").path(0);

    assertThat(entry.path("timestamp").asString()).isEqualTo("2026-01-01T00:00:10Z");
    assertThat(entry.path("insertId").asString()).isNotEmpty();
    assertThat(entry.path("logName").asString())
        .isEqualTo("projects/aloft-test/logs/workerpool0-0");
    assertThat(entry.at("/resource/labels/job_id").asString()).isEqualTo("2");
  }

  @Test
  void whatCannotBeReadIsRefused() throws Exception {
    assertThat(list("colour=\"red\"", "").at("/error/status").asString())
        .isEqualTo("INVALID_ARGUMENT");
    assertThat(list("(severity=INFO", "").at("/error/code").asInt()).isEqualTo(400);
    assertThat(list("", ",\"pageSize\":1001").at("/error/message").asString()).contains("1001");
    assertThat(client.post("/v2/entries:list", "{}").at("/error/message").asString())
        .contains("resourceNames");
  }

  @Test
  void readsAreLimitedByTheMinute() throws Exception {
    for (int i = 0; i < 60; i++) {
      assertThat(list("", "").has("error")).isFalse();
    }

    JsonNode refused = list("", "");
    assertThat(refused.at("/error/status").asString()).isEqualTo("RESOURCE_EXHAUSTED");
    assertThat(refused.at("/error/details/0/reason").asString()).isEqualTo("RATE_LIMIT_EXCEEDED");
    clock.advance(Duration.ofMinutes(1));
    assertThat(list("", "").has("error")).isFalse();
  }
}
