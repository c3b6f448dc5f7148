package dev.aloft.internal.codec;

import dev.aloft.data.Table;
import dev.aloft.data.Tensor;
import dev.aloft.driver.Codec;
import dev.aloft.driver.DecodedRequest;
import dev.aloft.driver.Payload;
import dev.aloft.driver.ReplyContext;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.Signature;
import dev.aloft.serving.Protocol;
import java.util.List;
import java.util.Map;

/**
 * SageMaker's built-in containers: CSV without a header out, CSV or JSON back; as a server also
 * {@code {"instances": …}} in. The caller's {@code Accept} chooses the answer, CSV by default.
 */
public final class SageMakerCodec implements Codec {
  private final Codec csv = new CsvCodec();
  private final Codec json = new InstancesCodec(Protocol.V1);

  @Override
  public Protocol protocol() {
    return Protocol.SAGEMAKER;
  }

  @Override
  public Payload encodeRequest(Table rows, Signature signature) {
    byte[] body = CsvRows.write(JsonRows.fit(rows, signature));
    return new Payload(body, MediaType.CSV, Map.of("Accept", MediaType.CSV));
  }

  @Override
  public List<Tensor> decodeReply(byte[] body, String contentType, int rows, Signature signature) {
    boolean isJson = MediaType.is(contentType, MediaType.JSON);
    return (isJson ? json : csv).decodeReply(body, contentType, rows, signature);
  }

  @Override
  public DecodedRequest decodeRequest(byte[] body, String contentType, Signature signature) {
    String type = MediaType.parse(contentType).name();
    if (type.equals(MediaType.JSON)) {
      return json.decodeRequest(body, contentType, signature);
    }
    if (!type.isEmpty() && !type.equals(MediaType.CSV)) {
      throw MediaType.unsupported(contentType, MediaType.CSV + " or " + MediaType.JSON);
    }
    return csv.decodeRequest(body, contentType, signature);
  }

  @Override
  public Payload encodeReply(List<Tensor> outputs, ReplyContext context) {
    return (answersJson(context.accept()) ? json : csv).encodeReply(outputs, context);
  }

  /** The first of the accepted types that there is; quality values are not weighed. */
  private static boolean answersJson(String accept) {
    if (accept.isBlank()) {
      return false;
    }
    for (String wanted : accept.split(",", -1)) {
      String type = MediaType.parse(wanted).name();
      if (type.equals(MediaType.JSON) || type.equals("application/*")) {
        return true;
      }
      if (type.equals(MediaType.CSV) || type.equals("*/*") || type.equals("text/*")) {
        return false;
      }
    }
    throw AloftException.of(
            ErrorCode.UNSUPPORTED,
            "nothing that \""
                + accept
                + "\" accepts can be answered; accept "
                + MediaType.CSV
                + " or "
                + MediaType.JSON)
        .build();
  }
}
