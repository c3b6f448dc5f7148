package dev.aloft.local.xgboost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  @Test
  void readsNumbersStraightToFloat() throws Exception {
    float[] expected = {
      0.5f,
      -4.6829268E-1f,
      -0.039215688f,
      0,
      7,
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.MIN_VALUE,
      Float.POSITIVE_INFINITY
    };
    String text =
        "[5E-1,-4.6829268E-1, -3.92156876623630524e-02,\t0E0,\n"
            + "7,NaN,Infinity,-Infinity,1E-45,1e99]";
    assertThat(reader(text).floats()).containsExactly(expected);
  }

  @Test
  void roundsOnceAndNotByWayOfDouble() throws Exception {
    String halfway = "1.00000017881393432617187499";
    assertThat((float) Double.parseDouble(halfway)).isEqualTo(1.0000002f);
    assertThat(reader("[" + halfway + "]").floats()).containsExactly(1.0000001f);
  }

  @Test
  void readsWholeNumbersAndMarks() throws Exception {
    assertThat(reader("[0,-1,2147483647,-2147483648,true,false]").ints())
        .containsExactly(0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1, 0);
    assertThat(reader(" [ ] ").ints()).isEmpty();
  }

  @Test
  void readsLongArrays() throws Exception {
    String text = "[" + "1,".repeat(10_000) + "2]";
    assertThat(reader(text).ints()).hasSize(10_001).endsWith(1, 2);
    assertThat(reader(text).floats()).hasSize(10_001).endsWith(1, 2);
    assertThat(reader(text).count()).isEqualTo(10_001);
  }

  @Test
  void readsStringsWithTheirEscapes() throws Exception {
    assertThat(reader("\"a\\\"\\\\\\/\\n\\r\\t\\b\\f\\u00e4ö\"").string())
        .isEqualTo("a\"\\/\n\r\t\b\fäö");
  }

  @Test
  void readsObjectsInAnyOrderAndPassesOverTheRest() throws Exception {
    List<String> keys = new ArrayList<>();
    JsonReader reader =
        reader(
            """
            {"x": {"y": [1, {"z": "]}\\""}, null, true, NaN, -1.5e+3]}, "a": [[], {}], "b": "c"}
            """);
    reader.object(
        key -> {
          keys.add(key);
          reader.skip();
        });
    reader.end();
    assertThat(keys).containsExactly("x", "a", "b");
  }

  @Test
  void namesTheOffsetOfAFault() {
    JsonReader reader = reader("{\"a\": {\"b\": [1, 2, x]}}");
    assertThatThrownBy(() -> reader.object(a -> reader.object(b -> reader.ints())))
        .isInstanceOf(BrokenModelException.class)
        .hasMessageContaining("a.b (byte 19)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[-]",
        "[+1]",
        "[.5]",
        "[1.]",
        "[1e]",
        "[1e+]",
        "[0x10]",
        "[1f]",
        "[nan]",
        "[Infinit]",
        "[true]",
        "[null]",
        "[\"1\"]",
        "[[1]]",
        ""
      })
  void refusesWhatIsNoArrayOfNumbers(String text) {
    assertThatThrownBy(() -> reader(text).floats()).isInstanceOf(BrokenModelException.class);
    assertThatThrownBy(() -> reader(text).count()).isInstanceOf(BrokenModelException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1.0]",
        "[1e2]",
        "[NaN]",
        "[2147483648]",
        "[99999999999999999999]",
        "[tru]",
        "[null]"
      })
  void refusesWhatIsNoArrayOfWholeNumbers(String text) {
    assertThatThrownBy(() -> reader(text).ints()).isInstanceOf(BrokenModelException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\", "'a'", "1"})
  void refusesWhatIsNoString(String text) {
    assertThatThrownBy(() -> reader(text).string()).isInstanceOf(BrokenModelException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,}",
        "{\"a\":1,\"a\":2}",
        "{\"a\"}",
        "{\"a\" 1}",
        "{a:1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":[1}",
        "{\"a\":}",
        "[}",
        "tru",
        "nil",
        "-",
        "\"a"
      })
  void refusesToPassOverWhatIsNoValue(String text) {
    assertThatThrownBy(() -> reader(text).skip()).isInstanceOf(BrokenModelException.class);
  }

  @Test
  void boundsDepthStringsAndNumbers() throws Exception {
    reader("[".repeat(64) + "]".repeat(64)).skip();
    assertThatThrownBy(() -> reader("[".repeat(65) + "]".repeat(65)).skip())
        .hasMessageContaining("nested deeper than 64");
    assertThatThrownBy(() -> reader("{\"a\":".repeat(100_000)).skip())
        .hasMessageContaining("nested deeper than 64");
    assertThatThrownBy(() -> reader("\"" + "x".repeat(1 << 20) + "y\"").string())
        .hasMessageContaining("longer than 1048576");
    assertThatThrownBy(() -> reader("[" + "1".repeat(1001) + "]").floats())
        .hasMessageContaining("more than 1000 characters");
  }

  @Test
  void seesWhatFollowsTheLastValue() throws Exception {
    JsonReader reader = reader("1 \n x");
    reader.skip();
    assertThatThrownBy(reader::end).hasMessageContaining("1 bytes follow");
  }

  private static JsonReader reader(String text) {
    return new JsonReader(text.getBytes(UTF_8));
  }
}
