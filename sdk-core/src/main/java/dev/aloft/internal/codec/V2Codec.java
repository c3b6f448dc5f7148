package dev.aloft.internal.codec;

import dev.aloft.data.Column;
import dev.aloft.data.Table;
import dev.aloft.data.Tensor;
import dev.aloft.driver.Codec;
import dev.aloft.driver.DecodedRequest;
import dev.aloft.driver.Payload;
import dev.aloft.driver.ReplyContext;
import dev.aloft.model.Signature;
import dev.aloft.serving.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;

/**
 * Open Inference Protocol V2 as JSON. Missing and NaN are null; infinities are refused; whole
 * numbers of any size up to 64 bits are written digit by digit.
 */
public final class V2Codec implements Codec {

  @Override
  public Protocol protocol() {
    return Protocol.V2;
  }

  @Override
  public Payload encodeRequest(Table rows, Signature signature) {
    Table fitting = JsonRows.fit(rows, signature);
    byte[] body =
        JsonBody.write(
            json -> {
              json.writeStartObject();
              json.writeName("inputs");
              V2Rows.write(fitting, json);
              json.writeEndObject();
            });
    return Payload.of(body, MediaType.JSON);
  }

  @Override
  public List<Tensor> decodeReply(byte[] body, String contentType, int rows, Signature signature) {
    List<Tensor> outputs = new ArrayList<>();
    JsonBody.readReply(
        body,
        json -> {
          JsonBody.eachName(
              json,
              name -> {
                if (name.equals("outputs")) {
                  JsonBody.eachItem(json, () -> outputs.add(V2Tensor.read(json, body).toTensor()));
                } else {
                  json.skipChildren();
                }
              });
          return outputs;
        });
    if (outputs.isEmpty()) {
      throw JsonBody.corrupted("the answer has no \"outputs\"");
    }
    return outputs.stream().map(output -> columnAsVector(output, rows)).toList();
  }

  /** Servers answer one value for a row as {@code [n, 1]} or {@code [n]}; here it is the latter. */
  private static Tensor columnAsVector(Tensor output, int rows) {
    if (output.rows() != rows) {
      throw JsonBody.corrupted("the answer has the output " + output + " for " + rows + " rows");
    }
    return output.shape().length == 2 && output.width() == 1 && rows > 0
        ? output.reshaped(rows)
        : output;
  }

  @Override
  public DecodedRequest decodeRequest(byte[] body, String contentType, Signature signature) {
    MediaType.requireJson(contentType);
    return JsonBody.readRequest(body, json -> request(json, body, signature));
  }

  private static DecodedRequest request(JsonParser json, byte[] body, Signature signature) {
    List<V2Tensor> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    String[] id = new String[1];
    Map<String, Object> parameters = new LinkedHashMap<>();
    JsonBody.eachName(
        json,
        name -> {
          switch (name) {
            case "inputs" -> JsonBody.eachItem(json, () -> inputs.add(V2Tensor.read(json, body)));
            case "outputs" -> JsonBody.eachItem(json, () -> outputs.add(outputName(json)));
            case "id" -> id[0] = JsonBody.text(json);
            case "parameters" -> parameters.putAll(JsonBody.parameters(json));
            default -> json.skipChildren();
          }
        });
    return new DecodedRequest(V2Rows.read(inputs, signature), id[0], outputs, parameters);
  }

  private static String outputName(JsonParser json) {
    Map<String, Object> output = JsonBody.parameters(json);
    if (output.get("name") instanceof String name) {
      return name;
    }
    throw JsonBody.invalid("an output that is asked for has no \"name\"");
  }

  @Override
  public Payload encodeReply(List<Tensor> outputs, ReplyContext context) {
    byte[] body =
        JsonBody.write(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("model_name", context.model());
              if (context.version() != null) {
                json.writeStringProperty("model_version", context.version());
              }
              if (context.requestId() != null) {
                json.writeStringProperty("id", context.requestId());
              }
              json.writeName("outputs");
              json.writeStartArray();
              outputs.forEach(output -> V2Tensor.write(output, json));
              json.writeEndArray();
              json.writeEndObject();
            });
    return Payload.of(body, MediaType.JSON);
  }

  /** The datatype word of a column, as model metadata writes it. */
  public static String datatype(Column column) {
    return V2Type.of(column.type()).name();
  }
}
