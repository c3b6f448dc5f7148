package dev.aloft.internal.codec;

import dev.aloft.data.Table;
import dev.aloft.data.Tensor;
import dev.aloft.driver.Codec;
import dev.aloft.driver.DecodedRequest;
import dev.aloft.driver.Payload;
import dev.aloft.driver.ReplyContext;
import dev.aloft.model.Signature;
import dev.aloft.serving.Protocol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;

/**
 * {@code {"instances": [row, …], "parameters": …}} and {@code {"predictions": [row, …]}}: V1 and
 * Vertex AI. Missing and NaN are null; infinities are refused.
 */
public final class InstancesCodec implements Codec {
  private final Protocol protocol;

  /** For one of the two. */
  public InstancesCodec(Protocol protocol) {
    this.protocol = protocol;
  }

  @Override
  public Protocol protocol() {
    return protocol;
  }

  @Override
  public Payload encodeRequest(Table rows, Signature signature) {
    Table fitting = JsonRows.fit(rows, signature);
    boolean byName = rows.hasNames() && !signature.isKnown();
    byte[] body =
        JsonBody.write(
            json -> {
              json.writeStartObject();
              json.writeName("instances");
              if (byName) {
                JsonRows.objects(fitting, json);
              } else {
                JsonRows.arrays(fitting, json);
              }
              json.writeEndObject();
            });
    return Payload.of(body, MediaType.JSON);
  }

  @Override
  public List<Tensor> decodeReply(byte[] body, String contentType, int rows, Signature signature) {
    return JsonBody.readReply(body, json -> predictions(json, rows, signature));
  }

  static List<Tensor> predictions(JsonParser json, int rows, Signature signature) {
    Map<String, List<Tensor>> found = new LinkedHashMap<>();
    JsonBody.eachName(
        json,
        name -> {
          if (name.equals(PredictionsJson.NAME)) {
            found.put(name, PredictionsJson.read(json, rows, signature));
          } else {
            json.skipChildren();
          }
        });
    List<Tensor> outputs = found.get(PredictionsJson.NAME);
    if (outputs == null) {
      throw JsonBody.corrupted("the answer has no \"predictions\"");
    }
    return outputs;
  }

  @Override
  public DecodedRequest decodeRequest(byte[] body, String contentType, Signature signature) {
    MediaType.requireJson(contentType);
    RequestRows rows = new RequestRows(signature, body.length);
    return JsonBody.readRequest(
        body,
        json -> {
          Map<String, Object> parameters = new LinkedHashMap<>();
          boolean[] found = new boolean[1];
          JsonBody.eachName(
              json,
              name -> {
                if (name.equals("instances")) {
                  found[0] = true;
                  JsonBody.eachItem(json, () -> rows.add(json));
                } else if (name.equals("parameters") && protocol.equals(Protocol.VERTEX)) {
                  addParameters(json, parameters);
                } else {
                  json.skipChildren();
                }
              });
          if (!found[0]) {
            throw JsonBody.invalid("the request has no \"instances\"");
          }
          return new DecodedRequest(rows.build(), null, List.of(), parameters);
        });
  }

  private static void addParameters(JsonParser json, Map<String, Object> parameters) {
    Object value = JsonBody.plain(json);
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, inner) -> parameters.put(String.valueOf(name), inner));
    } else if (value != null) {
      parameters.put("parameters", value);
    }
  }

  @Override
  public Payload encodeReply(List<Tensor> outputs, ReplyContext context) {
    return Payload.of(predictions(outputs), MediaType.JSON);
  }

  static byte[] predictions(List<Tensor> outputs) {
    return JsonBody.write(
        json -> {
          json.writeStartObject();
          json.writeName(PredictionsJson.NAME);
          PredictionsJson.write(outputs, json);
          json.writeEndObject();
        });
  }
}
