package dev.aloft.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That each benchmark measures what it says; how fast it is is no matter of a test. */
class BenchmarksTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @Test
  void everyLayeredCallIsSeenByTelemetryAndEveryVerbByPolicy() {
    LayersBenchmark layers = new LayersBenchmark();
    layers.open();
    try {
      layers.request();
      layers.requestDescribedAnew();
      layers.verb();
      layers.verbWithRequest();

      assertThat(layers.counts()).containsExactly(2 * 5, 2);
    } finally {
      layers.close();
    }
  }

  @Test
  void theThreeWaysToPredictAgree() throws Exception {
    PredictBenchmark predict = new PredictBenchmark();
    predict.open();
    try {
      for (int row = 0; row < 5; row++) {
        float evaluated = predict.evaluator();
        predict.back();
        float expected = predict.nativeLibrary();
        predict.back();

        assertThat(evaluated).isEqualTo(expected);
        assertThat(predict.endpoint()).isCloseTo(expected, Offset.offset(1e-6));
      }
    } finally {
      predict.close();
    }
  }

  @Test
  void everyWatchedRunIsSeenRunning() throws Exception {
    assertThat(new WatchedRuns(150, Duration.ZERO).measure(out)).isEqualTo(150);
    assertThat(printed()).contains("150 runs started", "by its listener");
  }

  @Test
  void aDeployCostsTwoWritesAndOneForItsCountedTry() {
    ManyNames.print(out, 30);

    assertThat(printed().lines().skip(1).findFirst().orElse("")).containsPattern("µs +3\\.0\\d ");
  }

  @Test
  void theFirstPredictionIsThatOfTheRegisteredModel(@TempDir Path directory) throws Exception {
    Path home = directory.resolve("home");
    FirstPrediction.prepare(home);

    assertThat(FirstPrediction.predict(home, out)).isLessThan(0.5);
    assertThat(printed()).contains("ms to the first prediction");
  }

  @Test
  void aCallWithAloftIsOneRequestAsWithoutIt() throws Exception {
    long[] requests = new AddedTime(20, out).measure();

    assertThat(requests[0]).isEqualTo(requests[1]);
    assertThat(printed())
        .contains("request layers alone", "run.refresh()", "models().list()", "endpoint.invoke");
  }

  @Test
  void everyWatchedJobIsSeenRunning() throws Exception {
    assertThat(new WatchedJobs(120, Duration.ZERO, out).measure()).isEqualTo(120);
    assertThat(printed()).contains("120 jobs created", "heap after collection");
  }

  @Test
  void theFakeDoesTheWorkThatIsCounted() throws Exception {
    FakeCapacity.starts(out).instances(3);

    assertThat(new FakeCapacity(40, 50, out).work()).isEqualTo(40);
    assertThat(printed()).contains("further instances", "40 jobs", "50 invocations");
  }

  @Test
  void aCallToVertexWithAloftIsOneRequestAsWithoutIt() throws Exception {
    long[] requests = new VertexAddedTime(20, out).measure();

    assertThat(requests[0]).isEqualTo(requests[1]);
    assertThat(printed())
        .contains("request layers alone", "run.refresh()", "trainer().runs", "over gRPC");
  }

  @Test
  void everyWatchedJobOfVertexIsRunningAndEveryEndIsToldByOneDescription() throws Exception {
    assertThat(new VertexWatchedJobs(200, Duration.ZERO, 7, out).measure()).isEqualTo(200 - 7);
    assertThat(printed()).contains("200 jobs created", ": true; 7 descriptions", "heap after");
  }

  @Test
  void theFakeVertexDoesTheWorkThatIsCounted() throws Exception {
    VertexFakeCapacity.starts(out).instances(3);

    assertThat(new VertexFakeCapacity(40, 50, out).work()).isEqualTo(40);
    assertThat(printed()).contains("further instances", "40 jobs", "50 predictions");
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
