package dev.aloft.local.xgboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FloatMathTest {

  @Test
  void equalsTheCLibraryBitForBit() {
    List<String> lines = Fixtures.lines("c-library.expected");
    assertThat(lines).hasSize(500);
    for (String line : lines) {
      String[] parts = line.split(" ", -1);
      float argument = Fixtures.fromBits(parts[1]);
      float found = parts[0].equals("expf") ? FloatMath.exp(argument) : FloatMath.log(argument);
      assertThat(Float.floatToIntBits(found))
          .as("%s(%s)", parts[0], argument)
          .isEqualTo(Float.floatToIntBits(Fixtures.fromBits(parts[2])));
    }
  }

  @Test
  void isNotTheRoundedDoubleFunction() {
    long differences =
        Fixtures.lines("c-library.expected").stream()
            .map(line -> line.split(" ", -1))
            .filter(parts -> parts[0].equals("logf"))
            .map(parts -> Fixtures.fromBits(parts[1]))
            .filter(argument -> (float) Math.log(argument) != FloatMath.log(argument))
            .count();
    assertThat(differences).isPositive();
  }

  @Test
  void knowsTheEndsOfTheScale() {
    assertThat(FloatMath.exp(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(FloatMath.exp(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(FloatMath.exp(88.73f)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(FloatMath.exp(-103.98f)).isZero();
    assertThat(FloatMath.exp(-103.9f)).isEqualTo(Float.MIN_VALUE);
    assertThat(FloatMath.exp(Float.NaN)).isNaN();
    assertThat(FloatMath.exp(-0.0f)).isEqualTo(1);
    assertThat(FloatMath.log(0)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(FloatMath.log(-1)).isNaN();
    assertThat(FloatMath.log(Float.NaN)).isNaN();
    assertThat(FloatMath.log(1)).isZero();
    assertThat(FloatMath.log(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(FloatMath.log(Float.MIN_VALUE)).isEqualTo(-103.27893f);
  }
}
