package dev.aloft.internal.codec;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Row;
import dev.aloft.data.Table;
import dev.aloft.model.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Collects the rows of a request. Where the signature knows the inputs, cells go straight into
 * typed columns; otherwise their types are inferred at the end. Not thread-safe.
 */
final class RequestRows {
  /** How many cells that a request does not even mention may stand for each of its bytes. */
  private static final int MISSING_PER_BYTE = 16;

  private static final int MISSING_FREE = 1_000_000;

  private final List<Column> inputs;
  private final Map<String, Integer> places = new HashMap<>();
  private final Table.@Nullable Builder typed;
  private final List<Row> untyped = new ArrayList<>();
  private final boolean[] seen;
  private long missingLeft;
  private final Set<String> names = new HashSet<>();
  private long mentioned;
  private int rows;

  RequestRows(Signature signature, int bodyLength) {
    this.inputs = signature.inputs();
    this.typed = signature.isKnown() ? Table.builder(inputs) : null;
    this.seen = new boolean[inputs.size()];
    this.missingLeft = MISSING_FREE + (long) MISSING_PER_BYTE * bodyLength;
    for (int i = 0; i < inputs.size(); i++) {
      places.put(inputs.get(i).name(), i);
    }
  }

  /** Adds the row that starts here: an array, an object, or the only cell. */
  void add(JsonParser json) {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      addObject(json);
    } else if (json.currentToken() == JsonToken.START_ARRAY) {
      addArray(json);
    } else if (typed != null) {
      checkWidth(1);
      cell(json, 0);
    } else {
      untyped.add(Row.of(new Object[] {scalar(json)}));
    }
    rows++;
  }

  private void addArray(JsonParser json) {
    if (typed == null) {
      List<@Nullable Object> cells = new ArrayList<>();
      JsonBody.eachItem(json, () -> cells.add(scalar(json)));
      untyped.add(Row.of(cells.toArray()));
      return;
    }
    int position = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (position >= inputs.size()) {
        throw JsonBody.invalid(
            "row " + rows + " has more than " + inputs.size() + " cells: " + inputNames());
      }
      cell(json, position++);
    }
    checkWidth(position);
  }

  private void addObject(JsonParser json) {
    if (typed == null) {
      Map<String, @Nullable Object> cells = new LinkedHashMap<>();
      JsonBody.eachName(json, name -> cells.put(name, scalar(json)));
      untyped.add(Row.of(cells));
      names.addAll(cells.keySet());
      mentioned += cells.size();
      return;
    }
    Arrays.fill(seen, false);
    JsonBody.eachName(json, name -> cell(json, place(name)));
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i]) {
        addUnmentioned(i);
      }
    }
  }

  private void addUnmentioned(int position) {
    leaveOut(1);
    columns().addMissing(position);
  }

  private void leaveOut(long cells) {
    missingLeft -= cells;
    if (missingLeft < 0) {
      throw JsonBody.invalid("too many cells are left out: name them, or send null");
    }
  }

  private int place(String name) {
    Integer place = places.get(name);
    if (place == null) {
      throw JsonBody.invalid(
          "row " + rows + " has the cell \"" + name + "\"; the model takes " + inputNames());
    }
    seen[place] = true;
    return place;
  }

  private void cell(JsonParser json, int position) {
    Table.Builder table = columns();
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      number(json, position);
    } else if (token == JsonToken.VALUE_NUMBER_INT) {
      whole(json, position);
    } else if (token == JsonToken.VALUE_NULL) {
      table.addMissing(position);
    } else if (token == JsonToken.VALUE_STRING) {
      table.addString(position, json.getString());
    } else if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      table.addBoolean(position, token == JsonToken.VALUE_TRUE);
    } else {
      throw JsonBody.unexpected(json, "a cell");
    }
  }

  private void number(JsonParser json, int position) {
    if (inputs.get(position).type() == DataType.FLOAT32) {
      float value = json.getFloatValue();
      checkFinite(json, value);
      columns().addFloat(position, value);
    } else {
      double value = json.getDoubleValue();
      checkFinite(json, value);
      columns().addDouble(position, value);
    }
  }

  private void whole(JsonParser json, int position) {
    DataType type = inputs.get(position).type();
    if (type == DataType.FLOAT64 || type == DataType.FLOAT32) {
      number(json, position);
    } else {
      columns().addLong(position, json.getLongValue());
    }
  }

  private static @Nullable Object scalar(JsonParser json) {
    JsonToken token = json.currentToken();
    if (token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT) {
      throw JsonBody.unexpected(json, "a cell");
    }
    if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      double value = json.getDoubleValue();
      checkFinite(json, value);
      return value;
    }
    return token == JsonToken.VALUE_NUMBER_INT
        ? (Object) json.getLongValue()
        : JsonBody.plain(json);
  }

  private static void checkFinite(JsonParser json, double value) {
    if (Double.isInfinite(value) && !json.isNaN()) {
      throw JsonBody.invalid(
          json.getString()
              + " at "
              + json.streamReadContext().pathAsPointer()
              + " is beyond the largest number of its type");
    }
  }

  private void checkWidth(int cells) {
    if (cells != inputs.size()) {
      throw JsonBody.invalid(
          "row "
              + rows
              + " has "
              + cells
              + (cells == 1 ? " cell" : " cells")
              + ", the model takes "
              + inputs.size()
              + ": "
              + inputNames());
    }
  }

  private List<String> inputNames() {
    return inputs.stream().map(Column::name).toList();
  }

  private Table.Builder columns() {
    return Objects.requireNonNull(typed);
  }

  Table build() {
    if (typed != null) {
      return typed.build();
    }
    leaveOut((long) names.size() * rows - mentioned);
    return Table.of(untyped);
  }

  /** The same where the names came beside arrays of cells. */
  Table buildNamed(List<String> columns) {
    if (typed != null || columns.isEmpty()) {
      return build();
    }
    List<Row> named = new ArrayList<>();
    for (Row row : untyped) {
      if (row.size() != columns.size()) {
        throw JsonBody.invalid(
            "row " + named.size() + " has " + row.size() + " cells for the columns " + columns);
      }
      Map<String, @Nullable Object> cells = new LinkedHashMap<>();
      for (int i = 0; i < row.size(); i++) {
        cells.put(columns.get(i), row.cell(i));
      }
      if (cells.size() != columns.size()) {
        throw JsonBody.invalid("two columns have the same name: " + columns);
      }
      named.add(Row.of(cells));
    }
    return Table.of(named);
  }
}
