package dev.aloft.data;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A named array of numbers, booleans or texts with a shape, in row-major order. Made by the method
 * that is called after its type; arrays are copied. Immutable. Equal when name, shape, type and
 * every value's bits are equal; all NaN are one.
 */
public final class Tensor {
  private final String name;
  private final long[] shape;
  private final Cells cells;

  private Tensor(String name, long[] shape, Cells cells) {
    this.name = name;
    this.shape = shape.length == 0 ? new long[] {cells.size()} : shape.clone();
    this.cells = cells;
    checkShape();
  }

  private Tensor(long[] shape, String name, Cells cells) {
    this.name = name;
    this.shape = shape;
    this.cells = cells;
  }

  /**
   * 64-bit numbers.
   *
   * @param shape the size of each dimension; none for one dimension that holds everything
   * @throws AloftException INVALID_REQUEST when the shape does not hold that many values
   */
  public static Tensor float64(String name, double[] values, long... shape) {
    return of(name, DataType.FLOAT64, values.clone(), values.length, shape);
  }

  /** 32-bit numbers; see {@link #float64}. */
  public static Tensor float32(String name, float[] values, long... shape) {
    return of(name, DataType.FLOAT32, values.clone(), values.length, shape);
  }

  /** 64-bit integers; see {@link #float64}. */
  public static Tensor int64(String name, long[] values, long... shape) {
    return of(name, DataType.INT64, values.clone(), values.length, shape);
  }

  /** 32-bit integers; see {@link #float64}. */
  public static Tensor int32(String name, int[] values, long... shape) {
    return of(name, DataType.INT32, values.clone(), values.length, shape);
  }

  /** Booleans; see {@link #float64}. */
  public static Tensor bool(String name, boolean[] values, long... shape) {
    return of(name, DataType.BOOL, values.clone(), values.length, shape);
  }

  /** Texts; see {@link #float64}. */
  public static Tensor string(String name, String[] values, long... shape) {
    for (String value : values) {
      Objects.requireNonNull(value, "a tensor has no missing texts");
    }
    return of(name, DataType.STRING, values.clone(), values.length, shape);
  }

  private static Tensor of(String name, DataType type, Object array, int size, long[] shape) {
    return new Tensor(name, shape, new Cells(type, array, size, null));
  }

  private void checkShape() {
    long product = 1;
    for (long dimension : shape) {
      boolean fits = dimension >= 0 && (dimension == 0 || product <= Integer.MAX_VALUE / dimension);
      product = fits ? product * dimension : -1;
      if (product <= 0) {
        break;
      }
    }
    if (product != cells.size()) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST,
              "tensor \""
                  + name
                  + "\" has "
                  + cells.size()
                  + " values, which do not fill the shape "
                  + Arrays.toString(shape))
          .build();
    }
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** What the elements are. */
  public DataType type() {
    return cells.type();
  }

  /** The size of each dimension; none for a single value. */
  public long[] shape() {
    return shape.clone();
  }

  /** How many elements there are. */
  public int size() {
    return cells.size();
  }

  /** How many rows there are: the first dimension, 1 for a single value. */
  public int rows() {
    return shape.length == 0 ? 1 : (int) shape[0];
  }

  /** How many elements a row has. */
  public int width() {
    return rows() == 0 ? 0 : size() / rows();
  }

  /**
   * An element as a 64-bit number; booleans are 1 and 0.
   *
   * @param index the position in row-major order, from 0
   * @throws IllegalStateException when the elements are texts
   */
  public double getDouble(int index) {
    return cells.doubleAt(index);
  }

  /**
   * An element as a 32-bit number, rounded where it has more digits.
   *
   * @throws IllegalStateException when the elements are texts
   */
  public float getFloat(int index) {
    return cells.floatAt(index);
  }

  /**
   * A whole element.
   *
   * @throws IllegalStateException when the elements are no whole numbers
   */
  public long getLong(int index) {
    return cells.longAt(index);
  }

  /**
   * A boolean element.
   *
   * @throws IllegalStateException when the elements are no booleans
   */
  public boolean getBoolean(int index) {
    return cells.booleanAt(index);
  }

  /**
   * A text element.
   *
   * @throws IllegalStateException when the elements are no texts
   */
  public String getString(int index) {
    String text = cells.stringAt(index);
    return Objects.requireNonNull(text);
  }

  /** An element in its own type; null where the elements are numbers and this is NaN. */
  public @Nullable Object get(int index) {
    return cells.at(index);
  }

  /**
   * All elements as 64-bit numbers.
   *
   * @throws IllegalStateException when the elements are texts
   */
  public double[] toDoubles() {
    return cells.toDoubles();
  }

  /**
   * One row, without the first dimension.
   *
   * @param index the row, from 0
   */
  public Tensor row(int index) {
    Objects.checkIndex(index, rows());
    long[] rest = shape.length == 0 ? shape : Arrays.copyOfRange(shape, 1, shape.length);
    return new Tensor(rest, name, cells.slice(index * width(), (index + 1) * width()));
  }

  /**
   * The same elements in another shape.
   *
   * @throws AloftException INVALID_REQUEST when the shape does not hold that many values
   */
  public Tensor reshaped(long... newShape) {
    return new Tensor(name, newShape, cells);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Tensor tensor
        && name.equals(tensor.name)
        && Arrays.equals(shape, tensor.shape)
        && cells.equals(tensor.cells);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * name.hashCode() + Arrays.hashCode(shape)) + cells.hashCode();
  }

  /** The name, type and shape. */
  @Override
  public String toString() {
    return name + " " + cells.type() + Arrays.toString(shape);
  }
}
