package dev.aloft.local.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Table;
import dev.aloft.data.Tensor;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From files to models: evaluated in Java, by the native library, or refused by name. */
class ModelLoaderTest {
  private static final String MODELS = "/dev/aloft/local/xgboost/";

  @TempDir Path folder;

  @Test
  void completesTheSignatureFromTheModel() {
    ModelManifest manifest = TestModels.write(folder, 1, 2);
    ModelManifest silent =
        new ModelManifest(
            manifest.format(), "3.2.0", Signature.UNKNOWN, null, manifest.files(), Map.of());
    ServedModel model = ModelLoader.load(folder, silent);

    assertThat(model.signature().inputs())
        .containsExactly(new Column("a", DataType.FLOAT32), new Column("b", DataType.FLOAT32));
    assertThat(model.signature().outputs())
        .containsExactly(new Column("prediction", DataType.FLOAT32));
  }

  @Test
  void modelsWithSeveralValuesARowGiveOneOutputOrOneForEach() throws IOException {
    ModelManifest manifest = copy("classes-3.1.3.ubj", Signature.UNKNOWN);
    ServedModel single = ModelLoader.load(folder, manifest);
    int classes = Math.toIntExact(single.predict(blank(single)).get(0).shape()[1]);
    assertThat(classes).isGreaterThan(2);

    List<Column> outputs =
        java.util.stream.IntStream.range(0, classes)
            .mapToObj(i -> new Column("class" + i, DataType.FLOAT32))
            .toList();
    ServedModel several =
        ModelLoader.load(folder, copy("classes-3.1.3.ubj", new Signature(List.of(), outputs)));
    List<Tensor> tensors = several.predict(blank(several));

    assertThat(tensors).hasSize(classes);
    for (int i = 0; i < classes; i++) {
      assertThat(tensors.get(i).getFloat(0))
          .isEqualTo(single.predict(blank(single)).get(0).getFloat(i));
    }
  }

  @Test
  void whatIsNotKnownInJavaGoesToTheNativeLibrary() throws IOException {
    ModelManifest manifest = copy("refused-linear.ubj", Signature.UNKNOWN);
    ServedModel model;
    try {
      model = ModelLoader.load(folder, manifest);
    } catch (AloftException e) {
      assumeThat(e.code()).as("no native library here").isNotEqualTo(ErrorCode.UNSUPPORTED);
      throw e;
    }

    assertThat(model).isInstanceOf(NativeXgboost.class);
    Probe.ask(model, null);
    Tensor two = model.predict(rows(model, 2)).get(0);
    assertThat(two.rows()).isEqualTo(2);
    assertThat(two.getFloat(0)).isFinite();
  }

  @Test
  void servesTheRoundsUpToTheBestOne() throws IOException {
    ModelManifest all = copy("binary-3.0.5.json", Signature.UNKNOWN);
    float whole = first(ModelLoader.load(folder, all));
    for (String rounds : List.of("0", "1")) {
      ModelManifest stopped = with(all, "best_iteration", rounds);
      assertThat(first(ModelLoader.load(folder, stopped))).isNotEqualTo(whole);
    }
    assertThat(first(ModelLoader.load(folder, with(all, "best_iteration", "999"))))
        .isEqualTo(whole);
  }

  @Test
  void categoriesAreTurnedIntoTheirCodes() throws IOException {
    Signature text =
        new Signature(
            List.of(new Column("a", DataType.FLOAT64), new Column("b", DataType.STRING)),
            List.of());
    ModelManifest numbers = TestModels.write(folder, 1, 2);
    ModelManifest silent =
        new ModelManifest(numbers.format(), "3.2.0", text, null, numbers.files(), Map.of());
    assertThat(codeOf(silent)).isEqualTo(ErrorCode.DATA_CORRUPTED);

    ServedModel model =
        ModelLoader.load(folder, with(silent, "categories", "{\"b\":[\"red\",\"blue\"]}"));
    Table rows =
        Table.builder(text.inputs())
            .row(0.0, "red")
            .row(0.0, "blue")
            .row(0.0, "never seen")
            .row(0.0, null)
            .build();
    assertThat(model.predict(rows).get(0).toDoubles()).containsExactly(1, 2, 1, 1);
  }

  private static float first(ServedModel model) {
    return model.predict(blank(model)).get(0).getFloat(0);
  }

  private static ModelManifest with(ModelManifest manifest, String property, String value) {
    return new ModelManifest(
        manifest.format(),
        manifest.frameworkVersion(),
        manifest.signature(),
        null,
        manifest.files(),
        Map.of(property, value));
  }

  @Test
  void refusesOtherFormats() {
    ModelManifest onnx =
        new ModelManifest(ModelFormat.ONNX, "1", Signature.UNKNOWN, null, Map.of(), Map.of());
    assertThatThrownBy(() -> ModelLoader.load(folder, onnx))
        .isInstanceOfSatisfying(
            AloftException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED);
              assertThat(e.nextSteps()).as("nothing that this machine cannot do").isEmpty();
            });
  }

  @Test
  void refusesFilesThatAreNotWhatTheManifestSays() throws IOException {
    ModelManifest manifest = TestModels.write(folder, 1, 2);
    TestModels.write(folder, 3, 4);
    assertThat(codeOf(manifest)).isEqualTo(ErrorCode.DATA_CORRUPTED);
    assertThat(codeOf(TestModels.write(folder, "no model"))).isEqualTo(ErrorCode.DATA_CORRUPTED);

    Files.delete(folder.resolve("model.json"));
    assertThat(codeOf(manifest)).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(codeOf(describe(Signature.UNKNOWN))).isEqualTo(ErrorCode.DATA_CORRUPTED);
  }

  private ErrorCode codeOf(ModelManifest manifest) {
    try {
      ModelLoader.load(folder, manifest);
      throw new AssertionError("it was loaded");
    } catch (AloftException e) {
      return e.code();
    }
  }

  private ModelManifest copy(String name, Signature signature) throws IOException {
    try (InputStream in = ModelLoaderTest.class.getResourceAsStream(MODELS + name)) {
      Files.write(folder.resolve("model.ubj"), in.readAllBytes());
    }
    return describe(signature);
  }

  private ModelManifest describe(Signature signature) {
    return ModelManifest.describe(folder, ModelFormat.XGBOOST, "3.1.3", signature, null, Map.of());
  }

  private static Table blank(ServedModel model) {
    return rows(model, 1);
  }

  private static Table rows(ServedModel model, int count) {
    Table.Builder rows = Table.builder(model.signature().inputs());
    for (int column = 0; column < model.signature().inputs().size(); column++) {
      for (int row = 0; row < count; row++) {
        rows.addMissing(column);
      }
    }
    return rows.build();
  }
}
