package dev.aloft.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values of one type in one array, with marks for missing ones. Immutable. */
final class Cells {
  private final DataType type;
  private final Object array;
  private final int size;
  private final @Nullable BitSet missing;

  /** Takes the array over; it must not change any more. */
  Cells(DataType type, Object array, int size, @Nullable BitSet missing) {
    this.type = type;
    this.array = array;
    this.size = size;
    this.missing = missing;
  }

  DataType type() {
    return type;
  }

  int size() {
    return size;
  }

  boolean isMissing(int index) {
    return switch (type) {
      case FLOAT64 -> Double.isNaN(((double[]) array)[index]);
      case FLOAT32 -> Float.isNaN(((float[]) array)[index]);
      default -> missing != null && missing.get(index);
    };
  }

  double doubleAt(int index) {
    return switch (type) {
      case FLOAT64 -> ((double[]) array)[index];
      case FLOAT32 -> ((float[]) array)[index];
      case INT64 -> isMissing(index) ? Double.NaN : ((long[]) array)[index];
      case INT32 -> isMissing(index) ? Double.NaN : ((int[]) array)[index];
      case BOOL -> isMissing(index) ? Double.NaN : ((boolean[]) array)[index] ? 1 : 0;
      case STRING -> throw wrongType("a number");
    };
  }

  float floatAt(int index) {
    return switch (type) {
      case FLOAT32 -> ((float[]) array)[index];
      case INT64 -> isMissing(index) ? Float.NaN : ((long[]) array)[index];
      default -> (float) doubleAt(index);
    };
  }

  long longAt(int index) {
    return switch (type) {
      case INT64 -> ((long[]) array)[present(index)];
      case INT32 -> ((int[]) array)[present(index)];
      default -> throw wrongType("a whole number");
    };
  }

  boolean booleanAt(int index) {
    if (type != DataType.BOOL) {
      throw wrongType("a boolean");
    }
    return ((boolean[]) array)[present(index)];
  }

  @Nullable String stringAt(int index) {
    if (type != DataType.STRING) {
      throw wrongType("text");
    }
    return isMissing(index) ? null : ((String[]) array)[index];
  }

  @Nullable Object at(int index) {
    if (isMissing(index)) {
      return null;
    }
    return switch (type) {
      case BOOL -> ((boolean[]) array)[index];
      case INT32 -> ((int[]) array)[index];
      case INT64 -> ((long[]) array)[index];
      case FLOAT32 -> ((float[]) array)[index];
      case FLOAT64 -> ((double[]) array)[index];
      case STRING -> ((String[]) array)[index];
    };
  }

  Cells slice(int from, int to) {
    return new Cells(
        type, copy(array, from, to), to - from, missing == null ? null : missing.get(from, to));
  }

  double[] toDoubles() {
    if (array instanceof double[] doubles) {
      return Arrays.copyOf(doubles, size);
    }
    double[] all = new double[size];
    for (int i = 0; i < size; i++) {
      all[i] = doubleAt(i);
    }
    return all;
  }

  private static Object copy(Object array, int from, int to) {
    if (array instanceof double[] doubles) {
      return Arrays.copyOfRange(doubles, from, to);
    } else if (array instanceof float[] floats) {
      return Arrays.copyOfRange(floats, from, to);
    } else if (array instanceof long[] longs) {
      return Arrays.copyOfRange(longs, from, to);
    } else if (array instanceof int[] ints) {
      return Arrays.copyOfRange(ints, from, to);
    } else if (array instanceof boolean[] flags) {
      return Arrays.copyOfRange(flags, from, to);
    }
    return Arrays.copyOfRange((String[]) array, from, to);
  }

  private int present(int index) {
    if (isMissing(index)) {
      throw new IllegalStateException("the value at " + index + " is missing");
    }
    return index;
  }

  private IllegalStateException wrongType(String wanted) {
    return new IllegalStateException(wanted + " was asked for, but these are " + type);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cells cells
        && type == cells.type
        && size == cells.size
        && Objects.equals(missing, cells.missing)
        && Objects.deepEquals(array, cells.array);
  }

  @Override
  public int hashCode() {
    int content = Arrays.deepHashCode(new Object[] {size == 0 ? "" : array, type, size});
    return 31 * content + Objects.hashCode(missing);
  }
}
