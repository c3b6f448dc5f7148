package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.aloft.Aloft;
import dev.aloft.driver.LogLine;
import dev.aloft.driver.MetricLine;
import dev.aloft.fake.work.TrainingWork;
import dev.aloft.fake.work.Work;
import dev.aloft.operation.OperationState;
import dev.aloft.training.Container;
import dev.aloft.training.Metric;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is followed while containers print what the test says, when it says so. */
class FollowTest {
  private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/told:1";
  private static final Duration PATIENCE = Duration.ofDays(1);

  private final List<TrainingWork> works = new CopyOnWriteArrayList<>();
  private final Told container = new Told(new CompletableFuture<>());
  private AwsHarness place;
  private Aloft aloft;

  /** A container that ends when it is told to. */
  private record Told(CompletableFuture<Integer> exit) implements Work {
    @Override
    public void terminate() {
      exit.complete(0);
    }

    @Override
    public void kill() {
      exit.complete(137);
    }

    @Override
    public boolean isIdle() {
      return true;
    }
  }

  @BeforeEach
  void open(@TempDir Path directory) {
    place = new AwsHarness(directory);
    place
        .cloud()
        .images()
        .training(
            IMAGE::equals,
            work -> {
              Files.createDirectories(work.root().resolve("model"));
              Files.writeString(work.root().resolve("model/m"), "1");
              works.add(work);
              return container;
            });
    aloft = place.client().open();
  }

  @AfterEach
  void close() {
    aloft.close();
    place.close();
  }

  private TrainingRun train(int nodes) {
    return aloft
        .trainer()
        .train(TrainingJob.builder("told", Container.of(IMAGE)).nodes(nodes).build());
  }

  /** Lets time pass until the containers are at work. */
  private void begin(TrainingRun run, int nodes) throws InterruptedException {
    while (run.refresh().state() != OperationState.RUNNING || works.size() < nodes) {
      place.pass(Duration.ofMinutes(1));
      place.cloud().settle();
    }
  }

  /** One machine says something, a second after what was said before. */
  private void say(String host, String line) {
    place.pass(Duration.ofSeconds(1));
    works.stream().filter(work -> isOn(host, work)).forEach(work -> work.log().accept(line));
  }

  private static boolean isOn(String host, TrainingWork work) {
    try {
      Path file = work.root().resolve("input/config/resourceconfig.json");
      return Files.readString(file).replace(" ", "").contains("\"current_host\":\"" + host + "\"");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String marked(String name, double value, long step) {
    return MetricLine.MARK + MetricLine.write(new Metric(name, value, step));
  }

  @Test
  void logOfARunThatHasPrintedNothingIsSilence() {
    TrainingRun run = train(1);

    assertThat(run.logs()).isEmpty();
    assertThat(run.metrics().all()).isEmpty();
    assertThat(place.cloud().exchanges().of("DescribeLogStreams"))
        .isNotEmpty()
        .allSatisfy(asked -> assertThat(asked.code()).isEqualTo("ResourceNotFoundException"));
  }

  @Test
  void linesOfSeveralHostsAreOneLogInTheOrderOfTime() throws InterruptedException {
    TrainingRun run = train(2);
    begin(run, 2);
    say("algo-2", "first");
    say("algo-1", "second");
    say("algo-1", "third");
    say("algo-2", "fourth");

    assertThat(run.logs().toList())
        .extracting(LogLine::source, LogLine::text)
        .containsExactly(
            tuple("algo-2", "first"),
            tuple("algo-1", "second"),
            tuple("algo-1", "third"),
            tuple("algo-2", "fourth"));
  }

  @Test
  void logIsReadOnThroughEmptyPages() throws InterruptedException {
    place.cloud().incidents().emptyLogPages(true);
    TrainingRun run = train(2);
    begin(run, 2);
    say("algo-1", "first");
    say("algo-2", "second");

    assertThat(run.logs()).extracting(LogLine::text).containsExactly("first", "second");
  }

  @Test
  void metricsAreLiveFromMarkedLines() throws InterruptedException {
    TrainingRun run = train(1);
    begin(run, 1);

    say("algo-1", marked("loss", 0.5, 1));
    say("algo-1", "loss of a line without the mark");
    assertThat(run.metrics().all()).containsExactly(new Metric("loss", 0.5, 1));

    say("algo-1", marked("loss", 0.25, 2));
    assertThat(run.metrics().last("loss")).hasValue(0.25);
    assertThat(run.status().state()).isEqualTo(OperationState.RUNNING);
  }

  @Test
  void metricsByTheUsersExpressionsAreLiveAndStayAtTheEnd() throws InterruptedException {
    TrainingRun run =
        aloft
            .trainer()
            .train(
                TrainingJob.builder("told", Container.of(IMAGE))
                    .option(SageMaker.METRIC_DEFINITIONS, "auc=auc=([0-9.]+)\nloss=loss=([0-9.]+)")
                    .build());
    begin(run, 1);

    say("algo-1", "auc=0.5 loss=9");
    say("algo-1", marked("loss", 0.25, 1));
    assertThat(run.metrics().last("auc")).hasValue(0.5);
    assertThat(run.metrics().series("loss")).containsExactly(new Metric("loss", 0.25, 1));
    say("algo-1", "auc=0.75");
    container.exit().complete(0);
    run.await(PATIENCE);

    assertThat(run.metrics().last("auc")).hasValue(0.75);
    assertThat(run.metrics().series("loss")).containsExactly(new Metric("loss", 0.25, 1));
  }

  @Test
  void endedRunIsDescribedOnceHoweverMuchIsAskedOfItsOutputs() throws InterruptedException {
    TrainingRun run = train(1);
    begin(run, 1);
    container.exit().complete(0);
    long before = place.cloud().exchanges().count("DescribeTrainingJob");

    run.await(PATIENCE);
    run.outputs();
    run.outputs();

    assertThat(place.cloud().exchanges().count("DescribeTrainingJob") - before).isEqualTo(1);
  }
}
