package dev.aloft.testkit;

import dev.aloft.data.Column;
import dev.aloft.data.Data;
import dev.aloft.data.DataType;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The usual fixtures, for {@code Algorithm.xgboost()}. */
final class XgboostFixtures {
  private static final List<String> COLUMNS = List.of("width", "height", "depth");
  private static final String MODEL_FILE = "model.json";

  private final Path directory;

  private XgboostFixtures(Path directory) {
    this.directory = directory;
  }

  static Fixtures.Builder in(Path directory) {
    try {
      Files.createDirectories(directory);
      return new XgboostFixtures(directory).make();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Fixtures.Builder make() throws IOException {
    Path train = Files.writeString(directory.resolve("train.csv"), SampleTable.csv());
    Path bad = Files.writeString(directory.resolve("bad-labels.csv"), SampleTable.badLabels());
    TrainingJob good = job("kit", train, 5);
    return Fixtures.builder(directory)
        .jobs(
            good,
            good.toBuilder().hyperparameter("num_round", 6).build(),
            job("kit", bad, 5),
            good.toBuilder().hyperparameter("num_round", 50_000_000).build())
        .scripts(script("good_script.py"), script("failing_script.py"))
        .emptyScript(script("empty_script.py"))
        .models(
            new ModelFixture(model("likes-wide.json", "likes-wide"), 0.6, 1),
            new ModelFixture(model("likes-narrow.json", "likes-narrow"), 0, 0.4),
            broken())
        .row(COLUMNS, 0.9, 0.2, 0.4);
  }

  private static TrainingJob job(String name, Path train, int rounds) {
    return TrainingJob.builder(name, Algorithm.xgboost())
        .input("train", Data.csv(train).label("wide"))
        .hyperparameter("objective", "binary:logistic")
        .hyperparameter("max_depth", 2)
        .hyperparameter("num_round", rounds)
        .build();
  }

  private Script script(String name) throws IOException {
    Path home = Files.createDirectories(directory.resolve(name.replace(".py", "")));
    write(home.resolve(name), resource(name));
    write(home.resolve(MODEL_FILE), resource("likes-wide.json"));
    return Script.of(home, name);
  }

  private Path model(String resource, String name) throws IOException {
    return describe(name, resource(resource));
  }

  private Path broken() throws IOException {
    byte[] whole = resource("likes-wide.json");
    return describe("broken", java.util.Arrays.copyOf(whole, whole.length / 2));
  }

  private Path describe(String name, byte[] file) throws IOException {
    Path home = Files.createDirectories(directory.resolve(name));
    write(home.resolve(MODEL_FILE), file);
    Signature signature =
        new Signature(
            COLUMNS.stream().map(column -> new Column(column, DataType.FLOAT32)).toList(),
            List.of(new Column("prediction", DataType.FLOAT32)));
    ModelManifest manifest =
        ModelManifest.describe(
            home,
            ModelFormat.XGBOOST,
            "3.4.0",
            signature,
            null,
            Map.of("objective", "binary:logistic"));
    write(home.resolve(ModelManifest.FILE), manifest.toJson().getBytes(StandardCharsets.UTF_8));
    return home;
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = XgboostFixtures.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
