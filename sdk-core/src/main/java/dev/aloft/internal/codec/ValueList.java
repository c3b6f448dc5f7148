package dev.aloft.internal.codec;

import dev.aloft.data.DataType;
import dev.aloft.data.Table;
import dev.aloft.data.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Values of one type as they come off the wire. Without a type, the first value decides, and whole
 * numbers become broken ones at the first that is. Not thread-safe.
 */
final class ValueList {
  private @Nullable DataType type;
  private final boolean typed;
  private final String place;
  private double[] doubles = new double[16];
  private long[] longs = new long[0];
  private final List<String> strings = new ArrayList<>();
  private final BitSet missing = new BitSet();
  private int size;

  /**
   * No values yet.
   *
   * @param place what these are, for messages
   */
  ValueList(@Nullable DataType type, String place) {
    this.type = type;
    this.typed = type != null;
    this.place = place;
  }

  int size() {
    return size;
  }

  /** The type so far. */
  DataType type() {
    return type == null ? DataType.FLOAT64 : type;
  }

  /** Takes the token that the parser stands on. */
  void add(JsonParser json) {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT) {
      addWhole(json);
    } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      addBroken(json);
    } else if (token == JsonToken.VALUE_STRING) {
      addString(json.getString());
    } else if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      addBoolean(token == JsonToken.VALUE_TRUE);
    } else if (token == JsonToken.VALUE_NULL) {
      addMissing();
    } else {
      throw JsonBody.unexpected(json, "a value of " + place);
    }
  }

  private void addWhole(JsonParser json) {
    settle(DataType.INT64);
    if (type == DataType.INT64 || type == DataType.INT32) {
      addLong(json.getLongValue());
    } else if (type == DataType.FLOAT32 || type == DataType.FLOAT64) {
      addBroken(json);
    } else {
      throw refused(json.getString());
    }
  }

  private void addBroken(JsonParser json) {
    double value = type == DataType.FLOAT32 ? json.getFloatValue() : json.getDoubleValue();
    if (Double.isInfinite(value) && !json.isNaN()) {
      throw JsonBody.invalid(place + ": " + json.getString() + " is beyond the largest number");
    }
    addNumber(value);
  }

  /** Adds a number that is not known to be whole. */
  void addNumber(double value) {
    settle(DataType.FLOAT64);
    if (type == DataType.INT64 || type == DataType.INT32) {
      if (typed && value == Math.rint(value) && Math.abs(value) < 0x1p63) {
        addLong((long) value);
        return;
      }
      widen(Double.toString(value));
    }
    if (type != DataType.FLOAT64 && type != DataType.FLOAT32) {
      throw refused(value);
    }
    addDouble(value);
  }

  void addLong(long value) {
    settle(DataType.INT64);
    if (type == DataType.INT32 && value != (int) value) {
      throw refused(value);
    }
    if (size == longs.length) {
      longs = Arrays.copyOf(longs, Math.max(16, Math.addExact(size, size >> 1)));
    }
    longs[size++] = value;
  }

  void addString(String value) {
    settle(DataType.STRING);
    if (type != DataType.STRING) {
      throw refused("\"" + value + "\"");
    }
    strings.add(value);
    size++;
  }

  void addMissing() {
    if (type == DataType.FLOAT64 || type == DataType.FLOAT32) {
      addDouble(Double.NaN);
      return;
    }
    missing.set(size);
    if (type == null) {
      size++;
    } else if (type == DataType.STRING) {
      addString("");
    } else if (type == DataType.BOOL) {
      addBoolean(false);
    } else {
      addLong(0);
    }
  }

  void addBoolean(boolean value) {
    settle(DataType.BOOL);
    if (type != DataType.BOOL) {
      throw refused(value);
    }
    addDouble(value ? 1 : 0);
  }

  private void addDouble(double value) {
    if (size == doubles.length) {
      doubles = Arrays.copyOf(doubles, Math.addExact(size, size >> 1));
    }
    doubles[size++] = value;
  }

  /** The first value decides what the missing ones before it are. */
  private void settle(DataType first) {
    if (type != null) {
      return;
    }
    type = first;
    int before = size;
    size = 0;
    missing.clear();
    for (int i = 0; i < before; i++) {
      addMissing();
    }
  }

  /** Turns the whole numbers so far into broken ones. */
  private void widen(String because) {
    if (typed) {
      throw refused(because);
    }
    if (doubles.length < longs.length) {
      doubles = new double[longs.length];
    }
    for (int i = 0; i < size; i++) {
      doubles[i] = missing.get(i) ? Double.NaN : longs[i];
      if (!missing.get(i) && CsvText.changesAsDouble(longs[i])) {
        throw JsonBody.invalid(
            place + ": " + longs[i] + " and " + because + " have no common type");
      }
    }
    missing.clear();
    type = DataType.FLOAT64;
  }

  private RuntimeException refused(Object value) {
    return JsonBody.invalid(place + ": " + value + " where a value of type " + type + " is wanted");
  }

  Tensor toTensor(String name, long... shape) {
    if (!missing.isEmpty() && !typed && type() == DataType.INT64) {
      widen("null");
    }
    if (type == null) {
      settle(DataType.FLOAT64);
    }
    if (!missing.isEmpty()) {
      throw JsonBody.invalid(place + ": null where a value of type " + type + " is wanted");
    }
    return switch (type()) {
      case FLOAT64 -> Tensor.float64(name, Arrays.copyOf(doubles, size), shape);
      case FLOAT32 -> Tensor.float32(name, floats(), shape);
      case INT64 -> Tensor.int64(name, Arrays.copyOf(longs, size), shape);
      case INT32 -> Tensor.int32(name, ints(), shape);
      case BOOL -> Tensor.bool(name, booleans(), shape);
      case STRING -> Tensor.string(name, strings.toArray(new String[0]), shape);
    };
  }

  private float[] floats() {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) doubles[i];
    }
    return values;
  }

  private int[] ints() {
    int[] values = new int[size];
    for (int i = 0; i < size; i++) {
      values[i] = (int) longs[i];
    }
    return values;
  }

  private boolean[] booleans() {
    boolean[] values = new boolean[size];
    for (int i = 0; i < size; i++) {
      values[i] = doubles[i] != 0;
    }
    return values;
  }

  /** Adds one value to a column. */
  void addTo(Table.Builder table, int column, int index) {
    if (missing.get(index)) {
      table.addMissing(column);
      return;
    }
    switch (type()) {
      case FLOAT64 -> table.addDouble(column, doubles[index]);
      case FLOAT32 -> table.addFloat(column, (float) doubles[index]);
      case INT64, INT32 -> table.addLong(column, longs[index]);
      case BOOL -> table.addBoolean(column, doubles[index] != 0);
      case STRING -> table.addString(column, strings.get(index));
    }
  }
}
