package dev.aloft.fake.aws.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.data.Data;
import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.Work;
import dev.aloft.local.xgboost.XgboostModel;
import dev.aloft.training.Algorithm;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XgboostTrainingTest {
  private final ContainerHost host = ContainerHost.ofThisMachine();
  @TempDir Path directory;

  @AfterEach
  void close() {
    host.close();
  }

  private Job job() throws IOException {
    return new Job(Job.XGBOOST, directory.resolve("ml"));
  }

  /** A label that depends on two of three features, one of which is missing at times. */
  private static String rows(int count, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      boolean inside = x * x + y * y < 0.6 != random.nextInt(20) > 18;
      text.append(inside ? 1 : 0).append(',').append(x).append(',').append(y).append(',');
      text.append(i % 5 == 0 ? "" : Double.toString(random.nextDouble())).append('\n');
    }
    return text.toString();
  }

  private static float[] predictions(Path model) throws Exception {
    XgboostModel loaded = XgboostModel.load(model);
    Random random = new Random(99);
    float[] rows = new float[50 * 3];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i % 7 == 0 ? Float.NaN : random.nextFloat();
    }
    float[] out = new float[50];
    loaded.predictions(rows, 0, 50, out, 0);
    return out;
  }

  @Test
  void trainsWhatTheLocalProviderTrains() throws Exception {
    Job job =
        job()
            .channel("train", "text/csv;label_size=1", "part-0.csv", rows(400, 1))
            .channel("validation", "text/csv", "rows.csv", rows(100, 2))
            .with("objective", "binary:logistic")
            .with("num_round", "12")
            .with("max_depth", "4")
            .with("eval_metric", "logloss,error");

    assertThat(job.run(host)).as("%s", job.lines).isZero();

    assertThat(job.lines)
        .filteredOn(line -> line.startsWith("["))
        .hasSize(12)
        .allMatch(
            line ->
                line.matches(
                    "\\[[0-9]+]#011train-logloss:0\\.[0-9]{5}#011train-error:0\\.[0-9]{5}"
                        + "#011validation-logloss:0\\.[0-9]{5}#011validation-error:0\\.[0-9]{5}"));
    assertThat(predictions(job.root.resolve("model/xgboost-model")))
        .isEqualTo(predictions(trainedLocally()));
  }

  private Path trainedLocally() throws Exception {
    String header = "label,a,b,c\n";
    Path train = Files.writeString(directory.resolve("train.csv"), header + rows(400, 1));
    Path validation = Files.writeString(directory.resolve("valid.csv"), header + rows(100, 2));
    TrainingJob same =
        TrainingJob.builder("same", Algorithm.xgboost())
            .input("train", Data.csv(train).label("label"))
            .input("validation", Data.csv(validation).label("label"))
            .hyperparameter("objective", "binary:logistic")
            .hyperparameter("num_round", 12)
            .hyperparameter("max_depth", 4)
            .build();
    Path copy = directory.resolve("local-model");
    try (Aloft aloft =
        Aloft.builder()
            .provider("local")
            .set("home", directory.resolve("home").toString())
            .open()) {
      aloft.trainer().train(same).await().download(copy);
    }
    return copy.resolve("model.ubj");
  }

  @Test
  void stopsEarlyAndKeepsTheBestRounds() throws Exception {
    Job job =
        job()
            .channel("train", "csv", "a.csv", rows(60, 3))
            .channel("validation", "csv", "a.csv", rows(60, 4))
            .with("objective", "binary:logistic")
            .with("num_round", "200")
            .with("eta", "0.9")
            .with("eval_metric", "logloss")
            .with("early_stopping_rounds", "5");

    assertThat(job.run(host)).isZero();

    long printed = job.lines.stream().filter(line -> line.startsWith("[")).count();
    XgboostModel model = XgboostModel.load(job.root.resolve("model/xgboost-model"));
    assertThat(printed).isLessThan(200);
    assertThat((long) model.rounds()).isEqualTo(printed - 5);
  }

  @Test
  void readsLibsvmAndWeights() throws Exception {
    Job libsvm =
        job()
            .channel("train", "", "rows", "1 0:0.1 2:3 # a\n0 0:0.9\n1:2 0:0.2 1:1\n0 0:0.8\n")
            .with("num_round", "2");
    assertThat(libsvm.run(host)).as("%s", libsvm.lines).isZero();
    assertThat(XgboostModel.load(libsvm.root.resolve("model/xgboost-model")).featureCount())
        .isEqualTo(3);

    Job weighted =
        new Job(Job.XGBOOST, directory.resolve("weighted"))
            .channel("train", "csv", "rows", "10,1000000,1\n0,0.000001,1\n")
            .with("num_round", "20")
            .with("eta", "1")
            .with("csv_weights", "1");
    assertThat(weighted.run(host)).as("%s", weighted.lines).isZero();
    float[] out = new float[1];
    XgboostModel model = XgboostModel.load(weighted.root.resolve("model/xgboost-model"));
    model.predict(new float[] {1}, 0, out, 0);
    assertThat(model.featureCount()).isEqualTo(1);
    assertThat(out[0]).isGreaterThan(9.9f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max_depth | 4 | Missing required hyperparameter: num_round",
        "num_round | '\"10\"' | Hyperparameter num_round: could not parse value",
        "num_round | 0 | Hyperparameter num_round: 0 is not in [1, +inf)",
        "num_round,eta | 3 | Hyperparameter eta: 3.0 is not in [0, 1]",
        "num_round,booster | 3 | Hyperparameter booster: 3 is not in ['gbtree', 'gblinear',"
            + " 'dart']",
        "num_round,num_rounds | 3 | Extraneous hyperparameter found: num_rounds",
        "num_round,eval_metric | 3 | Hyperparameter eval_metric: value ['3'] not in range",
      })
  void refusesHyperparametersAsTheAlgorithmDoes(String names, String value, String text)
      throws Exception {
    Job job = job().channel("train", "csv", "a.csv", rows(20, 1));
    for (String name : names.split(",", -1)) {
      job.with(name, value);
    }

    assertThat(job.run(host)).isEqualTo(1);
    assertThat(job.failure()).contains("UserError: " + text);
    assertThat(job.root.resolve("model/xgboost-model")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "csv | 'y,a\n1,2\n' | holds 'y', which is no number",
        "csv | '1,2\n1,2,3\n' | line 2 of file 'data' has 3 columns",
        "text/csv;label_size=2 | '1,2\n' | Optional parameter label_size must be equal to 1",
        "application/json | '{}' | application/json is not an accepted ContentType",
        "application/x-parquet | 'PAR1' | this fake reads csv and libsvm",
        "'' | '1,2,3\n' | is not 'LIBSVM' format",
        "csv | '' | No data in training channel path /opt/ml/input/data/train",
        "csv | '3,2\n4,5\n' | label must be in [0,1] for logistic regression",
      })
  void refusesDataAsTheAlgorithmDoes(String type, String data, String text) throws Exception {
    Job job =
        job()
            .channel("train", type, "data", data == null ? "" : data)
            .with("objective", "binary:logistic")
            .with("num_round", "3");

    assertThat(job.run(host)).isEqualTo(1);
    assertThat(job.failure()).contains("UserError").contains(text);
  }

  @Test
  void aStopLeavesAModelOnlyWhereItWasAskedTo() throws Exception {
    for (String saves : new String[] {"true", "false"}) {
      Job job =
          new Job(Job.XGBOOST, directory.resolve("stopped-" + saves))
              .channel("train", "csv", "a.csv", rows(500, 5))
              .with("num_round", "100000000")
              .with("save_model_on_termination", saves);
      Work work = job.start(host);
      job.firstRound.join();

      work.terminate();

      assertThat(work.exit().join()).isEqualTo(saves.equals("true") ? 0 : 137);
      assertThat(Files.exists(job.root.resolve("model/xgboost-model")))
          .isEqualTo(saves.equals("true"));
    }
  }
}
