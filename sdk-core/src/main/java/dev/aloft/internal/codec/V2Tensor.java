package dev.aloft.internal.codec;

import dev.aloft.data.Tensor;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** One tensor of a V2 body: name, datatype, shape, data. Not thread-safe. */
final class V2Tensor {
  private @Nullable String name;
  private @Nullable V2Type type;
  private long @Nullable [] shape;
  private @Nullable ValueList values;
  private long dataOffset = -1;

  /**
   * Reads the tensor that starts here.
   *
   * @param body what the parser reads
   */
  static V2Tensor read(JsonParser json, byte[] body) {
    V2Tensor tensor = new V2Tensor();
    JsonBody.eachName(json, name -> tensor.read(name, json));
    if (tensor.dataOffset >= 0 && tensor.type != null) {
      JsonBody.reread(body, tensor.dataOffset, tensor::readData);
    }
    tensor.check();
    return tensor;
  }

  private void read(String field, JsonParser json) {
    switch (field) {
      case "name" -> name = JsonBody.text(json);
      case "datatype" -> type = V2Type.parse(JsonBody.text(json));
      case "shape" -> shape = readShape(json);
      case "data" -> readOrRemember(json);
      case "parameters" -> refuseBinary(json);
      default -> json.skipChildren();
    }
  }

  /** Numbers are read by their datatype, which may come after them. */
  private void readOrRemember(JsonParser json) {
    if (type != null) {
      readData(json);
    } else {
      dataOffset = json.currentTokenLocation().getByteOffset();
      if (dataOffset < 0) {
        throw JsonBody.invalid("\"datatype\" must stand before \"data\"");
      }
      json.skipChildren();
    }
  }

  private static long[] readShape(JsonParser json) {
    long[] sizes = new long[16];
    int[] count = new int[1];
    JsonBody.eachItem(
        json,
        () -> {
          JsonBody.expect(json, JsonToken.VALUE_NUMBER_INT, "a dimension");
          if (count[0] == sizes.length || json.getLongValue() < 0) {
            throw JsonBody.invalid("a shape has at most 16 dimensions, none of them negative");
          }
          sizes[count[0]++] = json.getLongValue();
        });
    return Arrays.copyOf(sizes, count[0]);
  }

  private void readData(JsonParser json) {
    V2Type known = Objects.requireNonNull(type);
    values = new ValueList(known.type, name == null ? "a tensor" : "\"" + name + "\"");
    readFlat(json, known, values);
  }

  /** The protocol lets data be nested or flat; either way it is row-major. */
  private static void readFlat(JsonParser json, V2Type type, ValueList into) {
    JsonBody.eachItem(
        json,
        () -> {
          if (json.currentToken() == JsonToken.START_ARRAY) {
            readFlat(json, type, into);
          } else {
            into.add(json);
            checkRange(json, type);
          }
        });
  }

  private static void checkRange(JsonParser json, V2Type type) {
    if (type.type.isNumber()
        && json.currentToken() == JsonToken.VALUE_NUMBER_INT
        && !type.holds(json)) {
      throw JsonBody.invalid(json.getString() + " is beyond the datatype " + type);
    }
  }

  private static void refuseBinary(JsonParser json) {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (JsonBody.parameters(json).containsKey("binary_data_size")) {
      throw JsonBody.invalid("binary tensor data is not understood; send \"data\" as JSON");
    }
  }

  private void check() {
    if (name == null || type == null || shape == null || values == null) {
      throw JsonBody.invalid(
          "the tensor "
              + (name == null ? "without a name" : "\"" + name + "\"")
              + " needs \"name\", \"shape\", \"datatype\" and \"data\"");
    }
    long size = 1;
    for (long dimension : shape) {
      size = dimension == 0 ? 0 : size > Integer.MAX_VALUE / dimension ? -1 : size * dimension;
      if (size <= 0) {
        break;
      }
    }
    if (size != values.size()) {
      throw JsonBody.invalid(
          "the tensor \""
              + name
              + "\" has "
              + values.size()
              + " values, which do not fill the shape "
              + Arrays.toString(shape));
    }
  }

  String name() {
    return Objects.requireNonNull(name);
  }

  long[] shape() {
    return Objects.requireNonNull(shape);
  }

  ValueList values() {
    return Objects.requireNonNull(values);
  }

  Tensor toTensor() {
    return values().toTensor(name(), shape().length == 0 ? new long[] {1} : shape());
  }

  static void write(Tensor tensor, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("name", tensor.name());
    json.writeName("shape");
    writeShape(json, tensor.shape());
    json.writeStringProperty("datatype", V2Type.of(tensor.type()).name());
    json.writeName("data");
    json.writeStartArray();
    for (int i = 0; i < tensor.size(); i++) {
      JsonCells.write(tensor, i, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  static void writeShape(JsonGenerator json, long... sizes) {
    json.writeStartArray();
    for (long size : sizes) {
      json.writeNumber(size);
    }
    json.writeEndArray();
  }
}
