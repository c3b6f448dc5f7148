package dev.aloft.internal.codec;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Table;
import dev.aloft.model.Signature;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * Rows as V2 inputs: one tensor of rows by columns where all columns have one type, else a tensor
 * of rows by one for each column.
 */
final class V2Rows {
  private V2Rows() {}

  static void write(Table rows, JsonGenerator json) {
    List<DataType> types = rows.columns().stream().map(Column::type).distinct().toList();
    json.writeStartArray();
    if (types.size() == 1 && rows.columnCount() > 1 && types.get(0).isNumber()) {
      writeAll(rows, types.get(0), json);
    } else {
      for (int column = 0; column < rows.columnCount(); column++) {
        writeColumn(rows, column, json);
      }
    }
    json.writeEndArray();
  }

  private static void writeAll(Table rows, DataType type, JsonGenerator json) {
    start("rows", json, type, rows.rowCount(), rows.columnCount());
    for (int row = 0; row < rows.rowCount(); row++) {
      for (int column = 0; column < rows.columnCount(); column++) {
        JsonCells.write(rows, row, column, json);
      }
    }
    end(json);
  }

  private static void writeColumn(Table rows, int column, JsonGenerator json) {
    Column known = rows.columns().get(column);
    start(known.name(), json, known.type(), rows.rowCount(), 1);
    for (int row = 0; row < rows.rowCount(); row++) {
      JsonCells.write(rows, row, column, json);
    }
    end(json);
  }

  private static void start(String name, JsonGenerator json, DataType type, long... shape) {
    json.writeStartObject();
    json.writeStringProperty("name", name);
    json.writeName("shape");
    V2Tensor.writeShape(json, shape);
    json.writeStringProperty("datatype", V2Type.of(type).name());
    json.writeName("data");
    json.writeStartArray();
  }

  private static void end(JsonGenerator json) {
    json.writeEndArray();
    json.writeEndObject();
  }

  static Table read(List<V2Tensor> inputs, Signature signature) {
    if (inputs.isEmpty()) {
      throw JsonBody.invalid("the request has no \"inputs\"");
    }
    boolean matrix = inputs.size() == 1 && !isColumn(inputs.get(0), signature);
    return JsonRows.fit(matrix ? matrix(inputs.get(0)) : columns(inputs), signature);
  }

  /** A single tensor is a column only where the model has one of its name. */
  private static boolean isColumn(V2Tensor input, Signature signature) {
    return width(input) == 1
        && signature.inputs().stream().anyMatch(column -> column.name().equals(input.name()));
  }

  private static Table matrix(V2Tensor input) {
    int width = width(input);
    DataType[] types = new DataType[width];
    Arrays.fill(types, input.values().type());
    Table.Builder table = Table.builder(types);
    for (int i = 0; i < input.values().size(); i++) {
      input.values().addTo(table, i % width, i);
    }
    return table.build();
  }

  private static Table columns(List<V2Tensor> inputs) {
    Table.Builder table =
        Table.builder(
            inputs.stream().map(input -> new Column(input.name(), input.values().type())).toList());
    for (int column = 0; column < inputs.size(); column++) {
      V2Tensor input = inputs.get(column);
      if (width(input) != 1) {
        throw JsonBody.invalid(
            "the input \""
                + input.name()
                + "\" has the shape "
                + Arrays.toString(input.shape())
                + "; beside other inputs it must be one column");
      }
      for (int i = 0; i < input.values().size(); i++) {
        input.values().addTo(table, column, i);
      }
    }
    return table.build();
  }

  /** How many columns a tensor of rows has. */
  private static int width(V2Tensor input) {
    long[] shape = input.shape();
    if (shape.length > 2) {
      throw JsonBody.invalid(
          "the input \""
              + input.name()
              + "\" has the shape "
              + Arrays.toString(shape)
              + "; rows have one or two dimensions");
    }
    return shape.length == 2 ? Math.toIntExact(Math.min(shape[1], Integer.MAX_VALUE)) : 1;
  }
}
