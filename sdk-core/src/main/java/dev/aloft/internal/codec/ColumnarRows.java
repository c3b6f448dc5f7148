package dev.aloft.internal.codec;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Table;
import dev.aloft.model.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects a request that comes column by column. Not thread-safe. */
final class ColumnarRows {
  private final Signature signature;
  private final Map<String, ValueList> columns = new LinkedHashMap<>();

  ColumnarRows(Signature signature) {
    this.signature = signature;
  }

  /** Starts a column of the model's type, or of the type of its values. */
  ValueList start(String name) {
    return start(name, type(name));
  }

  /** Starts a column of a type that the protocol tells. */
  ValueList start(String name, @Nullable DataType type) {
    ValueList values = new ValueList(type, "\"" + name + "\"");
    if (columns.put(name, values) != null) {
      throw JsonBody.invalid("\"" + name + "\" stands there twice");
    }
    return values;
  }

  private @Nullable DataType type(String name) {
    return signature.inputs().stream()
        .filter(column -> column.name().equals(name))
        .map(Column::type)
        .findFirst()
        .orElse(null);
  }

  Table build() {
    List<Column> types = new ArrayList<>();
    columns.forEach((name, values) -> types.add(new Column(name, values.type())));
    Table.Builder table = Table.builder(types);
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
