package dev.aloft.internal.codec;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Table;
import dev.aloft.model.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects a request that comes column by column. Not thread-safe. */
final class ColumnarRows {
  private final Map<String, DataType> types;
  private final Map<String, ValueList> columns = new LinkedHashMap<>();

  ColumnarRows(Signature signature) {
    this.types = JsonRows.types(signature);
  }

  /** Starts a column of the model's type, or of the type of its values. */
  ValueList start(String name) {
    ValueList values = new ValueList(types.get(name), "\"" + name + "\"");
    if (columns.put(name, values) != null) {
      throw JsonBody.invalid("\"" + name + "\" stands there twice");
    }
    return values;
  }

  Table build() {
    List<Column> found = new ArrayList<>();
    columns.forEach((name, values) -> found.add(new Column(name, values.type())));
    Table.Builder table = Table.builder(found);
    int position = 0;
    for (ValueList values : columns.values()) {
      for (int i = 0; i < values.size(); i++) {
        values.addTo(table, position, i);
      }
      position++;
    }
    return table.build();
  }
}
