package dev.aloft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.internal.Seeds;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final long BEYOND = (1L << 53) + 1;

  @Test
  void infersTypesFromAllRows() {
    Table table =
        Table.of(
            List.of(
                Row.of(1, 1L, 1f, 1.0, true, "x", null, 1, BigInteger.TEN),
                Row.of(2, 2, 2f, null, false, null, null, 0.5, 3)));

    assertThat(types(table))
        .containsExactly(
            DataType.INT32,
            DataType.INT64,
            DataType.FLOAT32,
            DataType.FLOAT64,
            DataType.BOOL,
            DataType.STRING,
            DataType.FLOAT64,
            DataType.FLOAT64,
            DataType.INT64);
    assertThat(table.row(1)).isEqualTo(Row.of(2, 2L, 2f, null, false, null, null, 0.5, 3L));
    assertThat(table.hasNames()).isFalse();
    assertThat(table.columns().get(1).name()).isEqualTo("f1");
  }

  @Test
  void leftOutNamesAreMissing() {
    Table table =
        Table.of(List.of(Row.of(Map.of("a", 1)), Row.of(Map.of("b", "x")), Row.of(Map.of("a", 2))));

    assertThat(table.columns())
        .containsExactly(new Column("a", DataType.INT32), new Column("b", DataType.STRING));
    assertThat(table.get(1, 0)).isNull();
    assertThat(table.getString(1, 1)).isEqualTo("x");
    assertThat(table.getLong(2, 0)).isEqualTo(2);
    assertThat(table.isMissing(2, 1)).isTrue();
  }

  @Test
  void namesTheRowThatDoesNotFit() {
    assertInvalid(() -> Table.of(List.of(Row.of(1), Row.of("x"))), "row 1, column \"f0\"");
    assertInvalid(() -> Table.of(List.of(Row.of(1), Row.of(1, 2))), "row 1 has 2 cells");
    assertInvalid(() -> Table.of(List.of(Row.of(1), Row.of(Map.of("a", 1)))), "row 1 has names");
    assertInvalid(() -> Table.of(List.of(Row.of(Map.of("a", 1)), Row.of(1))), "row 1 has no names");
    assertInvalid(() -> Table.of(List.of(Row.of(BEYOND), Row.of(0.5))), "row 1");
    assertInvalid(() -> Table.of(List.of(Row.of(0.5), Row.of(Long.MAX_VALUE))), "row 1");
  }

  @Test
  void keepsWholeNumbersThatANumberHoldsExactly() {
    assertThat(Table.of(List.of(Row.of(1L << 60), Row.of(0.5))).getDouble(0, 0)).isEqualTo(0x1p60);
  }

  @Test
  void nanAndMissingAreOneAmongBrokenNumbers() {
    Table table = Table.builder(DataType.FLOAT64, DataType.FLOAT32).row(Double.NaN, null).build();

    assertThat(table.isMissing(0, 0)).isTrue();
    assertThat(table.get(0, 0)).isNull();
    assertThat(table.getDouble(0, 1)).isNaN();
    assertThat(table)
        .isEqualTo(Table.builder(DataType.FLOAT64, DataType.FLOAT32).row(null, Float.NaN).build());
  }

  @Test
  void readsCellsInTheirType() {
    Table table = Table.builder(DataType.values()).row(true, 1, BEYOND, 0.1f, 0.1, "x").build();

    assertThat(table.getBoolean(0, 0)).isTrue();
    assertThat(table.getDouble(0, 0)).isEqualTo(1);
    assertThat(table.getLong(0, 2)).isEqualTo(BEYOND);
    assertThat(table.getFloat(0, 3)).isEqualTo(0.1f);
    assertThat(table.getFloat(0, 4)).isEqualTo(0.1f);
    assertThat(table.getString(0, 5)).isEqualTo("x");
    assertThatThrownBy(() -> table.getDouble(0, 5)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> table.getLong(0, 4)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> table.getString(0, 1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> table.getBoolean(0, 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void missingWholeNumbersCannotBeRead() {
    Table table = Table.builder(DataType.INT64).row((Object) null).build();

    assertThat(table.getDouble(0, 0)).isNaN();
    assertThat(table.getFloat(0, 0)).isNaN();
    assertThatThrownBy(() -> table.getLong(0, 0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void bringsColumnsToWhatAModelWants() {
    List<Column> wanted =
        List.of(
            new Column("a", DataType.FLOAT32),
            new Column("b", DataType.INT64),
            new Column("c", DataType.STRING));

    assertThat(Table.of(List.of(Row.of(Map.of("b", 2.0, "a", 1)))).as(wanted))
        .isEqualTo(Table.builder(wanted).row(1f, 2L, null).build());
    assertThat(Table.of(List.of(Row.of(0.1, true, 5))).as(wanted))
        .isEqualTo(Table.builder(wanted).row(0.1f, 1L, "5").build());
  }

  @Test
  void refusesWhatDoesNotFitAModel() {
    List<Column> wanted = List.of(new Column("age", DataType.INT32));

    assertInvalid(() -> Table.of(List.of(Row.of(Map.of("agee", 1)))).as(wanted), "[agee]");
    assertInvalid(() -> Table.of(List.of(Row.of(1, 2))).as(wanted), "2 cells");
    assertInvalid(() -> Table.of(List.of(Row.of(1.5))).as(wanted), "row 0, column \"age\": 1.5");
    assertInvalid(() -> Table.of(List.of(Row.of("x"))).as(wanted), "\"x\"");
    assertInvalid(() -> Table.of(List.of(Row.of(BEYOND))).as(wanted), "INT32");
    assertInvalid(
        () -> Table.of(List.of(Row.of(2))).as(List.of(new Column("b", DataType.BOOL))), "BOOL");
  }

  @Test
  void saysWhatAModelTakesInstead() {
    List<Column> wanted =
        List.of(new Column("age", DataType.INT32), new Column("district", DataType.STRING));
    Table table = Table.of(List.of(Row.of(Map.of("age", 1, "distrikt", "a", "price", 2))));

    assertThatThrownBy(() -> table.as(wanted))
        .isInstanceOfSatisfying(
            AloftException.class,
            error -> {
              assertThat(error.summary()).endsWith("; did you mean district?");
              assertThat(error.nextSteps())
                  .extracting(NextStep::line)
                  .containsExactly("table.without(\"distrikt\", \"price\")");
            });
  }

  @Test
  void numbersAreTheirTexts() {
    List<Column> wanted = List.of(new Column("c", DataType.STRING));

    assertThat(Table.of(List.of(Row.of(7))).as(wanted).getString(0, 0)).isEqualTo("7");
    assertThat(Table.of(List.of(Row.of(7.0))).as(wanted).getString(0, 0)).isEqualTo("7.0");
  }

  @Test
  void checksItsShape() {
    assertInvalid(() -> Table.builder(DataType.INT64, DataType.INT64).row(1), "1 cells");
    assertInvalid(
        () -> Table.builder(DataType.INT64, DataType.INT64).addLong(0, 1).build(), "\"f1\" has 0");
    assertInvalid(
        () ->
            Table.builder(
                List.of(new Column("a", DataType.INT64), new Column("a", DataType.INT64))),
        "same name");
  }

  @Test
  void givesPartsOfItself() {
    Table table =
        Table.of(List.of(Row.of(Map.of("a", 1)), Row.of(Map.of("a", 2)), Row.of(Map.of("a", 3))));

    assertThat(table.slice(1, 3).rows())
        .containsExactly(Row.of(Map.of("a", 2)), Row.of(Map.of("a", 3)));
    assertThat(table.without("a", "a").columnCount()).isZero();
    assertThat(table.column("a")).isZero();
    assertThat(table.toDoubles(0)).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> table.column("b"))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThatThrownBy(() -> table.row(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void anEmptyTableHasNothing() {
    assertThat(Table.of(List.of()).rowCount()).isZero();
    assertThat(Table.of(List.of()).columnCount()).isZero();
  }

  @Test
  void showsItsFirstRows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      rows.add(Row.of(i, i == 0 ? null : "<" + i + ">"));
    }
    Map<String, String> bundle = Table.of(rows).mimeBundle();

    assertThat(bundle.get("text/plain")).startsWith("f0  f1\n0\n1   <1>\n").endsWith("… 5 more");
    assertThat(bundle.get("text/html")).contains("<td>&lt;1&gt;</td>", "… 5 more");
    assertThat(bundle.get("application/json")).contains("\"total\":25");
  }

  @Test
  void doublesKeepTheirBits() {
    Seeds.random(
        500,
        random -> {
          double[] numbers =
              random.doubles(1 + random.nextInt(30)).map(x -> Seeds.finite(random)).toArray();
          Table table = Table.of(List.of(Row.of(numbers)));

          for (int i = 0; i < numbers.length; i++) {
            assertThat(table.getDouble(0, i)).isEqualTo(numbers[i]);
          }
        });
  }

  private static List<DataType> types(Table table) {
    return table.columns().stream().map(Column::type).toList();
  }

  private static void assertInvalid(ThrowingCallable code, String part) {
    assertThatThrownBy(code)
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageContaining(part);
  }
}
