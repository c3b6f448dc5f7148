package dev.aloft.internal.codec;

import dev.aloft.data.DataType;
import dev.aloft.data.Table;
import dev.aloft.model.Signature;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Writes the rows of a request. */
final class JsonRows {
  private JsonRows() {}

  /** The rows as the model wants them, where that is known. */
  static Table fit(Table rows, Signature signature) {
    return signature.isKnown() ? rows.as(signature.inputs()) : rows;
  }

  /** The types of the model's inputs by their names. */
  static Map<String, DataType> types(Signature signature) {
    Map<String, DataType> types = new HashMap<>();
    signature.inputs().forEach(column -> types.put(column.name(), column.type()));
    return types;
  }

  /** One array of cells for each row. */
  static void arrays(Table rows, JsonGenerator json) {
    json.writeStartArray();
    for (int row = 0; row < rows.rowCount(); row++) {
      json.writeStartArray();
      for (int column = 0; column < rows.columnCount(); column++) {
        JsonCells.write(rows, row, column, json);
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  /** One object with the columns' names for each row. */
  static void objects(Table rows, JsonGenerator json) {
    json.writeStartArray();
    for (int row = 0; row < rows.rowCount(); row++) {
      json.writeStartObject();
      for (int column = 0; column < rows.columnCount(); column++) {
        json.writeName(rows.columns().get(column).name());
        JsonCells.write(rows, row, column, json);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
