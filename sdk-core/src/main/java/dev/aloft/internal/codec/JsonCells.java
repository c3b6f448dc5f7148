package dev.aloft.internal.codec;

import dev.aloft.data.DataType;
import dev.aloft.data.Table;
import dev.aloft.data.Tensor;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.util.Objects;
import tools.jackson.core.JsonGenerator;

/** Writes cells and elements as JSON values; NaN is null, infinities are refused. */
final class JsonCells {
  private JsonCells() {}

  static void write(Table table, int row, int column, JsonGenerator json) {
    if (table.isMissing(row, column)) {
      json.writeNull();
      return;
    }
    switch (table.columns().get(column).type()) {
      case FLOAT64 -> {
        double value = table.getDouble(row, column);
        checkFinite(value, table, row, column);
        json.writeNumber(value);
      }
      case FLOAT32 -> {
        float value = table.getFloat(row, column);
        checkFinite(value, table, row, column);
        json.writeNumber(value);
      }
      case INT64, INT32 -> json.writeNumber(table.getLong(row, column));
      case BOOL -> json.writeBoolean(table.getBoolean(row, column));
      case STRING -> json.writeString(Objects.requireNonNull(table.getString(row, column)));
    }
  }

  static void write(Tensor tensor, int index, JsonGenerator json) {
    switch (tensor.type()) {
      case FLOAT64 -> {
        double value = tensor.getDouble(index);
        if (!writeNaN(value, tensor, index, json)) {
          json.writeNumber(value);
        }
      }
      case FLOAT32 -> {
        float value = tensor.getFloat(index);
        if (!writeNaN(value, tensor, index, json)) {
          json.writeNumber(value);
        }
      }
      case INT64, INT32 -> json.writeNumber(tensor.getLong(index));
      case BOOL -> json.writeBoolean(tensor.getBoolean(index));
      case STRING -> json.writeString(tensor.getString(index));
    }
  }

  /** The elements of one row, nested as the shape says. */
  static void writeRow(Tensor tensor, int row, JsonGenerator json) {
    long[] shape = tensor.shape();
    writeNested(tensor, shape, 1, row * tensor.width(), tensor.width(), json);
  }

  private static void writeNested(
      Tensor tensor, long[] shape, int depth, int from, int count, JsonGenerator json) {
    if (depth == shape.length) {
      write(tensor, from, json);
      return;
    }
    json.writeStartArray();
    int parts = (int) shape[depth];
    for (int i = 0; i < parts; i++) {
      writeNested(tensor, shape, depth + 1, from + i * (count / parts), count / parts, json);
    }
    json.writeEndArray();
  }

  private static boolean writeNaN(double value, Tensor tensor, int index, JsonGenerator json) {
    if (Double.isInfinite(value)) {
      throw AloftException.of(
              ErrorCode.MODEL_FAILED,
              "the model's output \""
                  + tensor.name()
                  + "\" is "
                  + value
                  + " at row "
                  + index / Math.max(1, tensor.width())
                  + ", which JSON cannot carry")
          .build();
    }
    if (Double.isNaN(value)) {
      json.writeNull();
      return true;
    }
    return false;
  }

  private static void checkFinite(double value, Table table, int row, int column) {
    if (Double.isInfinite(value)) {
      throw JsonBody.invalid(
          "row "
              + row
              + ", column \""
              + table.columns().get(column).name()
              + "\" is "
              + value
              + ", which JSON cannot carry");
    }
  }

  /** Whether every column holds numbers. */
  static boolean isNumeric(Table table) {
    return table.columns().stream().map(column -> column.type()).allMatch(DataType::isNumber);
  }
}
