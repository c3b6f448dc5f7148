package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.aloft.Aloft;
import dev.aloft.data.Data;
import dev.aloft.data.Row;
import dev.aloft.driver.LogLine;
import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.ErrorCode;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.model.Model;
import dev.aloft.operation.OperationState;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Container;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole lives of jobs, with real work, over TCP. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TrainingLifeTest {
  private static final Path TUMOURS =
      Path.of("../samples/src/main/resources/dev/aloft/samples/breast-cancer.csv");
  private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ours:1";
  private static final int MOST_LOOKS = 3_000;
  private static final Duration PATIENCE = Duration.ofDays(3);

  private final List<Aloft> open = new ArrayList<>();
  private AwsHarness place;
  private Aloft aloft;
  private Path directory;

  @BeforeEach
  void openPlace(@TempDir Path empty) {
    directory = empty;
    place = new AwsHarness(empty);
    aloft = another();
  }

  @AfterEach
  void closePlace() {
    open.forEach(Aloft::close);
    place.close();
  }

  private Aloft another() {
    Aloft client = place.client().open();
    open.add(client);
    return client;
  }

  @Test
  void builtInXgboostLearnsRealDataAndItsModelServesHere() {
    TrainingRun run = aloft.trainer().train(tumours().build());

    Model model = run.await(PATIENCE);

    assertThat(model.location()).startsWith("s3://").endsWith("/" + run.name() + "/output/model");
    assertThat(model.manifest().files()).containsOnlyKeys("xgboost-model");
    assertThat(model.manifest().trainedBy()).contains(run.id().toString());
    assertThat(run.machine()).contains("ml.m5.large").contains("sagemaker-xgboost");
    assertThat(run.metrics().series("train-logloss")).hasSize(20);
    assertThat(run.metrics().last("train-logloss").orElseThrow()).isLessThan(0.05);
    try (Aloft here = Aloft.builder().provider("local").set("home", directory + "/home").open()) {
      Path copy = model.download(directory.resolve("copy"));
      var endpoint = here.models().at(copy.toUri().toString()).deploy("tumours");
      assertThat(endpoint.predict(row(1)).value()).isLessThan(0.1);
      assertThat(endpoint.predict(row(20)).value()).isGreaterThan(0.9);
    }
  }

  private static TrainingJob.Builder tumours() {
    return TrainingJob.builder("tumours", Algorithm.xgboost())
        .input("train", Data.csv(TUMOURS).label("benign"))
        .hyperparameter("objective", "binary:logistic")
        .hyperparameter("num_round", 20);
  }

  /** The features of a line of the real data: the first is malignant, the 20th benign. */
  private static Row row(int line) {
    try {
      String[] header = Files.readAllLines(TUMOURS).get(0).split(",", -1);
      String[] cells = Files.readAllLines(TUMOURS).get(line).split(",", -1);
      Map<String, Object> row = new java.util.LinkedHashMap<>();
      for (int column = 1; column < cells.length; column++) {
        row.put(header[column], Double.valueOf(cells[column]));
      }
      return Row.of(row);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void scriptLearnsFromItsInputAndTellsMetrics() throws IOException {
    Script script =
        script(
            """
            import json, os
            with open(os.environ["ALOFT_INPUT_TRAIN"]) as file:
                rows = len(file.readlines()) - 1
            with open(os.environ["ALOFT_HYPERPARAMETERS"]) as file:
                rate = json.load(file)["rate"]
            with open(os.environ["ALOFT_METRICS"], "a") as file:
                for step in range(3):
                    print(json.dumps({"name": "loss", "value": rate / (step + 1), "step": step}), file=file)
            print("rows", rows, os.environ["ALOFT_RUN"], os.environ["ALOFT_PROVIDER"])
            print("accuracy=0.75;")
            with open(os.path.join(os.environ["ALOFT_MODEL_DIR"], "model.txt"), "w") as file:
                file.write(str(rows))
            with open(os.path.join(os.environ["ALOFT_OUTPUT_DIR"], "report.txt"), "w") as file:
                file.write("fine")
            """);
    TrainingRun run =
        aloft
            .trainer()
            .train(
                TrainingJob.builder("rows", script)
                    .input("train", Data.csv(TUMOURS).label("benign"))
                    .hyperparameter("rate", 0.5)
                    .option(SageMaker.METRIC_DEFINITIONS, "accuracy=accuracy=([0-9.]+);")
                    .build());
    StringBuilder printed = new StringBuilder();

    Model model = run.awaitWithLogs(printed);

    assertThat(printed.toString()).contains("rows 569 " + run.name() + " aws");
    assertThat(Files.readString(model.download(directory.resolve("copy")).resolve("model.txt")))
        .isEqualTo("569");
    assertThat(run.metrics().series("loss"))
        .extracting(metric -> metric.step())
        .containsExactly(0L, 1L, 2L);
    assertThat(run.metrics().last("loss").orElseThrow()).isCloseTo(0.5 / 3, within(1e-9));
    assertThat(run.metrics().last("accuracy")).hasValue(0.75);
    assertThat(run.outputs().uris()).containsKeys("model", "output", "metrics");
  }

  private Script script(String text) throws IOException {
    Path home = Files.createDirectories(directory.resolve("script"));
    Files.writeString(home.resolve("train.py"), text);
    return Script.of(home, "train.py");
  }

  @Test
  void failingScriptTellsItsExitCodeItsLastWordsAndItsLog() throws IOException {
    Script script =
        script(
            """
            import sys
            print("about to fail")
            try:
                raise ValueError("no column shoe_size")
            except ValueError:
                import traceback
                traceback.print_exc()
                sys.exit(3)
            """);
    TrainingRun run = aloft.trainer().train(TrainingJob.builder("fails", script).build());

    AloftException error = failure(() -> run.await(PATIENCE));

    assertThat(error.code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
    assertThat(error.blame()).isEqualTo(Blame.USER_CODE);
    assertThat(error.exitCode()).contains(3);
    assertThat(error.summary()).contains("ValueError: no column shoe_size");
    assertThat(error.logTail()).contains("about to fail");
  }

  private static AloftException failure(ThrowingCallable action) {
    return catchThrowableOfType(AloftException.class, action);
  }

  @Test
  void stoppedScriptIsCancelledAndWhatItSavedIsTold() throws IOException {
    TrainingRun run =
        aloft.trainer().train(TrainingJob.builder("stops", script(SAVES_LATE)).build());
    follow(run, "ready");

    run.cancel();
    AloftException error = failure(() -> run.await(PATIENCE));

    assertThat(error.code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(run.status().state()).isEqualTo(OperationState.CANCELLED);
    assertThat(run.outputs().model()).hasValueSatisfying(this::holdsALateModel);
    assertThat(place.things().orElseThrow()).isEmpty();
  }

  private static final String SAVES_LATE =
      """
      import os, signal, sys, time
      def save(*_):
          with open(os.path.join(os.environ["ALOFT_MODEL_DIR"], "late.txt"), "w") as file:
              file.write("saved")
          sys.exit(0)
      signal.signal(signal.SIGTERM, save)
      print("ready", flush=True)
      while True:
          time.sleep(0.05)
      """;

  /** Looks at the log until it holds a line; the clock stands still meanwhile. */
  private void follow(TrainingRun run, String line) {
    for (int look = 0; look < MOST_LOOKS; look++) {
      if (run.logs().map(LogLine::text).anyMatch(line::equals)) {
        return;
      }
      AloftException waited = failure(() -> run.await(Duration.ofSeconds(1)));
      assertThat(waited.code()).isEqualTo(ErrorCode.WAIT_TIMEOUT);
    }
    throw new AssertionError("the log never had the line " + line);
  }

  private void holdsALateModel(String uri) {
    Path copy = aloft.models().at(uri).download(directory.resolve("copy"));
    assertThat(copy.resolve("late.txt")).hasContent("saved");
  }

  @Test
  void whatTheTimeLimitEndsIsTimedOutAndItsLateModelIsReachable() throws IOException {
    TrainingJob job =
        TrainingJob.builder("late", script(SAVES_LATE)).maxRuntime(Duration.ofHours(1)).build();
    TrainingRun run = aloft.trainer().train(job);
    follow(run, "ready");

    AloftException error = failure(() -> run.await(PATIENCE));

    assertThat(error.code()).isEqualTo(ErrorCode.TIMED_OUT);
    assertThat(error.summary()).contains("3600 seconds");
    assertThat(run.status().word()).isEqualTo("Stopped/MaxRuntimeExceeded");
    assertThat(error.stillExists())
        .anySatisfy(thing -> assertThat(thing).contains("/output/model"));
    assertThat(run.outputs().model()).hasValueSatisfying(this::holdsALateModel);
  }

  @Test
  void containerGetsItsArgumentsAndThePortableVariables() {
    List<String> seen = new ArrayList<>();
    place
        .cloud()
        .images()
        .training(
            IMAGE::equals,
            work -> {
              seen.addAll(work.entrypoint());
              seen.addAll(work.arguments());
              seen.add(work.environment().get("ALOFT_MODEL_DIR"));
              seen.add(work.environment().get("ALOFT_RANK"));
              return InstantWork.training(Map.of("model/model.bin", "bytes")).start(work);
            });
    Container container = Container.of(IMAGE).entrypoint("/bin/learn").arguments("--fast");

    Model model =
        aloft.trainer().train(TrainingJob.builder("own", container).build()).await(PATIENCE);

    assertThat(model.location()).endsWith("/output/model");
    assertThat(seen).containsExactly("/bin/learn", "--fast", "/opt/ml/model", "0");
  }

  @Test
  void spotJobGoesOnFromItsCheckpointAfterAnInterruption() throws IOException {
    place.cloud().incidents().anyJob().interrupt(Duration.ofMinutes(5));
    Script script =
        script(
            """
            import os, time
            mark = os.path.join(os.environ["ALOFT_CHECKPOINT_DIR"], "half.txt")
            if os.path.exists(mark):
                with open(os.path.join(os.environ["ALOFT_MODEL_DIR"], "model.txt"), "w") as file:
                    file.write(open(mark).read())
            else:
                with open(mark, "w") as file:
                    file.write("half way")
                print("ready", flush=True)
                while True:
                    time.sleep(0.05)
            """);
    TrainingRun run =
        aloft
            .trainer()
            .train(
                TrainingJob.builder("spot", script)
                    .spot(Duration.ofHours(3))
                    .maxRuntime(Duration.ofHours(2))
                    .checkpoints()
                    .build());
    List<String> phases = new ArrayList<>();
    run.onStatus(status -> phases.add(status.word()));

    Model model = run.await(PATIENCE);

    assertThat(phases).contains("InProgress/Interrupted");
    assertThat(model.download(directory.resolve("copy")).resolve("model.txt"))
        .hasContent("half way");
    assertThat(run.outputs().uris()).containsKey("checkpoints");
  }

  @Test
  void twoMachinesAreTwoRanksAndOneLog() throws IOException {
    Script script =
        script(
            """
            import os
            print("rank", os.environ["ALOFT_RANK"], "of", os.environ["ALOFT_WORLD_SIZE"])
            if os.environ["ALOFT_RANK"] == "0":
                with open(os.path.join(os.environ["ALOFT_MODEL_DIR"], "model.txt"), "w") as file:
                    file.write(os.environ["ALOFT_HOSTS"])
            """);
    TrainingRun run = aloft.trainer().train(TrainingJob.builder("two", script).nodes(2).build());

    Model model = run.await(PATIENCE);

    assertThat(model.download(directory.resolve("copy")).resolve("model.txt"))
        .hasContent("algo-1,algo-2");
    assertThat(run.logs().toList())
        .extracting(LogLine::source, LogLine::text)
        .contains(
            org.assertj.core.groups.Tuple.tuple("algo-1", "rank 0 of 2"),
            org.assertj.core.groups.Tuple.tuple("algo-2", "rank 1 of 2"));
  }

  @Test
  void anotherClientGoesOnWithARun() {
    place.cloud().images().training(IMAGE::equals, InstantWork.training(Map.of("model/m", "1")));
    TrainingJob job = TrainingJob.builder("handed", Container.of(IMAGE)).key("once").build();
    TrainingRun first = aloft.trainer().train(job);
    aloft.close();

    Aloft other = another();
    TrainingRun again = other.trainer().train(job);
    TrainingRun resumed = other.trainer().run(first.name());

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(resumed.await(PATIENCE).location()).contains(first.name());
    assertThat(place.cloud().exchanges().count("CreateTrainingJob")).isEqualTo(1);
    assertThat(other.trainer().runs("handed")).hasSize(1);
  }

  @Test
  void jobWithoutMachinesSaysSo() {
    place.cloud().incidents().anyJob().noCapacity();
    TrainingRun run = aloft.trainer().train(tumours().build());

    AloftException error = failure(() -> run.await(PATIENCE));

    assertThat(error.code()).isEqualTo(ErrorCode.NO_CAPACITY);
    assertThat(error.blame()).isEqualTo(Blame.CAPACITY);
  }

  @Test
  void badLabelIsTheRequestsFault() throws IOException {
    Path csv =
        Files.writeString(directory.resolve("bad.csv"), "y,x\n" + "1,2\n".repeat(1300) + "7,1\n");
    TrainingJob job =
        TrainingJob.builder("bad", Algorithm.xgboost())
            .input("train", Data.csv(csv).label("y"))
            .hyperparameter("objective", "binary:logistic")
            .hyperparameter("num_round", 2)
            .build();

    AloftException error = failure(() -> aloft.trainer().train(job).await(PATIENCE));

    assertThat(error.isOutcome()).isTrue();
    assertThat(error.code()).isIn(ErrorCode.USER_CODE_FAILED, ErrorCode.INVALID_REQUEST);
    assertThat(error.summary()).contains("label");
  }
}
