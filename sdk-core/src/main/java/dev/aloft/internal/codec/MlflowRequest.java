package dev.aloft.internal.codec;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Table;
import dev.aloft.driver.DecodedRequest;
import dev.aloft.model.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one JSON body of MLflow's scoring protocol. Not thread-safe. */
final class MlflowRequest {
  private static final Set<String> FORMS =
      new LinkedHashSet<>(List.of("dataframe_split", "dataframe_records", "instances", "inputs"));

  private final Signature signature;
  private final int bodyLength;
  private final List<String> forms = new ArrayList<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private @Nullable Table table;

  MlflowRequest(Signature signature, int bodyLength) {
    this.signature = signature;
    this.bodyLength = bodyLength;
  }

  DecodedRequest read(JsonParser json) {
    JsonBody.eachName(json, name -> read(name, json));
    if (forms.size() != 1 || table == null) {
      throw JsonBody.invalid(
          "the request must hold exactly one of " + FORMS + ", and it holds " + forms);
    }
    return new DecodedRequest(JsonRows.fit(table, signature), null, List.of(), parameters);
  }

  private void read(String name, JsonParser json) {
    if (name.equals("params")) {
      if (json.currentToken() != JsonToken.VALUE_NULL) {
        parameters.putAll(JsonBody.parameters(json));
      }
      return;
    }
    if (!FORMS.contains(name)) {
      json.skipChildren();
      return;
    }
    forms.add(name);
    table =
        switch (name) {
          case "dataframe_split" -> split(json);
          case "inputs" -> inputs(json);
          default -> rows(json);
        };
  }

  private Table rows(JsonParser json) {
    RequestRows rows = new RequestRows(signature, bodyLength);
    JsonBody.eachItem(json, () -> rows.add(json));
    return rows.build();
  }

  /** A tensor whose first dimension is the row, or an object of columns. */
  private Table inputs(JsonParser json) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      return rows(json);
    }
    ColumnarRows columns = new ColumnarRows(signature);
    JsonBody.eachName(
        json,
        name -> {
          ValueList values = columns.start(name);
          JsonBody.eachItem(json, () -> add(json, values));
        });
    return columns.build();
  }

  /** A value, or an array that holds only one. */
  private static void add(JsonParser json, ValueList values) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      values.add(json);
      return;
    }
    int before = values.size();
    JsonBody.eachItem(json, () -> values.add(json));
    if (values.size() != before + 1) {
      throw JsonBody.invalid(
          "an array of one value is wanted at " + json.streamReadContext().pathAsPointer());
    }
  }

  private Table split(JsonParser json) {
    List<String> names = new ArrayList<>();
    List<RequestRows> data = new ArrayList<>();
    JsonBody.eachName(
        json,
        name -> {
          if (name.equals("columns")) {
            JsonBody.eachItem(json, () -> names.add(name(json)));
          } else if (name.equals("data")) {
            data.add(splitRows(json, names));
          } else {
            json.skipChildren();
          }
        });
    if (data.isEmpty()) {
      throw JsonBody.invalid("\"dataframe_split\" has no \"data\"");
    }
    return data.get(0).buildNamed(names);
  }

  private RequestRows splitRows(JsonParser json, List<String> names) {
    RequestRows rows = new RequestRows(inOrderOf(names), bodyLength);
    JsonBody.eachItem(json, () -> rows.add(json));
    return rows;
  }

  /** The model's columns of these names, so that cells are read in their types at once. */
  private Signature inOrderOf(List<String> names) {
    Map<String, DataType> types = JsonRows.types(signature);
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      DataType type = types.remove(name);
      if (type == null) {
        return Signature.UNKNOWN;
      }
      columns.add(new Column(name, type));
    }
    return new Signature(columns, List.of());
  }

  private static String name(JsonParser json) {
    return json.currentToken() == JsonToken.VALUE_NUMBER_INT
        ? Long.toString(json.getLongValue())
        : JsonBody.text(json);
  }
}
