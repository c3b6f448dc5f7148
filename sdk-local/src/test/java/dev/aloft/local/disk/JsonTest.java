package dev.aloft.local.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class JsonTest {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  @TempDir private Path directory;

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
        "[1.0, 1.50, 1e3, 1E400, 0.0, 5e-324, 0.1, 123456789012345678901234567890.5]",
        "{\"twice\": 1, \"twice\": 2}"
      })
  void readsAndWritesAsTheObjectMapperDoes(String text) {
    assertThat(Json.parse(text)).isEqualTo(MAPPER.readTree(text));
    assertThat(Json.write(Json.parse(text)))
        .isEqualTo(MAPPER.writeValueAsString(MAPPER.readTree(text)) + "\n");
    assertThat(Json.line(Json.parse(text)))
        .isEqualTo(new JsonMapper().writeValueAsString(MAPPER.readTree(text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1,", "{\"a\"}", "[1] 2", "{} {}", "nul", "NaN", "'a'", "[1,]"})
  void saysWhichFileIsNoJson(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("broken.json"), text);
    assertThatThrownBy(() -> Json.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " is no JSON: ")
        .hasCauseInstanceOf(JacksonException.class);
    assertThatThrownBy(() -> Json.read(directory.resolve("none.json")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void keepsTheSignOfZeroAndWhatNoDoubleHolds() {
    assertThat(Json.line(Json.parse("[-0.0,-0.00e5,1e400,-1e-400]")))
        .isEqualTo("[-0.0,-0.0,1E+400,-1E-400]");
  }

  @Test
  void refusesWhatIsTooDeep() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertThatThrownBy(() -> Json.parse(deep))
        .isInstanceOf(JacksonException.class)
        .hasMessageContaining("nesting depth");
  }

  @Test
  void makesNodesOfJavaValuesAsTheObjectMapperDoes() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("text", "a\"b");
    values.put("flag", true);
    values.put("none", null);
    values.put("whole", 7);
    values.put("long", Long.MAX_VALUE);
    values.put("short", (short) -3);
    values.put("huge", new BigInteger("123456789012345678901234567890"));
    values.put("broken", 0.1);
    values.put("notANumber", Double.NaN);
    values.put("single", 0.1f);
    values.put("decimal", new BigDecimal("1.500"));
    values.put("list", Arrays.asList(1, null, List.of("x"), Map.of("k", 2)));
    assertThat(Json.write(Json.of(values))).isEqualTo(MAPPER.writeValueAsString(values) + "\n");
    assertThatThrownBy(() -> Json.of(new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no JSON for java.lang.Object");
  }
}
