package dev.aloft.internal.codec;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Tensor;
import dev.aloft.model.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The value of {@code predictions}, which V1, MLflow, SageMaker and Vertex AI share: for each row a
 * value, a nested array, or an object of outputs; or one object of columns.
 */
final class PredictionsJson {
  static final String NAME = "predictions";

  private final Signature signature;
  private final Map<String, NestedValues> outputs = new LinkedHashMap<>();
  private int rows;

  private PredictionsJson(Signature signature) {
    this.signature = signature;
  }

  static void write(List<Tensor> outputs, JsonGenerator json) {
    int rows = outputs.isEmpty() ? 0 : outputs.get(0).rows();
    json.writeStartArray();
    for (int row = 0; row < rows; row++) {
      if (outputs.size() == 1) {
        JsonCells.writeRow(outputs.get(0), row, json);
      } else {
        json.writeStartObject();
        for (Tensor output : outputs) {
          json.writeName(output.name());
          JsonCells.writeRow(output, row, json);
        }
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  /** Reads the value that the parser stands on. */
  static List<Tensor> read(JsonParser json, int rows, Signature signature) {
    PredictionsJson reader = new PredictionsJson(signature);
    if (json.currentToken() == JsonToken.START_OBJECT) {
      JsonBody.eachName(json, name -> reader.column(name, json));
    } else if (json.currentToken() == JsonToken.START_ARRAY) {
      JsonBody.eachItem(json, () -> reader.row(json));
    } else {
      reader.row(json);
    }
    return reader.tensors(rows);
  }

  private void row(JsonParser json) {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      JsonBody.eachName(json, name -> output(name).add(json));
    } else {
      output("").add(json);
    }
    rows++;
  }

  private void column(String name, JsonParser json) {
    NestedValues values = output(name);
    JsonBody.eachItem(json, () -> values.add(json));
    rows = values.rows();
  }

  private NestedValues output(String name) {
    return outputs.computeIfAbsent(
        name, key -> new NestedValues(type(key), key.isEmpty() ? NAME : key));
  }

  private @Nullable DataType type(String name) {
    List<Column> known = signature.outputs();
    if (name.isEmpty() && known.size() == 1) {
      return known.get(0).type();
    }
    return known.stream()
        .filter(column -> column.name().equals(name))
        .map(Column::type)
        .findFirst()
        .orElse(null);
  }

  private List<Tensor> tensors(int wanted) {
    if (rows != wanted) {
      throw JsonBody.corrupted(
          "the answer has predictions for " + rows + " rows, " + wanted + " were asked");
    }
    if (outputs.isEmpty()) {
      output("");
    }
    List<Tensor> tensors = new ArrayList<>();
    outputs.forEach((name, values) -> tensors.add(tensor(name, values, wanted)));
    return tensors;
  }

  private Tensor tensor(String key, NestedValues values, int wanted) {
    if (values.rows() != wanted) {
      throw JsonBody.corrupted(
          "the answer has " + values.rows() + " values of \"" + key + "\" for " + wanted + " rows");
    }
    List<Column> known = signature.outputs();
    String name = !key.isEmpty() ? key : known.size() == 1 ? known.get(0).name() : NAME;
    return values.tensor(name);
  }

  /** Values of one output, whose nesting is the same in every row. */
  static final class NestedValues {
    private final ValueList values;
    private final String place;
    private int rows;
    private int @Nullable [] shape;

    NestedValues(@Nullable DataType type, String place) {
      this.values = new ValueList(type, place);
      this.place = place;
    }

    int rows() {
      return rows;
    }

    void add(JsonParser json) {
      int[] own = new int[16];
      Arrays.fill(own, -1);
      int depth = read(json, 0, own);
      int[] found = Arrays.copyOf(own, depth);
      if (shape == null) {
        shape = found;
      } else if (!Arrays.equals(shape, found)) {
        throw ragged();
      }
      rows++;
    }

    private int read(JsonParser json, int depth, int[] sizes) {
      if (json.currentToken() != JsonToken.START_ARRAY) {
        values.add(json);
        return depth;
      }
      if (depth == sizes.length) {
        throw JsonBody.invalid(place + " is nested deeper than " + depth + " arrays");
      }
      int count = 0;
      int deepest = -1;
      while (json.nextToken() != JsonToken.END_ARRAY) {
        int below = read(json, depth + 1, sizes);
        if (deepest >= 0 && below != deepest) {
          throw ragged();
        }
        deepest = below;
        count++;
      }
      if (sizes[depth] >= 0 && sizes[depth] != count) {
        throw ragged();
      }
      sizes[depth] = count;
      return deepest < 0 ? depth + 1 : deepest;
    }

    private RuntimeException ragged() {
      return JsonBody.invalid(place + " has rows of different shapes");
    }

    Tensor tensor(String name) {
      int[] inner = shape == null ? new int[0] : shape;
      long[] all = new long[inner.length + 1];
      all[0] = rows;
      for (int i = 0; i < inner.length; i++) {
        all[i + 1] = inner[i];
      }
      return values.toTensor(name, all);
    }
  }
}
