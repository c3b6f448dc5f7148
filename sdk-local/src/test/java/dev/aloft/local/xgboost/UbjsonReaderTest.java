package dev.aloft.local.xgboost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UbjsonReaderTest {

  @Test
  void readsTypedArrays() throws Exception {
    assertThat(reader("[$d#", 2L, 0.5f, Float.NaN).floats()).containsExactly(0.5f, Float.NaN);
    assertThat(reader("[$D#", 1L, 0.1).floats()).containsExactly(0.1f);
    assertThat(reader("[$l#", 2L, -1, Integer.MAX_VALUE).ints())
        .containsExactly(-1, Integer.MAX_VALUE);
    assertThat(reader("[$L#", 1L, bytes(-5L)).ints()).containsExactly(-5);
    assertThat(reader("[$i#", 2L, "\u007f", new byte[] {-1}).ints()).containsExactly(127, -1);
    assertThat(reader("[$U#", 1L, new byte[] {-1}).ints()).containsExactly(255);
    assertThat(reader("[$I#", 1L, new byte[] {-1, 0}).ints()).containsExactly(-256);
    assertThat(reader("[$l#", 2L, 3, 4).floats()).containsExactly(3, 4);
    assertThat(reader("[$l#", 2L, 3, 4).count()).isEqualTo(2);
    assertThat(reader("[$d#", 0L).floats()).isEmpty();
  }

  @Test
  void readsPlainArraysWithAndWithoutACount() throws Exception {
    assertThat(reader("[#", 3L, "i\u0005", "TF").ints()).containsExactly(5, 1, 0);
    assertThat(reader("[i\u0005TF]").ints()).containsExactly(5, 1, 0);
    assertThat(reader("[d", 1.5f, "i\u0002]").floats()).containsExactly(1.5f, 2);
    assertThat(reader("[]").ints()).isEmpty();
    assertThat(reader("[#i\u0002TT").ints()).containsExactly(1, 1);
  }

  @Test
  void readsObjectsAndPassesOverTheRest() throws Exception {
    List<String> keys = new ArrayList<>();
    UbjsonReader reader =
        reader(
            "{L", bytes(1L), "a[#", 2L, "Z{L", bytes(1L), "xTL", bytes(1L), "yCz}L", bytes(2L),
            "bc", "[$d#", 2L, 1f, 2f, "L", bytes(1L), "sSL", bytes(2L), "{}", "L", bytes(1L), "nD",
            1.0, "}");
    reader.object(
        key -> {
          keys.add(key);
          reader.skip();
        });
    reader.end();
    assertThat(keys).containsExactly("a", "bc", "s", "n");
  }

  @Test
  void readsStrings() throws Exception {
    assertThat(reader("SL", bytes(3L), "aö").string()).isEqualTo("aö");
    assertThat(reader("Si\u0001a").string()).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 3, Integer.MAX_VALUE, 1L << 32})
  void refusesALengthBeyondTheFileBeforeMakingRoom(long length) {
    for (String type : List.of("d", "D", "i", "U", "I", "l", "L")) {
      assertThatThrownBy(() -> reader("[$" + type + "#", length, new byte[1]).ints())
          .hasMessageContaining("a length of " + length);
    }
    assertThatThrownBy(() -> reader("[#", length, "T").ints()).hasMessageContaining("a length of");
    assertThatThrownBy(() -> reader("[#", length, "T").skip()).hasMessageContaining("a length of");
    assertThatThrownBy(() -> reader("SL", bytes(length), "a").string())
        .hasMessageContaining("a length of");
    assertThatThrownBy(() -> reader("SL", bytes(length), "a").skip())
        .hasMessageContaining("a length of");
    assertThatThrownBy(() -> reader("{L", bytes(length), "a").object(key -> {}))
        .hasMessageContaining("a length of");
  }

  @Test
  void countsTheSizeOfTheElements() {
    assertThatThrownBy(() -> reader("[$d#", 2L, new byte[7]).floats())
        .hasMessageContaining("a length of 2");
    assertThatThrownBy(() -> reader("[$L#", 2L, new byte[15]).skip())
        .hasMessageContaining("a length of 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "[$",
        "[$d",
        "[$d#",
        "[$dL",
        "[$H#i\u0001",
        "[$T#i\u0001",
        "[#",
        "[i",
        "[N]",
        "[H]",
        "[Z]",
        "[{}]",
        "[[]]",
        "[S]",
        "[D",
        "{}",
        "T",
        "[#d"
      })
  void refusesWhatIsNoArrayOfNumbers(String text) {
    assertThatThrownBy(() -> reader(text).ints()).isInstanceOf(BrokenModelException.class);
    assertThatThrownBy(() -> reader(text).count()).isInstanceOf(BrokenModelException.class);
  }

  @Test
  void refusesAFractionAsAWholeNumber() {
    assertThatThrownBy(() -> reader("[$d#", 1L, 1f).ints()).hasMessageContaining("fraction");
    assertThatThrownBy(() -> reader("[$L#", 1L, bytes(1L << 32)).ints())
        .hasMessageContaining("beyond 32 bits");
  }

  @Test
  void boundsDepth() throws Exception {
    reader("[".repeat(64) + "]".repeat(64)).skip();
    assertThatThrownBy(() -> reader("[".repeat(200_000)).skip())
        .hasMessageContaining("nested deeper than 64");
    assertThatThrownBy(() -> reader("{i\u0001a".repeat(200_000)).skip())
        .hasMessageContaining("nested deeper than 64");
  }

  @Test
  void refusesRepeatedKeysAndTrailingBytes() throws Exception {
    assertThatThrownBy(() -> reader("{i\u0001aTi\u0001aT}").skip()).hasMessageContaining("twice");
    UbjsonReader reader = reader("TT");
    reader.skip();
    assertThatThrownBy(reader::end).hasMessageContaining("1 bytes follow");
  }

  /** Texts as they are, floats, doubles and ints as their bits, a long with its mark before it. */
  private static UbjsonReader reader(Object... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Object part : parts) {
      if (part instanceof String text) {
        bytes.writeBytes(text.getBytes(UTF_8));
      } else if (part instanceof Float number) {
        bytes.writeBytes(ByteBuffer.allocate(4).putFloat(number).array());
      } else if (part instanceof Double number) {
        bytes.writeBytes(ByteBuffer.allocate(8).putDouble(number).array());
      } else if (part instanceof Integer number) {
        bytes.writeBytes(ByteBuffer.allocate(4).putInt(number).array());
      } else if (part instanceof Long number) {
        bytes.write('L');
        bytes.writeBytes(bytes(number));
      } else {
        bytes.writeBytes((byte[]) part);
      }
    }
    return new UbjsonReader(bytes.toByteArray());
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(8).putLong(number).array();
  }
}
