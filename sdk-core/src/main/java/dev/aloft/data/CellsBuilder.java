package dev.aloft.data;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.codec.CsvText;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Collects the cells of one column and converts what the column's type can hold. Whole numbers
 * become broken ones, broken ones without a fraction become whole, booleans are 1 and 0, anything
 * becomes text. Not thread-safe.
 */
final class CellsBuilder {
  private static final double[] NO_DOUBLES = {};
  private static final float[] NO_FLOATS = {};
  private static final long[] NO_LONGS = {};
  private static final int[] NO_INTS = {};
  private static final boolean[] NO_BOOLEANS = {};
  private static final String[] NO_STRINGS = {};

  private final Column column;
  private final DataType type;
  private double[] doubles = NO_DOUBLES;
  private float[] floats = NO_FLOATS;
  private long[] longs = NO_LONGS;
  private int[] ints = NO_INTS;
  private boolean[] booleans = NO_BOOLEANS;
  private String[] strings = NO_STRINGS;
  private int size;
  private @Nullable BitSet missing;

  /** For a column of any length; there is a place for so many cells at once. */
  CellsBuilder(Column column, int expected) {
    this.column = column;
    this.type = column.type();
    grow(expected);
  }

  int size() {
    return size;
  }

  void addDouble(double value) {
    switch (type) {
      case FLOAT64 -> put(value);
      case FLOAT32 -> put(rounded(value));
      case STRING -> put(CsvText.of(value));
      default -> {
        if (Double.isNaN(value)) {
          addMissing();
        } else if (value == Math.rint(value) && Math.abs(value) < 0x1p63) {
          addLong((long) value);
        } else {
          throw refused(value);
        }
      }
    }
  }

  /** Rounded to 32 bits; what only would become infinite there cannot be held. */
  private float rounded(double value) {
    float near = (float) value;
    if (Float.isInfinite(near) && !Double.isInfinite(value)) {
      throw refused(value);
    }
    return near;
  }

  void addFloat(float value) {
    switch (type) {
      case FLOAT32 -> put(value);
      case STRING -> put(CsvText.of(value));
      default -> addDouble(value);
    }
  }

  void addLong(long value) {
    switch (type) {
      case INT64 -> put(value);
      case INT32 -> put(toInt(value));
      case FLOAT64 -> put((double) value);
      case FLOAT32 -> put((float) value);
      case BOOL -> put(toBoolean(value));
      case STRING -> put(Long.toString(value));
    }
  }

  void addBoolean(boolean value) {
    switch (type) {
      case BOOL -> put(value);
      case STRING -> put(Boolean.toString(value));
      default -> addLong(value ? 1 : 0);
    }
  }

  void addString(String value) {
    if (type != DataType.STRING) {
      throw refused("\"" + shortened(value) + "\"");
    }
    put(value);
  }

  private void put(double value) {
    int at = next();
    doubles[at] = value;
  }

  private void put(float value) {
    int at = next();
    floats[at] = value;
  }

  private void put(long value) {
    int at = next();
    longs[at] = value;
  }

  private void put(int value) {
    int at = next();
    ints[at] = value;
  }

  private void put(boolean value) {
    int at = next();
    booleans[at] = value;
  }

  private void put(String value) {
    int at = next();
    strings[at] = value;
  }

  void addMissing() {
    int at = next();
    switch (type) {
      case FLOAT64 -> doubles[at] = Double.NaN;
      case FLOAT32 -> floats[at] = Float.NaN;
      default -> {
        if (missing == null) {
          missing = new BitSet();
        }
        missing.set(at);
      }
    }
  }

  void add(@Nullable Object value) {
    if (value == null) {
      addMissing();
    } else if (value instanceof String text) {
      addString(text);
    } else if (value instanceof Boolean flag) {
      addBoolean(flag);
    } else if (value instanceof Float number) {
      addFloat(number);
    } else if (Numbers.isWhole(value)) {
      addLong(((Number) value).longValue());
    } else {
      addDouble(((Number) value).doubleValue());
    }
  }

  Cells build() {
    return new Cells(type, trimmed(), size, missing);
  }

  /** A full array is not copied: a further cell would go to a new one. */
  private Object trimmed() {
    return capacity() == size ? array() : copied();
  }

  private Object array() {
    return switch (type) {
      case FLOAT64 -> doubles;
      case FLOAT32 -> floats;
      case INT64 -> longs;
      case INT32 -> ints;
      case BOOL -> booleans;
      case STRING -> strings;
    };
  }

  private Object copied() {
    return switch (type) {
      case FLOAT64 -> Arrays.copyOf(doubles, size);
      case FLOAT32 -> Arrays.copyOf(floats, size);
      case INT64 -> Arrays.copyOf(longs, size);
      case INT32 -> Arrays.copyOf(ints, size);
      case BOOL -> Arrays.copyOf(booleans, size);
      case STRING -> Arrays.copyOf(strings, size);
    };
  }

  /** The next place; may change the arrays, so it must be known before one of them is read. */
  private int next() {
    int at = size++;
    if (at == capacity()) {
      grow(Math.addExact(at, Math.max(16, at >> 1)));
    }
    return at;
  }

  private int capacity() {
    return switch (type) {
      case FLOAT64 -> doubles.length;
      case FLOAT32 -> floats.length;
      case INT64 -> longs.length;
      case INT32 -> ints.length;
      case BOOL -> booleans.length;
      case STRING -> strings.length;
    };
  }

  private void grow(int capacity) {
    switch (type) {
      case FLOAT64 -> doubles = Arrays.copyOf(doubles, capacity);
      case FLOAT32 -> floats = Arrays.copyOf(floats, capacity);
      case INT64 -> longs = Arrays.copyOf(longs, capacity);
      case INT32 -> ints = Arrays.copyOf(ints, capacity);
      case BOOL -> booleans = Arrays.copyOf(booleans, capacity);
      case STRING -> strings = Arrays.copyOf(strings, capacity);
    }
  }

  private int toInt(long value) {
    if (value != (int) value) {
      throw refused(value);
    }
    return (int) value;
  }

  private boolean toBoolean(long value) {
    if (value != 0 && value != 1) {
      throw refused(value);
    }
    return value == 1;
  }

  private AloftException refused(Object value) {
    return AloftException.of(
            ErrorCode.INVALID_REQUEST,
            "row "
                + size
                + ", column \""
                + column.name()
                + "\": "
                + value
                + " where a value of type "
                + type
                + " is wanted")
        .build();
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
