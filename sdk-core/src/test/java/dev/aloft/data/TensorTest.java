package dev.aloft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.error.AloftException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorTest {

  @Test
  void keepsWhatItWasGiven() {
    double[] values = {1, 2, 3, 4, 5, 6};
    long[] shape = {3, 2};
    Tensor tensor = Tensor.float64("x", values, shape);
    values[0] = 9;
    shape[0] = 9;
    tensor.shape()[0] = 9;
    tensor.toDoubles()[0] = 9;

    assertThat(tensor.getDouble(0)).isEqualTo(1);
    assertThat(tensor.shape()).containsExactly(3, 2);
    assertThat(tensor.rows()).isEqualTo(3);
    assertThat(tensor.width()).isEqualTo(2);
    assertThat(tensor.row(1)).isEqualTo(Tensor.float64("x", new double[] {3, 4}));
    assertThat(tensor).hasToString("x FLOAT64[3, 2]");
  }

  @Test
  void readsEveryType() {
    assertThat(Tensor.int64("x", new long[] {Long.MAX_VALUE}).getLong(0)).isEqualTo(Long.MAX_VALUE);
    assertThat(Tensor.int32("x", new int[] {3}).getDouble(0)).isEqualTo(3);
    assertThat(Tensor.float32("x", new float[] {0.1f}).getFloat(0)).isEqualTo(0.1f);
    assertThat(Tensor.bool("x", new boolean[] {true}).getBoolean(0)).isTrue();
    assertThat(Tensor.string("x", new String[] {"a"}).getString(0)).isEqualTo("a");
    assertThat(Tensor.string("x", new String[] {"a"}).get(0)).isEqualTo("a");
    assertThatThrownBy(() -> Tensor.string("x", new String[] {"a"}).getDouble(0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Tensor.string("x", new String[] {null}))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void oneRowOfAColumnIsASingleValue() {
    Tensor single = Tensor.float64("x", new double[] {1, 2}).row(1);

    assertThat(single.shape()).isEmpty();
    assertThat(single.size()).isEqualTo(1);
    assertThat(single.rows()).isEqualTo(1);
    assertThat(single.row(0)).isEqualTo(single);
    assertThatThrownBy(() -> single.row(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @CsvSource({"3,1", "-1,-2", "4294967296,4294967296", "2,0", "9223372036854775807,2"})
  void refusesAShapeThatItsValuesDoNotFill(long rows, long width) {
    assertThatThrownBy(() -> Tensor.float64("x", new double[2], rows, width))
        .isInstanceOf(AloftException.class)
        .hasMessageContaining("tensor \"x\" has 2 values");
  }

  @Test
  void takesNoRows() {
    assertThat(Tensor.float64("x", new double[0], 0, 5).rows()).isZero();
    assertThat(Tensor.float64("x", new double[0], 0, 5).width()).isZero();
  }

  @Test
  void equalByBits() {
    assertThat(Tensor.float64("x", new double[] {0.0}))
        .isNotEqualTo(Tensor.float64("x", new double[] {-0.0}));
    assertThat(Tensor.float64("x", new double[] {Double.NaN}))
        .isEqualTo(Tensor.float64("x", new double[] {Double.NaN}));
    assertThat(Tensor.float64("x", new double[] {1}))
        .isNotEqualTo(Tensor.float32("x", new float[] {1}));
  }

  @Test
  void changesItsShape() {
    assertThat(Tensor.float64("x", new double[4], 4, 1).reshaped(2, 2).shape())
        .containsExactly(2, 2);
  }
}
