package dev.aloft.fake.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
  private static final int[] POINTS = {
    0, '/', 'a', 'b', 0x7F, 0x80, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x1F389, 0x10FFFF
  };

  @Test
  void isThatOfBytes() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      String left = text(random);
      String right = text(random);
      int byBytes =
          Arrays.compareUnsigned(
              left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
      assertThat(Integer.signum(KeyOrder.BYTES.compare(left, right)))
          .as("%s and %s", left, right)
          .isEqualTo(Integer.signum(byBytes));
    }
  }

  @Test
  void whatComesAfterAPrefixIsTheFirstThatDoesNotStartWithIt() {
    Random random = new Random(6);
    for (int i = 0; i < 20_000; i++) {
      String prefix = text(random);
      String end = KeyOrder.after(prefix);
      String key = prefix + text(random);
      if (end != null) {
        assertThat(KeyOrder.BYTES.compare(key, end)).isNegative();
        assertThat(end).doesNotStartWith(prefix);
      } else {
        assertThat(prefix.codePoints()).allMatch(point -> point == Character.MAX_CODE_POINT);
      }
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.appendCodePoint(POINTS[random.nextInt(POINTS.length)]);
    }
    return text.toString();
  }
}
