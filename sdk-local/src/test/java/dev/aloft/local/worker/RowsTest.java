package dev.aloft.local.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.data.Data;
import dev.aloft.error.AloftException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ml.dmlc.xgboost4j.LabeledPoint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsTest {
  @TempDir Path directory;

  @Test
  void readsAllFilesOfADirectoryInTheOrderOfTheirNames() throws IOException {
    Files.writeString(directory.resolve("2.csv"), "y,x\n3,0.3\n");
    Files.writeString(directory.resolve("1.csv"), "y,x\n1,0.1\n2,NA\n");

    List<LabeledPoint> rows = read(Data.csv(directory).label("y"), null);

    assertThat(rows).extracting(LabeledPoint::label).containsExactly(1f, 2f, 3f);
    assertThat(rows.get(0).values()).containsExactly(0.1f);
    assertThat(rows.get(1).values()).containsExactly(Float.NaN);
  }

  @Test
  void keepsTheCodesOfTheTrainingData() throws IOException {
    Path train = Files.writeString(directory.resolve("train.csv"), "c,y\nred,0\nblue,1\nred,1\n");
    Path other = Files.writeString(directory.resolve("other.csv"), "c,y\nblue,0\ngreen,1\n,1\n");
    Columns columns;
    try (Rows rows = new Rows("train", categorical(train), null)) {
      columns = rows.columns();
      assertThat(values(rows)).containsExactly(0f, 1f, 0f);
    }

    try (Rows rows = new Rows("validation", categorical(other), columns)) {
      assertThat(values(rows)).containsExactly(1f, Float.NaN, Float.NaN);
    }
    assertThat(columns.categories().get("c")).containsExactly("red", "blue");
  }

  @Test
  void namesColumnsThatHaveNone() throws IOException {
    Path file = Files.writeString(directory.resolve("a.csv"), "1;2;3\n");
    try (Rows rows = new Rows("train", Data.csv(file).noHeader().separator(';').label(1), null)) {
      assertThat(rows.columns().names()).containsExactly("f0", "f2");
      assertThat(rows.next().values()).containsExactly(1f, 3f);
    }
  }

  @Test
  void refusesOtherColumnsThanThoseOfTheTrainingData() throws IOException {
    Path train = Files.writeString(directory.resolve("a.csv"), "a,b,y\n1,2,3\n");
    Path other = Files.writeString(directory.resolve("b.csv"), "b,a,y\n1,2,3\n");
    Columns columns;
    try (Rows rows = new Rows("train", Data.csv(train).label("y"), null)) {
      columns = rows.columns();
    }

    assertThatThrownBy(() -> read(Data.csv(other).label("y"), columns))
        .isInstanceOf(AloftException.class)
        .hasMessageContaining("[b, a] instead of [a, b]");
  }

  @Test
  void tellsAnErrorAfterTheRowsBeforeIt() throws IOException {
    Path file = Files.writeString(directory.resolve("a.csv"), "a,y\n1,2\n1,\n3,4\n");
    try (Rows rows = new Rows("train", Data.csv(file).label("y"), null)) {
      rows.columns();
      rows.next();
      assertThat(rows.hasNext()).isFalse();
      assertThatThrownBy(rows::check).hasMessageContaining("a.csv, line 3: the label is missing");
    }
  }

  @Test
  void needsRowsALabelAndAFeature() throws IOException {
    Path file = Files.writeString(directory.resolve("a.csv"), "a,y\n");
    Path one = Files.writeString(directory.resolve("b.csv"), "y\n1\n");

    assertThatThrownBy(() -> read(Data.csv(file).label("y"), null))
        .hasMessageContaining("the input train has no rows");
    assertThatThrownBy(() -> read(Data.csv(file), null)).hasMessageContaining("no column to learn");
    assertThatThrownBy(() -> read(Data.csv(one).label("y"), null))
        .hasMessageContaining("no column to learn from");
  }

  private static Data categorical(Path file) {
    return Data.csv(file).label("y").categorical("c");
  }

  private static List<Float> values(Rows rows) {
    List<Float> values = new ArrayList<>();
    rows.forEachRemaining(row -> values.add(row.values()[0]));
    rows.check();
    return values;
  }

  private static List<LabeledPoint> read(Data data, @Nullable Columns known) throws IOException {
    try (Rows rows = new Rows("train", data, known)) {
      rows.columns();
      List<LabeledPoint> all = new ArrayList<>();
      rows.forEachRemaining(all::add);
      rows.check();
      return all;
    }
  }
}
