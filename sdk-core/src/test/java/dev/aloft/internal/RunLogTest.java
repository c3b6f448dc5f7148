package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.MetricLine;
import dev.aloft.driver.Source;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.operation.OperationState;
import dev.aloft.training.Metric;
import dev.aloft.training.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logs, metrics and following a run as a person. */
class RunLogTest {
  private final TestHost host = new TestHost();
  private final MemoryRuns service = host.service;
  private final MemoryRuns.Run printed =
      service.add("tumours-a1", Duration.ofMinutes(10), OperationState.SUCCEEDED);
  private final RunCore run = RunCore.accepted(host, printed.ref);

  @Test
  void readsTheLogPieceByPieceAsItIsConsumed() {
    for (int i = 0; i < 9; i++) {
      printed.print("line " + i);
    }

    List<String> three = run.logs().limit(3).map(LogLine::text).toList();

    assertThat(three).containsExactly("line 0", "line 1", "line 2");
    assertThat(service.logReads).isEqualTo(2);
    assertThat(run.logs()).hasSize(9);
    printed.lines.clear();
    assertThat(run.logs()).isEmpty();
  }

  @Test
  void followsTheLogLiveAndReadsItOnceMoreAtTheEnd() {
    printed.print("start");
    at(Duration.ofMinutes(3), () -> printed.print("middle"));
    at(
        Duration.ofMinutes(4),
        () -> printed.print(MetricLine.MARK + "{\"name\":\"auc\",\"value\":0.5,\"step\":7}"));
    at(
        Duration.ofMinutes(5),
        () -> printed.print(MetricLine.MARK + MetricLine.write(new Metric("loss", 1 / 3.0, -1))));
    at(Duration.ofMinutes(10), () -> printed.print("end"));
    StringBuilder out = new StringBuilder();

    assertThat(run.awaitWithLogs(out).location()).isEqualTo("mem:tumours-a1/model");

    assertThat(out.toString().lines())
        .containsSubsequence(
            "tumours-a1 QUEUED accepted",
            "start",
            "tumours-a1 RUNNING doing its work",
            "middle",
            "auc = 0.5  (step 7)",
            "loss = 0.333333",
            "end",
            "tumours-a1 SUCCEEDED");
    assertThat(out.toString()).endsWith("\n").doesNotContain("\r");
  }

  @Test
  void keepsOneStatusLineInATerminal() {
    printed.print("start");
    StringBuilder out = new StringBuilder();

    new LogFollower(out, true, run).follow();

    assertThat(out.toString())
        .startsWith("\rtumours-a1 QUEUED accepted\u001b[K")
        .contains("\rstart\u001b[K\ntumours-a1 QUEUED")
        .endsWith("\rtumours-a1 SUCCEEDED\u001b[K\n");
  }

  @Test
  void showsEachStateThatALookHasSeenHoweverShort() {
    service.pause = Duration.ofMillis(200);
    printed.print("start");
    StringBuilder out = new StringBuilder();
    at(Duration.ofSeconds(4), () -> run.saw(OperationState.RUNNING, "", "quick", null, false));
    at(Duration.ofSeconds(4), () -> printed.print("last"));
    at(Duration.ofSeconds(4), () -> service.ends("tumours-a1"));

    run.awaitWithLogs(out);

    assertThat(out.toString().lines())
        .containsExactly(
            "tumours-a1 QUEUED accepted",
            "start",
            "tumours-a1 QUEUED doing its work",
            "tumours-a1 RUNNING quick",
            "last",
            "tumours-a1 SUCCEEDED");
  }

  @Test
  void followsALogThatLagsUntilTheServiceSaysThatItIsComplete() {
    service.logLag = Duration.ofSeconds(20);
    at(Duration.ofMinutes(10).plusSeconds(19), () -> printed.print("last words"));
    StringBuilder out = new StringBuilder();

    run.awaitWithLogs(out);

    assertThat(out.toString()).endsWith("last words\ntumours-a1 SUCCEEDED\n");
  }

  @Test
  void readsTheWholeLogOfARunThatHasEnded() {
    service.logLag = Duration.ofMinutes(2);
    run.await();
    at(Duration.ofSeconds(30), () -> printed.print("last words"));

    assertThat(run.logs()).extracting(LogLine::text).contains("last words");
  }

  @Test
  void waitsAMinuteForALogThatIsNeverComplete() {
    service.logLag = Duration.ofDays(1);
    run.await();
    Instant ended = host.timing.now();

    run.awaitWithLogs(new StringBuilder());

    assertThat(host.timing.now()).isBetween(ended.plusSeconds(60), ended.plusSeconds(62));
  }

  @Test
  void anErrorTellsTheLastLinesOfALogThatLags() {
    MemoryRuns.Run failing =
        service.add("tumours-b2", Duration.ofMinutes(10), OperationState.FAILED);
    failing.code = ErrorCode.USER_CODE_FAILED;
    service.logLag = Duration.ofSeconds(20);
    at(Duration.ofMinutes(10).plusSeconds(19), () -> failing.print("MemoryError"));

    AloftException error =
        catchThrowableOfType(
            AloftException.class, () -> RunCore.accepted(host, failing.ref).await());

    assertThat(error.code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
    assertThat(error.logTail()).containsExactly("MemoryError");
  }

  @Test
  void showsTheEndAfterTheLastLine() {
    host.modelTrouble =
        () -> {
          boolean late = printed.lines.isEmpty();
          printed.print("last words");
          return late ? AloftException.of(ErrorCode.UNAVAILABLE, "not now").build() : null;
        };
    StringBuilder out = new StringBuilder();

    run.awaitWithLogs(out);

    assertThat(out.toString()).endsWith("last words\ntumours-a1 SUCCEEDED\n");
  }

  @Test
  void goesOnWaitingWhenWritingFails() {
    printed.print("start");
    Appendable broken =
        new Appendable() {
          @Override
          public Appendable append(CharSequence text) throws IOException {
            throw new IOException("nobody reads");
          }

          @Override
          public Appendable append(CharSequence text, int start, int end) throws IOException {
            throw new IOException("nobody reads");
          }

          @Override
          public Appendable append(char text) throws IOException {
            throw new IOException("nobody reads");
          }
        };

    assertThat(run.awaitWithLogs(broken).location()).isEqualTo("mem:tumours-a1/model");
  }

  @Test
  void goesOnFollowingWhenReadingTheLogFailsForAWhile() {
    printed.print("start");
    service.logTrouble = () -> AloftException.of(ErrorCode.UNAVAILABLE, "no").build();
    at(Duration.ofMinutes(2), () -> service.logTrouble = () -> null);
    StringBuilder out = new StringBuilder();

    run.awaitWithLogs(out);

    assertThat(out.toString().lines().filter("start"::equals)).hasSize(1);
  }

  @Test
  void readsTheEndOfTheLogAgainWhenThatFails() {
    endWithTrouble(ErrorCode.UNAVAILABLE, 3);
    StringBuilder out = new StringBuilder();

    run.awaitWithLogs(out);

    assertThat(out.toString()).endsWith("last words\ntumours-a1 SUCCEEDED\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "PERMISSION_DENIED"})
  void saysThatTheEndOfTheLogIsMissing(ErrorCode code) {
    endWithTrouble(code, 1_000);
    StringBuilder out = new StringBuilder();

    run.awaitWithLogs(out);

    assertThat(out.toString())
        .endsWith("[aloft] the end of the log cannot be read: no\ntumours-a1 SUCCEEDED\n");
  }

  private void endWithTrouble(ErrorCode code, int times) {
    AtomicInteger left = new AtomicInteger(times);
    host.modelTrouble =
        () -> {
          printed.print("last words");
          service.logTrouble =
              () -> left.getAndDecrement() > 0 ? AloftException.of(code, "no").build() : null;
          return null;
        };
  }

  @Test
  void readsMetricsFromTheFile() {
    MemoryStore store = new MemoryStore(host.timing);
    store.put(
        "metrics.jsonl",
        Source.of(
            """
            {"name": "auc", "value": 0.5, "step": 0}
            no metric at all
            {"name": "auc", "value": NaN, "step": 1}
            {"name": "auc", "value": 0.75, "step": 0}
            {"name": "loss", "value": 3}
            {"name": "loss", "value": 3}
            {"name": "half a li\
            """),
        true,
        Map.of());
    host.stores.put("mem:tumours-a1", store);
    printed.outputs.put("metrics", "mem:tumours-a1/metrics.jsonl");
    printed.print(MetricLine.MARK + "{\"name\":\"other\",\"value\":1}");

    Metrics metrics = run.metrics();

    assertThat(metrics.all())
        .containsExactly(
            new Metric("auc", 0.75, 0),
            new Metric("auc", Double.NaN, 1),
            new Metric("loss", 3, -1),
            new Metric("loss", 3, -1));
  }

  @Test
  void readsMetricsFromMarkedLinesWhileThereIsNoFile() {
    host.stores.put("mem:tumours-a1", new MemoryStore(host.timing));
    printed.outputs.put("metrics", "mem:tumours-a1/metrics.jsonl");
    printed.print("[0] validation-auc:0.9");
    printed.print(MetricLine.MARK + MetricLine.write(new Metric("auc", 0.5, 3)));
    printed.print("node-1 " + MetricLine.MARK + MetricLine.write(new Metric("auc", 0.6, 4)));

    assertThat(run.metrics().all())
        .containsExactly(new Metric("auc", 0.5, 3), new Metric("auc", 0.6, 4));
  }

  @Test
  void addsWhatOnlyTheServiceKnows() {
    printed.print(MetricLine.MARK + MetricLine.write(new Metric("auc", 0.5, 3)));
    service.found = List.of(new Metric("auc", 0.9, -1), new Metric("accuracy", 0.75, -1));

    assertThat(run.metrics().all())
        .containsExactly(new Metric("auc", 0.5, 3), new Metric("accuracy", 0.75, -1));
  }

  @Test
  void keepsTheNewestOfTooManyMetrics() {
    service.logPage = 1000;
    int more = MetricsReader.MOST + 500;
    for (int i = 0; i < more; i++) {
      printed.print(MetricLine.MARK + MetricLine.write(new Metric("loss", i, i)));
    }

    Metrics metrics = run.metrics();

    assertThat(metrics.all()).hasSize(MetricsReader.MOST);
    assertThat(metrics.all().get(0).step()).isEqualTo(500);
    assertThat(metrics.last("loss")).hasValue(more - 1);
  }

  @Test
  void writesMetricsThatReadBack() {
    for (double value : new double[] {0.1, -1e300, Double.NaN, Double.NEGATIVE_INFINITY}) {
      Metric metric = new Metric("a \"b\"", value, 12);
      assertThat(MetricLine.read(MetricLine.write(metric))).contains(metric);
    }
    assertThat(MetricLine.readMarked("{\"name\":\"a\",\"value\":1}")).isEmpty();
    assertThat(MetricLine.read("{\"name\":\"a\"}")).isEmpty();
    assertThat(MetricLine.read("{\"value\":1}")).isEmpty();
  }

  private void at(Duration delay, Runnable action) {
    var unused = host.timing.schedule(delay, action);
  }
}
