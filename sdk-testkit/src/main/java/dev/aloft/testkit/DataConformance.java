package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aloft.Capability;
import dev.aloft.data.Data;
import dev.aloft.data.Row;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problem;
import dev.aloft.model.Model;
import dev.aloft.serving.Endpoint;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The same data means the same, however it is written. */
@Needs({"training", "training.xgboost"})
public abstract class DataConformance extends Conformance {
  private final String name = freshName("kit");
  private int files;

  /** For a provider's subclass. */
  protected DataConformance() {}

  private Data write(String text, Charset charset) {
    try {
      Path file = directory().resolve("data-" + files++ + ".csv");
      return Data.csv(Files.write(file, text.getBytes(charset))).charset(charset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Data write(CsvWriting writing) {
    return write(writing.text(), StandardCharsets.UTF_8);
  }

  private Data plain() {
    return write(CsvWriting.plain()).label("wide");
  }

  private TrainingRun train(Data data) {
    TrainingJob job = fixtures().good().toBuilder().input("train", data).build();
    return aloft().trainer().train(job);
  }

  /** Trains on each and compares what the models say. */
  private void proveAllTheSame(Data... others) {
    List<TrainingRun> runs = new ArrayList<>();
    runs.add(train(plain()));
    for (Data other : others) {
      runs.add(train(other));
    }
    List<Model> models = runs.stream().map(this::await).toList();
    List<Double> first = said(models.get(0));
    for (int i = 1; i < models.size(); i++) {
      assertThat(said(models.get(i))).as("what variant " + i + " says").isEqualTo(first);
    }
  }

  private List<Double> said(Model model) {
    if (!can(Capability.SERVING)) {
      return List.of((double) model.contentHash().hashCode());
    }
    Endpoint endpoint = model.deploy(name);
    return java.util.Arrays.stream(endpoint.predict(probes()).values()).boxed().toList();
  }

  private static List<Row> probes() {
    return List.of(
        Row.of(0.9, 0.2, 0.4),
        Row.of(0.1, 0.2, 0.4),
        Row.of(0.49, 0.9, 0.1),
        Row.of(0.51, 0.1, 0.9),
        Row.of(Double.NaN, 0.5, 0.5));
  }

  @Test
  void whereTheLabelStandsDoesNotMatter() {
    CsvWriting first = CsvWriting.plain().labelFirst();

    proveAllTheSame(
        write(CsvWriting.plain()).label(3),
        write(first).label("wide"),
        write(first).label(0),
        write(first.noHeader()).noHeader().label(0),
        write(CsvWriting.plain().noHeader()).noHeader().label(3));
  }

  @Test
  void separatorsAndQuotesDoNotMatter() {
    proveAllTheSame(
        write(CsvWriting.plain().separator(';')).separator(';').label("wide"),
        write(CsvWriting.plain().separator('\t')).separator('\t').label("wide"),
        write(CsvWriting.plain().quoted('"')).label("wide"),
        write(CsvWriting.plain().separator('|').quoted('\''))
            .separator('|')
            .quote('\'')
            .label("wide"));
  }

  @Test
  void endsOfLinesAndOfTheFileDoNotMatter() {
    String text = CsvWriting.plain().text();

    proveAllTheSame(
        write(text.replace("\n", "\r\n"), StandardCharsets.UTF_8).label("wide"),
        write(text.stripTrailing(), StandardCharsets.UTF_8).label("wide"),
        write(text + "\n\n", StandardCharsets.UTF_8).label("wide"));
  }

  @Test
  void encodingsDoNotMatter() {
    String text = CsvWriting.plain().text().replace("height", "H\u00f6he");

    proveAllTheSame(
        write("\uFEFF" + text, StandardCharsets.UTF_8).label("wide"),
        write(text, StandardCharsets.ISO_8859_1).label("wide"),
        write(text, StandardCharsets.UTF_16LE).label("wide"));
  }

  @Test
  void missingCellsAreMissingHoweverTheyAreWritten() {
    List<Data> written = new ArrayList<>();
    for (String missing : List.of("", "NA", "NaN", "?")) {
      written.add(write(CsvWriting.plain().missing(missing)).label("wide"));
    }
    written.add(write(CsvWriting.plain().missing("-999")).missing("-999").label("wide"));
    List<Model> models =
        written.stream().map(this::train).toList().stream().map(this::await).toList();

    List<Double> first = said(models.get(0));

    assertThat(first).allMatch(Double::isFinite);
    for (Model model : models.subList(1, models.size())) {
      assertThat(said(model)).isEqualTo(first);
    }
  }

  @Test
  void ignoredColumnsDoNotMatter() {
    Data withNotes = write(CsvWriting.plain().notes()).label("wide").ignore("note");

    proveAllTheSame(withNotes);
  }

  @Test
  void columnsByNameAreTakenByName() {
    assumeTrue(can(Capability.SERVING), "nothing serves here");
    Endpoint endpoint =
        await(train(write(CsvWriting.plain().labelFirst()).label("wide"))).deploy(name);

    double byPosition = endpoint.predict(Row.of(0.9, 0.2, 0.4)).value();
    double byName =
        endpoint.predict(Row.of(Map.of("depth", 0.4, "height", 0.2, "width", 0.9))).value();

    assertThat(byName).isEqualTo(byPosition).isGreaterThan(0.5);
  }

  @Test
  @Needs("training.categories")
  void categoriesAreTextsWithoutAnOrder() {
    for (Data data : List.of(shades(',', false), shades(',', true), shades(';', false))) {
      Model model = await(train(data));
      assumeTrue(can(Capability.SERVING), "nothing serves here");
      Endpoint endpoint = model.deploy(name);
      for (String shade : CategoryTable.SHADES) {
        double bright = endpoint.predict(Row.of(Map.of("size", 0.5, "shade", shade))).value();
        assertThat(bright > 0.5).as(shade).isEqualTo(CategoryTable.isBright(shade));
      }
    }
  }

  @Test
  @Needs("training.categories")
  void aCategoryThatWasNotLearnedIsMissing() {
    Model model = await(train(shades(',', false)));
    assumeTrue(can(Capability.SERVING), "nothing serves here");
    Endpoint endpoint = model.deploy(name);

    double missing = endpoint.predict(Row.of(Map.of("size", 0.5))).value();
    double unknown = endpoint.predict(Row.of(Map.of("size", 0.5, "shade", "mauve"))).value();

    assertThat(unknown).isEqualTo(missing).isFinite();
  }

  private Data shades(char separator, boolean backwards) {
    String text = CategoryTable.csv(separator, backwards);
    return write(text, StandardCharsets.UTF_8)
        .separator(separator)
        .categorical("shade")
        .label("bright");
  }

  @Test
  void aLabelThatIsNotThereIsNamed() {
    assertThat(refusedData(write(CsvWriting.plain()).label("shoe_size"))).contains("shoe_size");
    assertThat(refusedData(write(CsvWriting.plain()).label(17))).contains("17");
  }

  @Test
  void aRecordOfAnotherWidthIsRefused() {
    String text = CsvWriting.plain().text() + "0.5,0.5\n";

    refusedData(write(text, StandardCharsets.UTF_8).label("wide"));
  }

  @Test
  void aTextAmongNumbersIsNamed() {
    String text = CsvWriting.plain().text() + "broad,0.5,0.5,1\n";

    assertThat(refusedData(write(text, StandardCharsets.UTF_8).label("wide"))).contains("broad");
  }

  @Test
  void whatTheFirstRowsShowIsToldAtOnceAndNothingIsSent() {
    String text =
        CsvWriting.plain().text() + "broad,0.5,0.5,1\n0.5,tall,0.5,1\n0.5,0.5\n0.5,0.5,0.5,\n";
    Data data = write(text, StandardCharsets.UTF_8).label("wide");
    ClientProcess process = another();

    AloftException error =
        failure(
            ErrorCode.INVALID_REQUEST,
            () ->
                process
                    .aloft()
                    .trainer()
                    .train(fixtures().good().toBuilder().input("train", data).build()));

    assertThat(error.problems())
        .extracting(Problem::field)
        .contains("inputs.train.width", "inputs.train.height", "inputs.train.label")
        .anyMatch(field -> field.startsWith("inputs.train.line "));
    assertThat(process.tries().requests())
        .noneMatch(recorded -> harness().isWrite(recorded.call()));
  }

  @Test
  void aFileOfAHeaderOnlyIsRefused() {
    String text = CsvWriting.plain().text();
    String header = text.substring(0, text.indexOf('\n') + 1);

    assertThat(refusedData(write(header, StandardCharsets.UTF_8).label("wide"))).contains("row");
  }

  private String refusedData(Data data) {
    Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(() -> await(train(data)));
    assertThat(thrown).isInstanceOf(AloftException.class);
    AloftException error = (AloftException) thrown;
    assertThat(error.code()).isIn(ErrorCode.INVALID_REQUEST, ErrorCode.USER_CODE_FAILED);
    return String.valueOf(error.getMessage());
  }

  @Test
  void theSameBytesAreSentOnce() {
    Data data = plain();
    await(train(data));
    int before = uploads();

    await(train(data));

    assertThat(before).isPositive();
    assertThat(uploads()).isEqualTo(before);
  }

  private int uploads() {
    return (int)
        process().sent().requests().stream()
            .filter(RecordingLayer.Recorded::isSuccess)
            .filter(sent -> sent.call().resource().contains("aloft/staged"))
            .filter(sent -> harness().isWrite(sent.call()))
            .count();
  }
}
