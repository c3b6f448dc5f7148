package dev.aloft.benchmarks;

import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** The breast cancer data of the samples: 569 rows of 30 features. Immutable. */
final class Tumours {
  private static final String DATA = "/dev/aloft/samples/breast-cancer.csv";

  private final String csv;
  private final float[] features;
  private final float[] labels;
  private final int width;

  private Tumours(String csv) {
    List<String> lines = csv.lines().skip(1).toList();
    this.csv = csv;
    this.width = lines.get(0).split(",", -1).length - 1;
    this.labels = new float[lines.size()];
    this.features = new float[lines.size() * width];
    for (int row = 0; row < lines.size(); row++) {
      String[] cells = lines.get(row).split(",", -1);
      labels[row] = Float.parseFloat(cells[0]);
      for (int column = 0; column < width; column++) {
        features[row * width + column] = Float.parseFloat(cells[column + 1]);
      }
    }
  }

  static Tumours read() throws IOException {
    try (InputStream in = Tumours.class.getResourceAsStream(DATA)) {
      return new Tumours(
          new String(Objects.requireNonNull(in, DATA).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  int rows() {
    return labels.length;
  }

  int width() {
    return width;
  }

  /** The rows one after the other. */
  float[] features() {
    return features.clone();
  }

  double[] row(int number) {
    double[] row = new double[width];
    for (int column = 0; column < width; column++) {
      row[column] = features[number * width + column];
    }
    return row;
  }

  Path writeCsv(Path file) throws IOException {
    return Files.writeString(file, csv);
  }

  /** A model of 100 trees of depth 6, trained by the native library. */
  Booster train() throws XGBoostError {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("objective", "binary:logistic");
    parameters.put("max_depth", 6);
    parameters.put("seed", 42);
    parameters.put("nthread", 1);
    parameters.put("verbosity", 0);
    DMatrix matrix = new DMatrix(features, rows(), width, Float.NaN);
    try {
      matrix.setLabel(labels);
      return XGBoost.train(matrix, parameters, 100, new HashMap<>(), null, null);
    } finally {
      matrix.dispose();
    }
  }

  /** A model directory with its manifest. */
  static Path writeModel(Booster booster, Path directory) throws IOException, XGBoostError {
    booster.saveModel(Files.createDirectories(directory).resolve("model.ubj").toString());
    ModelManifest manifest =
        ModelManifest.describe(
            directory, ModelFormat.XGBOOST, "3.4.0", Signature.UNKNOWN, null, Map.of());
    Files.writeString(directory.resolve(ModelManifest.FILE), manifest.toJson());
    return directory;
  }
}
