package dev.aloft.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables beside a class. */
class RowsTest {
  @Test
  void fillsUpShortRowsAndPassesOverWords() {
    assertThat(Rows.of(RowsTest.class, "rows.tsv", 3))
        .containsExactly(
            List.of("größe", "1", "a;b"), List.of("short", "", ""), List.of("wide", "", "x", "y"));
  }

  @Test
  void readsTheResourceBesideTheClass() {
    assertThatThrownBy(() -> Rows.of(String.class, "rows.tsv", 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("rows.tsv is missing beside java.lang.String");
  }

  @Test
  void anEmptyFieldHasNoParts() {
    assertThat(Rows.parts("")).isEmpty();
    assertThat(Rows.parts("a;;b")).containsExactly("a", "", "b");
  }
}
