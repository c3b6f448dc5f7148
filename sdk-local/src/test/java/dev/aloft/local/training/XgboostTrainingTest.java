package dev.aloft.local.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.data.Data;
import dev.aloft.driver.MachineType;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.driver.Sweep;
import dev.aloft.driver.Watched;
import dev.aloft.error.Blame;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import dev.aloft.local.LocalMachine;
import dev.aloft.local.xgboost.XgboostModel;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.operation.OperationState;
import dev.aloft.training.Algorithm;
import dev.aloft.training.TrainingJob;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XgboostTrainingTest {
  @TempDir Path directory;

  private TrainingBench bench;

  @AfterEach
  void stop() throws Exception {
    if (bench != null) {
      bench.stopAll();
    }
  }

  @Test
  void trainsAModelThatPredicts() throws Exception {
    bench = new TrainingBench(directory);
    TrainingJob job =
        TrainingJob.builder("rings", Algorithm.xgboost())
            .input("train", Data.csv(rings("train.csv", 400, 1)).label("inside").ignore("row"))
            .input("validation", Data.csv(rings("valid.csv", 100, 2)).label("inside").ignore("row"))
            .hyperparameter("objective", "binary:logistic")
            .hyperparameter("num_round", 20)
            .hyperparameter("max_depth", 4)
            .hyperparameter("eval_metric", "logloss,auc")
            .build();

    RunRef run = bench.create(job, "rings-1");
    RunStatus end = bench.end(run);

    assertThat(end.state()).as("%s %s", end, bench.log(run)).isEqualTo(OperationState.SUCCEEDED);
    assertThat(end.machine()).contains("this machine");
    Path model = Path.of(URI.create(bench.outputs(run).model().orElseThrow()));
    ModelManifest manifest =
        ModelManifest.parse(Files.readString(model.resolve(ModelManifest.FILE)));
    assertThat(manifest.format()).isEqualTo(ModelFormat.XGBOOST);
    assertThat(manifest.frameworkVersion()).isEqualTo("3.4.0");
    assertThat(manifest.trainedBy()).contains("local:/" + bench.home.scope() + "/run/rings-1");
    assertThat(manifest.signature().inputs())
        .extracting(column -> column.name())
        .containsExactly("x", "y", "empty");
    assertThat(manifest.files()).containsOnlyKeys("model.ubj");
    assertThat(manifest.properties()).containsEntry("objective", "binary:logistic");

    XgboostModel evaluator = XgboostModel.load(model.resolve("model.ubj"));
    float[] prediction = new float[1];
    evaluator.predict(new float[] {0.1f, 0.1f, Float.NaN}, 0, prediction, 0);
    assertThat(prediction[0]).isGreaterThan(0.8f);
    evaluator.predict(new float[] {0.9f, 0.9f, Float.NaN}, 0, prediction, 0);
    assertThat(prediction[0]).isLessThan(0.2f);

    List<String> metrics = Files.readAllLines(bench.directory(run).metrics());
    assertThat(metrics).hasSize(20 * 4);
    assertThat(metrics.get(79)).startsWith("{\"name\":\"validation-auc\",\"value\":0.9");
    assertThat(bench.log(run)).contains("::aloft-metric " + metrics.get(79));
    assertThat(bench.log(run)).noneMatch(line -> line.contains("SLF4J"));
    assertThat(bench.log(run))
        .anyMatch(line -> line.contains("\"train-logloss\"") && line.contains("19"));
  }

  @Test
  void stopsEarlyAndSaysWhichRoundWasBest() throws Exception {
    bench = new TrainingBench(directory);
    Path noise = noise("noise.csv", 200, 3);
    TrainingJob job =
        TrainingJob.builder("noise", Algorithm.xgboost())
            .input("train", Data.csv(noise).label(0))
            .input("validation", Data.csv(noise("other.csv", 200, 4)).label(0))
            .hyperparameter("num_round", 500)
            .hyperparameter("early_stopping_rounds", 5)
            .build();

    RunRef run = bench.create(job, "noise-1");
    assertThat(bench.end(run).state()).isEqualTo(OperationState.SUCCEEDED);

    Path model = bench.directory(run).model();
    ModelManifest manifest =
        ModelManifest.parse(Files.readString(model.resolve(ModelManifest.FILE)));
    int best = Integer.parseInt(manifest.properties().get("best_iteration"));
    int rounds = Files.readAllLines(bench.directory(run).metrics()).size() / 2;
    assertThat(rounds).isEqualTo(best + 6).isLessThan(500);
  }

  @Test
  void keepsCategoriesWithTheModel() throws Exception {
    bench = new TrainingBench(directory);
    List<String> lines = new ArrayList<>(List.of("colour;label"));
    for (int i = 0; i < 90; i++) {
      lines.add(List.of("red;0", "\"light; blue\";1", "green;0").get(i % 3));
    }
    Path file = Files.write(directory.resolve("colours.csv"), lines);
    TrainingJob job =
        TrainingJob.builder("colours", Algorithm.xgboost())
            .input("train", Data.csv(file).separator(';').label("label").categorical("colour"))
            .hyperparameter("num_round", 3)
            .build();

    RunRef run = bench.create(job, "colours-1");
    assertThat(bench.end(run).state()).as("%s", bench.log(run)).isEqualTo(OperationState.SUCCEEDED);

    Path model = bench.directory(run).model();
    ModelManifest manifest =
        ModelManifest.parse(Files.readString(model.resolve(ModelManifest.FILE)));
    assertThat(manifest.properties())
        .containsEntry("categories", "{\"colour\":[\"red\",\"light; blue\",\"green\"]}");
    XgboostModel evaluator = XgboostModel.load(model.resolve("model.ubj"));
    float[] prediction = new float[1];
    evaluator.predict(new float[] {1}, 0, prediction, 0);
    float blue = prediction[0];
    evaluator.predict(new float[] {2}, 0, prediction, 0);
    assertThat(blue - prediction[0]).isGreaterThan(0.3f);
  }

  @Test
  void saysWhatIsWrongWithTheDataAndWhatTheLibraryRefuses() throws Exception {
    bench = new TrainingBench(directory, "max-runs", "4");
    Path file = Files.write(directory.resolve("data.csv"), List.of("a,b", "1,2", "x,3"));
    Path other = Files.write(directory.resolve("other.csv"), List.of("a,b", "1,2", "2,3"));
    TrainingJob updater =
        job(Data.csv(other).label("b")).toBuilder().hyperparameter("updater", "nothing").build();
    TrainingJob classes =
        job(Data.csv(other).label("b")).toBuilder()
            .hyperparameter("objective", "binary:logistic")
            .build();

    RunRef text = bench.create(job(Data.csv(file).label("b")), "data-text");
    RunRef label = bench.create(job(Data.csv(file).label("c")), "data-label");
    RunRef library = bench.create(updater, "data-updater");
    RunRef labels = bench.create(classes, "data-classes");

    RunStatus end = bench.end(text);
    assertThat(end.state()).isEqualTo(OperationState.FAILED);
    assertThat(end.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(end.reason()).contains("data.csv, line 3", "\"x\" in column a");
    assertThat(bench.end(label).reason()).contains("label", "\"c\"", "[a, b]");
    assertThat(bench.end(library).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(bench.end(library).reason()).startsWith("XGBoost refuses: ").contains("nothing");
    assertThat(bench.end(labels).blame()).isEqualTo(Blame.USER_CODE);
    assertThat(bench.end(labels).reason())
        .startsWith(
            "label \"b\" of the input train has values from 2 to 3; binary:logistic wants values"
                + " from 0 to 1");
  }

  @Test
  void sweepsManyWithOneCall() throws Exception {
    bench = new TrainingBench(directory);
    Path file = Files.write(directory.resolve("data.csv"), List.of("a,b", "1,2", "2,3"));
    RunRef run = bench.create(job(Data.csv(file).label("b")), "data-1");
    bench.end(run);
    RunRef absent = new RunRef("data-2", "data-2");
    RunRef hostile = new RunRef("../data", "../data");
    bench.context.calls().clear();

    Sweep sweep =
        bench.training.sweep(new Watched(List.of(run, absent, hostile), Instant.EPOCH, null));

    assertThat(sweep.seen())
        .extracting(RunStatus::state)
        .containsExactly(OperationState.RUNNING, OperationState.SUCCEEDED);
    assertThat(sweep.gone()).containsExactlyInAnyOrder(absent, hostile);
    assertThat(sweep.cursor()).isNull();
    assertThat(bench.context.calls()).hasSize(1);
  }

  @Test
  void offersThisMachine() {
    MachineType machine = LocalMachine.type();
    assertThat(machine.cpus()).isPositive();
    assertThat(machine.memoryGib()).isPositive();
  }

  @Test
  void offersNoAccelerator() throws Exception {
    bench = new TrainingBench(directory);
    TrainingJob job = job(Data.csv("data.csv").label("b"));
    Problems problems = new Problems();
    for (String device : List.of("cpu", "cuda", "gpu:0")) {
      TrainingJob asking = job.toBuilder().hyperparameter("device", device).build();
      bench.training.check(asking, problems);
    }
    bench.training.check(job, problems);

    assertThat(problems.all())
        .extracting(problem -> problem.field() + " " + problem.value())
        .containsExactly("hyperparameters.device cuda", "hyperparameters.device gpu:0");
  }

  private static TrainingJob job(Data data) {
    return TrainingJob.builder("data", Algorithm.xgboost())
        .input("train", data)
        .hyperparameter("num_round", 2)
        .build();
  }

  /** Points in the unit square; those near the corner are inside. */
  private Path rings(String name, int rows, long seed) throws Exception {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>(List.of("row,x,y,inside,empty"));
    for (int i = 0; i < rows; i++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      lines.add(i + "a," + x + "," + y + "," + (x * x + y * y < 0.5 ? 1 : 0) + ",");
    }
    return Files.write(directory.resolve(name), lines);
  }

  private Path noise(String name, int rows, long seed) throws Exception {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>(List.of("label,x,y"));
    for (int i = 0; i < rows; i++) {
      lines.add(random.nextGaussian() + "," + random.nextGaussian() + "," + random.nextGaussian());
    }
    return Files.write(directory.resolve(name), lines);
  }
}
