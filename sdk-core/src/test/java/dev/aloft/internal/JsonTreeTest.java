package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class JsonTreeTest {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        " null ",
        "true",
        "\"\\u00e9\\n\\\"\\ud83d\\ude00\"",
        "{\"a\": {\"b\": [1, {\"c\": [[], {}]}, false]}, \"a b\": null, \"\": \"\"}",
        "[0, -1, 2147483647, 2147483648, -9223372036854775808, 9223372036854775808]",
        "[1.0, 1.50, 1e3, -0.0, 5e-324, 0.1, 123456789012345678901234567890.5]",
        "{\"twice\": 1, \"twice\": 2}",
        "",
        "  "
      })
  void readsAndWritesAsTheObjectMapperDoes(String text) {
    assertThat(JsonTree.read(text)).isEqualTo(MAPPER.readTree(text));
    if (!text.isBlank()) {
      assertThat(JsonTree.write(JsonTree.read(text)))
          .isEqualTo(MAPPER.writeValueAsString(MAPPER.readTree(text)) + "\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1,", "{\"a\"}", "[1] 2", "{} {}", "nul", "NaN", "'a'", "[1,]"})
  void refusesWhatTheObjectMapperRefuses(String text) {
    assertThatThrownBy(() -> MAPPER.readTree(text)).isInstanceOf(JacksonException.class);
    assertThatThrownBy(() -> JsonTree.read(text)).isInstanceOf(JacksonException.class);
  }

  @Test
  void keepsTheSignOfZeroAndWhatNoDoubleHolds() {
    assertThat(JsonTree.write(JsonTree.read("{\"a\":[-0.0,-0.00e5,1e400,-1e400]}")))
        .contains("-0.0, -0.0, 1E+400, -1E+400");
  }

  @Test
  void refusesWhatIsTooDeep() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertThatThrownBy(() -> JsonTree.read(deep))
        .isInstanceOf(JacksonException.class)
        .hasMessageContaining("nesting depth");
  }
}
