package dev.aloft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvReaderTest {
  @TempDir private Path directory;

  @Test
  void infersTheTypesOfColumns() {
    Table table =
        Table.read(
            csv("i,f,s,b,m,c,z\n1,0.5,x,true,?,7,007\n2,3,5,false,NA,8,1\n").categorical("c"));

    assertThat(table.columns())
        .extracting(Column::type)
        .containsExactly(
            DataType.INT64,
            DataType.FLOAT64,
            DataType.STRING,
            DataType.BOOL,
            DataType.FLOAT64,
            DataType.STRING,
            DataType.INT64);
    assertThat(table.row(0).toMap().values()).containsExactly(1L, 0.5, "x", true, null, "7", 7L);
  }

  @Test
  void readsQuotesAndEveryLineEnd() {
    Table table = Table.read(csv("a,\"b\r\nc\"\r\n\"x \"\"y\"\"\",\"1,5\"\n\n\"\n\",2\r\"\",3"));

    assertThat(table.columns()).extracting(Column::name).containsExactly("a", "b\r\nc");
    assertThat(table.rows()).extracting(row -> row.cell(0)).containsExactly("x \"y\"", "\n", null);
    assertThat(table.rows()).extracting(row -> row.cell(1)).containsExactly("1,5", "2", "3");
  }

  @Test
  void countsLinesThroughQuotesAndEveryLineEnd() {
    try (CsvReader csv = open(csv("a\n\"1\n2\r\n3\r4\"\r\n\n5\r6\n"))) {
      assertThat(csv.next()).isTrue();
      assertThat(csv.line()).isEqualTo(2);
      assertThat(csv.next()).isTrue();
      assertThat(csv.line()).isEqualTo(7);
      assertThat(csv.next()).isTrue();
      assertThat(csv.line()).isEqualTo(8);
      assertThat(csv.next()).isFalse();
    }
  }

  @Test
  void skipsAByteOrderMarkAndKnowsEncodings() throws IOException {
    Files.write(file(), "\uFEFFa\né\n".getBytes(StandardCharsets.UTF_8));
    assertThat(Table.read(Data.csv(file())).columns().get(0).name()).isEqualTo("a");

    Files.write(file(), "a\né\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Table.read(Data.csv(file()).charset(StandardCharsets.ISO_8859_1)).get(0, 0))
        .isEqualTo("é");
    assertThatThrownBy(() -> Table.read(Data.csv(file())))
        .hasMessageContaining("not in its encoding");

    Files.write(file(), "a;b\n1;2\n".getBytes(StandardCharsets.UTF_16));
    assertThat(Table.read(Data.csv(file()).separator(';').charset(StandardCharsets.UTF_16)).row(0))
        .hasToString("{a=1, b=2}");
  }

  @Test
  void followsTheRulesOfTheFormat() {
    Data data =
        csv("1\t'a\tb'\t-\n2\tc\t4\n").noHeader().separator('\t').quote('\'').missing("-").label(2);

    try (CsvReader csv = open(data)) {
      assertThat(csv.columns()).containsExactly("f0", "f1", "f2");
      assertThat(csv.label()).isEqualTo(OptionalInt.of(2));
      assertThat(csv.next()).isTrue();
      assertThat(csv.text(1)).isEqualTo("a\tb");
      assertThat(csv.isMissing(2)).isTrue();
      assertThat(csv.number(2)).isNaN();
      assertThat(csv.next()).isTrue();
      assertThat(csv.number(2)).isEqualTo(4);
      assertThat(csv.next()).isFalse();
    }
  }

  @Test
  void leavesIgnoredColumnsOut() {
    try (CsvReader csv = open(csv("id,x,y\n1,2,3\n").ignore("id").label("y"))) {
      assertThat(csv.columns()).containsExactly("x", "y");
      assertThat(csv.label()).isEqualTo(OptionalInt.of(1));
      assertThat(csv.next()).isTrue();
      assertThat(csv.number(0)).isEqualTo(2);
    }
    try (CsvReader csv = open(csv("id,x,y\n1,2,3\n").ignore("id").label(2))) {
      assertThat(csv.label()).isEqualTo(OptionalInt.of(1));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'a,b~1,2~3~'      | 'a.csv, line 3: there is 1 field instead of 2'",
        "'a,b~1,2~3~'      | 'line 3 = \"1 field\": 2 fields; complete the line, or put quotes'",
        "'a,b~1,2~3,4,5~'  | 'a.csv, line 3: there are 3 fields instead of 2'",
        "'a~\"1~2'         | 'a.csv, line 2: a quote does not close'",
        "'a~\"1\"2~'       | a.csv, line 2: '2' follows a closing quote",
        "'a,a~1,2~'        | 'header = \"a\": names that differ from each other'",
        "'a,~1,2~'         | 'header = \"\": a name for the column at 1'",
        "''                | 'is empty'"
      })
  void namesFileAndLineOfAFault(String text, String message) {
    assertThatThrownBy(() -> Table.read(csv(text.replace('~', '\n'))))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageContaining(message);
  }

  @Test
  void namesColumnsThatAreNotThere() {
    AloftException error =
        catchThrowableOfType(
            AloftException.class,
            () ->
                Table.read(csv("age,city\n1,x\n").label("agee").categorical("town").ignore("id")));

    assertThat(error.problems()).extracting("field").contains("label", "categorical", "ignore");
    assertThat(error).hasMessageContaining("did you mean age?");
    assertThatThrownBy(() -> Table.read(csv("a\n1\n").label(3))).hasMessageContaining("below 1");
  }

  @Test
  void namesTheFieldThatIsNoNumber() {
    try (CsvReader csv = open(csv("a\n1\n0x1p3\n"))) {
      assertThat(csv.next()).isTrue();
      assertThat(csv.next()).isTrue();
      assertThatThrownBy(() -> csv.number(0))
          .hasMessageContaining("a.csv, line 3: \"0x1p3\" in column a is no number; name the");
    }
    try (CsvReader csv = open(csv("a,b\n1,cat\n").label("b"))) {
      assertThat(csv.next()).isTrue();
      assertThatThrownBy(() -> csv.number(1))
          .hasMessageContaining("\"cat\" in column b is no number; the label must be numeric")
          .hasMessageNotContaining("categorical");
    }
  }

  @Test
  void refusesARecordWithoutEnd() throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file())) {
      out.write("a\n\"");
      String part = "x".repeat(1 << 16);
      for (int i = 0; i < 300; i++) {
        out.write(part);
      }
    }

    assertThatThrownBy(() -> Table.read(Data.csv(file())))
        .hasMessageContaining("a.csv, line 2: the record is longer than 16777216 characters");
  }

  @Test
  void tellsWhatIsNotThere() {
    assertThatThrownBy(() -> Table.read(Data.csv(directory.resolve("no.csv"))))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThatThrownBy(() -> Table.read(Data.csv("s3://bucket/a.csv")))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
    assertThatThrownBy(() -> Table.read(Data.of(file())))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
  }

  @Test
  void readsInBoundedMemory() throws IOException {
    int rows = 100_000;
    try (BufferedWriter out = Files.newBufferedWriter(file())) {
      out.write("a,b\n");
      String text = "x".repeat(500);
      for (int i = 0; i < rows; i++) {
        out.write(i + "," + text + "\n");
      }
    }

    double sum = 0;
    long before = used();
    try (CsvReader csv = open(Data.csv(file()))) {
      while (csv.next()) {
        sum += csv.number(0);
      }
      assertThat(used() - before).isLessThan(16L << 20);
    }
    assertThat(sum).isEqualTo((rows - 1.0) * rows / 2);
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    runtime.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private Path file() {
    return directory.resolve("a.csv");
  }

  private Data csv(String text) {
    try {
      Files.writeString(file(), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return Data.csv(file());
  }

  private static CsvReader open(Data data) {
    return CsvReader.open(data.localPath(), data.csvFormat().orElseThrow());
  }

  @Test
  void keepsWholeNumbersOrRefusesThem() {
    assertThat(Table.read(csv("id\n9007199254740993\n1\n")).getLong(0, 0))
        .isEqualTo(9007199254740993L);
    assertThatThrownBy(() -> Table.read(csv("id\n9007199254740993\n0.5\n")))
        .hasMessageContaining("column id")
        .hasMessageContaining("line 3");
  }

  @Test
  void readsTheSampleOfTheDesign() {
    assertThat(Table.read(csv("y,x\n1,0.5\n0,0.25\n").label("y")).without("y").rows())
        .isEqualTo(List.of(0.5, 0.25).stream().map(x -> Row.of(java.util.Map.of("x", x))).toList());
  }
}
