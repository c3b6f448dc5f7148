package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Row;
import dev.aloft.data.Table;
import dev.aloft.driver.Payload;
import dev.aloft.driver.Reply;
import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.layer.Level;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.Prediction;
import dev.aloft.serving.Predictions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rows in every form give the same predictions, and wrong ones are refused before they are sent.
 */
@Needs("serving")
public abstract class PredictionConformance extends Conformance {
  private static final int MANY = 257;

  private final String name = freshName("kit");

  /** For a provider's subclass. */
  protected PredictionConformance() {}

  @BeforeEach
  final void deployTheModel() {
    if (can(dev.aloft.Capability.SERVING)) {
      model(aloft()).deploy(name);
    }
  }

  private Endpoint endpoint() {
    return aloft().endpoint(name);
  }

  private double expected() {
    return endpoint().predict(fixtures().row()).value();
  }

  /** Rows that differ from each other, around the fixtures' row. */
  private List<Row> rows(int count) {
    double[] base = fixtures().values();
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              double[] cells = base.clone();
              cells[0] = base[0] * i / count;
              return Row.of(cells);
            })
        .toList();
  }

  @Test
  void aRowByPosition() {
    Prediction prediction = endpoint().predict(fixtures().row());

    assertThat(prediction.value()).matches(fixtures().model()::says);
    assertThat(prediction.values()).contains(prediction.value());
    assertThat(prediction.names()).isNotEmpty();
    assertThat(endpoint().predict(fixtures().row(), Duration.ofSeconds(30)).value())
        .isEqualTo(prediction.value());
  }

  @Test
  void aRowByNameInAnyOrder() {
    List<String> names = new ArrayList<>(fixtures().columns());
    Map<String, Object> cells = new LinkedHashMap<>();
    Collections.reverse(names);
    for (String column : names) {
      cells.put(column, fixtures().values()[fixtures().columns().indexOf(column)]);
    }

    assertThat(endpoint().predict(Row.of(cells)).value()).isEqualTo(expected());
  }

  @Test
  void manyRowsComeBackInTheirOrder() {
    List<Row> rows = rows(MANY);

    Predictions together = endpoint().predict(rows);

    assertThat(together).hasSize(MANY);
    double[] one = new double[MANY];
    for (int i = 0; i < MANY; i += 16) {
      one[i] = endpoint().predict(rows.get(i)).value();
      assertThat(together.get(i).value()).as("row " + i).isEqualTo(one[i]);
    }
    assertThat(DoubleStream.of(together.values()).distinct().count()).isGreaterThan(1);
  }

  @Test
  void aTable() {
    Table.Builder table =
        Table.builder(
            fixtures().columns().stream()
                .map(column -> new Column(column, DataType.FLOAT64))
                .toList());
    rows(20).forEach(row -> table.row(cells(row)));

    Predictions predictions = endpoint().predict(table.build());

    assertThat(predictions.values()).isEqualTo(endpoint().predict(rows(20)).values());
  }

  private static Object[] cells(Row row) {
    return IntStream.range(0, row.size()).mapToObj(row::cell).toArray();
  }

  /** What the models answer. */
  record Score(double value) {}

  @Test
  void anAnswerAsARecord() {
    assertThat(endpoint().predict(fixtures().row()).as(Score.class).value()).isEqualTo(expected());
  }

  @Test
  void withoutHoldingTheCaller() {
    CompletableFuture<Prediction> answer = endpoint().predictAsync(fixtures().row());

    assertThat(answer.join().value()).isEqualTo(expected());
    List<CompletableFuture<Prediction>> answers =
        rows(40).stream().map(endpoint()::predictAsync).toList();
    assertThat(answers.stream().mapToDouble(one -> one.join().value()).toArray())
        .isEqualTo(endpoint().predict(rows(40)).values());
  }

  @Test
  void rawBytesGoAsTheyAre() {
    RawForm raw = harness().rawForm();

    Reply reply = endpoint().invoke(raw.request(fixtures()));

    assertThat(reply.text()).isNotBlank();
    assertThat(reply.contentType()).isNotBlank();
    AloftException error =
        failure(
            ErrorCode.MODEL_FAILED,
            () ->
                endpoint()
                    .invoke(
                        Payload.of(
                            "\u0000 this is no request".getBytes(StandardCharsets.UTF_8),
                            raw.contentType())));
    assertThat(error.resource().orElse("")).contains(name);
    assertThat(error.blame()).as("who can act on a refused request").isEqualTo(Blame.REQUEST);
  }

  @Test
  void aRowOfTheWrongWidthIsRefusedBeforeItIsSent() {
    expected();
    refusedUnsent(Row.of(1.0), "1");
    double[] wide =
        DoubleStream.concat(DoubleStream.of(fixtures().values()), DoubleStream.of(1)).toArray();
    refusedUnsent(Row.of(wide), Integer.toString(wide.length));
    assertThat(endpoint().predict(fixtures().row()).value()).isEqualTo(expected());
  }

  @Test
  void anUnknownColumnIsRefusedBeforeItIsSent() {
    expected();
    Map<String, Object> cells = new HashMap<>();
    fixtures().columns().forEach(column -> cells.put(column, 0.5));
    cells.put("shoe_size", 42);

    refusedUnsent(Row.of(cells), "shoe_size");
  }

  @Test
  void aTextWhereANumberBelongsIsRefusedBeforeItIsSent() {
    expected();
    Map<String, Object> cells = new HashMap<>();
    fixtures().columns().forEach(column -> cells.put(column, 0.5));
    cells.put(fixtures().columns().get(0), "wide");

    refusedUnsent(Row.of(cells), fixtures().columns().get(0));
  }

  private void refusedUnsent(Row row, String named) {
    int before = predictions();
    AloftException error = failure(ErrorCode.INVALID_REQUEST, () -> endpoint().predict(row));
    assertThat(error.getMessage()).contains(named);
    assertThat(predictions()).as("predictions sent").isEqualTo(before);
  }

  private int predictions() {
    return process().sent().only(PredictionConformance::isPrediction).size();
  }

  private static boolean isPrediction(Call call) {
    return call.level() == Level.REQUEST && call.bucket().equals("predict");
  }

  @Test
  void aMissingCellIsTheSameInEveryForm() {
    List<String> columns = fixtures().columns();
    Object[] withNull = cells(fixtures().row());
    withNull[1] = null;
    double[] withNan = fixtures().values();
    withNan[1] = Double.NaN;
    Map<String, Object> leftOut = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      if (i != 1) {
        leftOut.put(columns.get(i), fixtures().values()[i]);
      }
    }
    List<Double> answers =
        java.util.stream.Stream.of(Row.of(withNull), Row.of(withNan), Row.of(leftOut))
            .map(row -> endpoint().predict(row).value())
            .distinct()
            .toList();

    assertThat(answers).hasSize(1).allMatch(Double::isFinite);
  }

  @Test
  void specialNumbersArriveOrAreRefusedByName() {
    for (double special :
        new double[] {
          Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 1e300, Double.MIN_VALUE
        }) {
      double[] cells = fixtures().values();
      cells[0] = special;
      Throwable thrown = catchThrowable(() -> assertFinite(endpoint().predict(Row.of(cells))));
      if (thrown != null) {
        assertThat(thrown).isInstanceOf(AloftException.class);
        assertThat(((AloftException) thrown).code())
            .as(special + ": " + thrown.getMessage())
            .isIn(ErrorCode.INVALID_REQUEST, ErrorCode.MODEL_FAILED);
        assertThat(thrown.getMessage())
            .containsIgnoringCase(Double.toString(special).replace("-", ""));
      }
    }
  }

  private static void assertFinite(Prediction prediction) {
    assertThat(prediction.value()).isBetween(0.0, 1.0);
  }

  @Test
  void wholeNumbersAndBooleansCountAsNumbers() {
    Function<Object, Double> predict =
        first -> {
          Object[] cells = cells(fixtures().row());
          cells[0] = first;
          return endpoint().predict(Row.of(cells)).value();
        };

    assertThat(List.of(predict.apply(1), predict.apply(1L), predict.apply(1.0f)))
        .containsOnly(predict.apply(1.0));
  }

  @Test
  void aRequestThatIsTooLargeIsRefusedBeforeItIsSent() {
    expected();
    int before = predictions();
    long limit = harness().largestRequest();
    byte[] body = new byte[Math.toIntExact(limit + 1)];

    AloftException error =
        failure(
            ErrorCode.INVALID_REQUEST,
            () -> endpoint().invoke(Payload.of(body, harness().rawForm().contentType())));

    assertThat(error.getMessage()).contains(Long.toString(limit));
    assertThat(predictions()).as("predictions sent").isEqualTo(before);
  }

  @Test
  void aPredictionIsRepeatedOnlyWhereTheCallerAllowsIt() {
    expected();
    process().faults().when(PredictionConformance::isPrediction, 1, Fault.answerLost());
    failure(ErrorCode.UNAVAILABLE, () -> endpoint().predict(fixtures().row()));

    process().faults().when(PredictionConformance::isPrediction, 1, Fault.answerLost());
    assertThat(endpoint().repeatable().predict(fixtures().row()).value()).isEqualTo(expected());
  }

  @Test
  void noRowsAreRefusedBeforeTheyAreSent() {
    expected();
    int before = predictions();

    failure(ErrorCode.INVALID_REQUEST, () -> endpoint().predict(List.of()));

    assertThat(predictions()).as("predictions sent").isEqualTo(before);
  }

  @Test
  void thePredictionSaysWhichRevisionAnsweredWhereTheProviderTells() {
    endpoint()
        .predict(fixtures().row())
        .revision()
        .ifPresent(
            revision -> assertThat(endpoint().status().traffic()).containsOnlyKeys(revision));
  }
}
