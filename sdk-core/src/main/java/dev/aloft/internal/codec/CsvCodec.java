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

/**
 * Rows without a header, and one prediction a line. Carries NaN as {@code NaN} and infinities as
 * {@code Infinity}.
 */
public final class CsvCodec implements Codec {

  @Override
  public Protocol protocol() {
    return Protocol.CSV;
  }

  @Override
  public Payload encodeRequest(Table rows, Signature signature) {
    byte[] body = CsvRows.write(JsonRows.fit(rows, signature));
    return new Payload(body, MediaType.CSV, Map.of("Accept", MediaType.CSV));
  }

  @Override
  public List<Tensor> decodeReply(byte[] body, String contentType, int rows, Signature signature) {
    return CsvPredictions.read(body, rows, signature);
  }

  @Override
  public DecodedRequest decodeRequest(byte[] body, String contentType, Signature signature) {
    String type = MediaType.parse(contentType).name();
    if (!type.isEmpty() && !type.equals(MediaType.CSV)) {
      throw MediaType.unsupported(contentType, MediaType.CSV);
    }
    return DecodedRequest.of(CsvRows.read(body, false, signature));
  }

  @Override
  public Payload encodeReply(List<Tensor> outputs, ReplyContext context) {
    return Payload.of(CsvPredictions.write(outputs), MediaType.CSV);
  }
}
