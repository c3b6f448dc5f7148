package dev.aloft.benchmarks;

import dev.aloft.Aloft;
import dev.aloft.data.Row;
import dev.aloft.local.xgboost.XgboostModel;
import dev.aloft.serving.Endpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One row on one model of 100 trees, three ways: Aloft's evaluator, the native library beside it,
 * and a whole {@code endpoint.predict} through an endpoint inside this process. Each call takes the
 * next row, so that no branch is learnt by heart.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(5)
public class PredictBenchmark {
  private float[] features = {};
  private float[][] rows = {};
  private List<Row> typedRows = List.of();
  private final float[] out = new float[1];
  private int width;
  private int next;
  private @Nullable Path directory;
  private @Nullable Booster booster;
  private @Nullable XgboostModel model;
  private @Nullable Aloft aloft;
  private @Nullable Endpoint endpoint;

  /** For JMH. */
  public PredictBenchmark() {}

  /** Trains, and opens an endpoint. */
  @Setup
  public void open() throws Exception {
    Tumours data = Tumours.read();
    features = data.features();
    width = data.width();
    rows = new float[data.rows()][width];
    List<Row> typed = new ArrayList<>();
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(features, row * width, rows[row], 0, width);
      typed.add(Row.of(data.row(row)));
    }
    typedRows = typed;
    Path home = Files.createTempDirectory("aloft-predict");
    Booster trained = data.train();
    Path files = Tumours.writeModel(trained, home.resolve("model"));
    Aloft opened =
        Aloft.builder().provider("local").set("home", home.resolve("home").toString()).open();
    directory = home;
    booster = trained;
    model = XgboostModel.load(files.resolve("model.ubj"));
    aloft = opened;
    endpoint = opened.models().upload(files, "tumours").deploy("my-model");
  }

  /** Leaves nothing. */
  @TearDown
  public void close() throws Exception {
    Objects.requireNonNull(endpoint).undeploy();
    Objects.requireNonNull(aloft).close();
    Objects.requireNonNull(booster).dispose();
    Tumours.delete(Objects.requireNonNull(directory));
  }

  /** Aloft's evaluator in plain Java. */
  @Benchmark
  public float evaluator() {
    Objects.requireNonNull(model).predict(features, step() * width, out, 0);
    return out[0];
  }

  /** The native library, in place. */
  @Benchmark
  public float nativeLibrary() throws XGBoostError {
    return Objects.requireNonNull(booster).inplace_predict(rows[step()], 1, width, Float.NaN)[0][0];
  }

  /** A prediction of an endpoint, as users write it. */
  @Benchmark
  public double endpoint() {
    return Objects.requireNonNull(endpoint).predict(typedRows.get(step())).value();
  }

  /** Takes the last row again. */
  void back() {
    next = (next + rows.length - 1) % rows.length;
  }

  private int step() {
    int row = next;
    next = row + 1 == rows.length ? 0 : row + 1;
    return row;
  }
}
