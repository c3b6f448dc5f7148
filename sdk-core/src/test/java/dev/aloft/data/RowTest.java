package dev.aloft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowTest {
  enum Colour {
    RED
  }

  record Person(String name, int age, Double weight, boolean member, Colour colour) {}

  record Nested(List<String> parts) {}

  @Test
  void takesNumbersInEveryForm() {
    assertThat(Row.of(1.5, 2.0)).isEqualTo(Row.of(new double[] {1.5, 2.0}));
    assertThat(Row.of(1, 2L, 3f, (short) 4).size()).isEqualTo(4);
    assertThat(Row.of(new float[] {0.1f}).cell(0)).isEqualTo(0.1f);
    assertThat(Row.of(7.0).cell(0)).isEqualTo(7.0);
  }

  @Test
  void copiesArrays() {
    double[] numbers = {1};
    Object[] cells = {"a"};
    Row row = Row.of(numbers);
    Row other = Row.of(cells);
    numbers[0] = 2;
    cells[0] = "b";

    assertThat(row.cell(0)).isEqualTo(1.0);
    assertThat(other.cell(0)).isEqualTo("a");
  }

  @Test
  void missingCellsAreNullByPositionAndByName() {
    Map<String, Object> cells = new LinkedHashMap<>();
    cells.put("a", null);
    cells.put("b", "x");

    assertThat(Row.of(null, 1).cell(0)).isNull();
    assertThat(Row.of(cells).cell(0)).isNull();
    assertThat(Row.of(cells).names()).contains(List.of("a", "b"));
    assertThat(Row.of(cells).toMap()).isEqualTo(cells);
    assertThat(Row.of(cells)).hasToString("{a=null, b=x}");
  }

  @Test
  void readsRecordsByTheirComponents() {
    Row row = Row.of(new Person("Ada", 36, null, true, Colour.RED));

    assertThat(row.names()).contains(List.of("name", "age", "weight", "member", "colour"));
    assertThat(row.toMap().values()).containsExactly("Ada", 36, null, true, "RED");
  }

  @Test
  void refusesOtherTypes() {
    assertThatThrownBy(() -> Row.of(1, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.util.ImmutableCollections");
    assertThatThrownBy(() -> Row.of(new Nested(List.of())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Row.of(Map.of("a", 'c'))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesPositionsWithoutNames() {
    assertThat(Row.of(1.0, "x").toMap().keySet()).containsExactly("f0", "f1");
    assertThat(Row.of(1.0, 2.0)).hasToString(Arrays.toString(new double[] {1, 2}));
  }
}
