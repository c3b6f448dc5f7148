package dev.aloft.internal.codec;

import dev.aloft.data.Table;
import dev.aloft.data.Tensor;
import dev.aloft.driver.Codec;
import dev.aloft.driver.DecodedRequest;
import dev.aloft.driver.Payload;
import dev.aloft.driver.ReplyContext;
import dev.aloft.model.Signature;
import dev.aloft.serving.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * MLflow's {@code /invocations}: {@code dataframe_split} out, {@code inputs} where the columns have
 * no names; all four forms and CSV with a header in. Missing and NaN are null; infinities are
 * refused.
 */
public final class MlflowCodec implements Codec {

  @Override
  public Protocol protocol() {
    return Protocol.MLFLOW;
  }

  @Override
  public Payload encodeRequest(Table rows, Signature signature) {
    Table fitting = JsonRows.fit(rows, signature);
    boolean tensor = !fitting.hasNames() && JsonCells.isNumeric(fitting);
    byte[] body =
        JsonBody.write(
            json -> {
              json.writeStartObject();
              if (tensor) {
                json.writeName("inputs");
                JsonRows.arrays(fitting, json);
              } else {
                json.writeName("dataframe_split");
                json.writeStartObject();
                json.writeName("columns");
                json.writeStartArray();
                fitting.columns().forEach(column -> json.writeString(column.name()));
                json.writeEndArray();
                json.writeName("data");
                JsonRows.arrays(fitting, json);
                json.writeEndObject();
              }
              json.writeEndObject();
            });
    return Payload.of(body, MediaType.JSON);
  }

  @Override
  public List<Tensor> decodeReply(byte[] body, String contentType, int rows, Signature signature) {
    return JsonBody.readReply(body, json -> InstancesCodec.predictions(json, rows, signature));
  }

  @Override
  public DecodedRequest decodeRequest(byte[] body, String contentType, Signature signature) {
    MediaType type = MediaType.parse(contentType);
    checkParameters(type, contentType);
    if (type.name().equals(MediaType.CSV)) {
      return DecodedRequest.of(CsvRows.read(body, true, signature));
    }
    if (!type.name().equals(MediaType.JSON)) {
      throw MediaType.unsupported(contentType, MediaType.JSON + " or " + MediaType.CSV);
    }
    return JsonBody.readRequest(body, json -> new MlflowRequest(signature, body.length).read(json));
  }

  /** The server of MLflow itself refuses any parameter but the encoding. */
  private static void checkParameters(MediaType type, String header) {
    Map<String, String> parameters = type.parameters();
    String charset = parameters.getOrDefault("charset", "utf-8");
    if (!charset.equalsIgnoreCase("utf-8") || !Set.of("charset").containsAll(parameters.keySet())) {
      throw MediaType.unsupported(header, "no parameter but charset=utf-8");
    }
  }

  @Override
  public Payload encodeReply(List<Tensor> outputs, ReplyContext context) {
    return Payload.of(InstancesCodec.predictions(outputs), MediaType.JSON);
  }
}
