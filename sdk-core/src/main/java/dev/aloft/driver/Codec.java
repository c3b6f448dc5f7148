package dev.aloft.driver;

import dev.aloft.data.Table;
import dev.aloft.data.Tensor;
import dev.aloft.model.Signature;
import dev.aloft.serving.Protocol;
import java.util.List;

/**
 * Writes and reads one serving protocol, on both ends of the wire; found by its protocol. Numbers
 * keep their bits, or the codec refuses, naming the value. Immutable.
 */
public interface Codec {

  /** The protocol. */
  Protocol protocol();

  /**
   * Client: rows to predict on, as a request. Where the signature knows the inputs, the rows are
   * brought to them first.
   *
   * @throws dev.aloft.error.AloftException INVALID_REQUEST for rows that do not fit the signature
   *     and for values that the protocol cannot carry
   */
  Payload encodeRequest(Table rows, Signature signature);

  /**
   * Client: an answer, as named tensors whose first dimension is the row.
   *
   * @param rows how many rows were asked
   * @param signature gives the outputs' names and types where the protocol does not
   * @throws dev.aloft.error.AloftException DATA_CORRUPTED when the answer is not what the protocol
   *     says
   */
  List<Tensor> decodeReply(byte[] body, String contentType, int rows, Signature signature);

  /**
   * Server: a request, as rows in the order and types of the signature where it knows the inputs.
   *
   * @throws dev.aloft.error.AloftException UNSUPPORTED for a content type that the protocol does
   *     not know (HTTP 415); INVALID_REQUEST naming the place for anything else (HTTP 400)
   */
  DecodedRequest decodeRequest(byte[] body, String contentType, Signature signature);

  /**
   * Server: named tensors whose first dimension is the row, as an answer.
   *
   * @throws dev.aloft.error.AloftException UNSUPPORTED when the caller accepts nothing that the
   *     protocol has (HTTP 406); MODEL_FAILED for values that the protocol cannot carry
   */
  Payload encodeReply(List<Tensor> outputs, ReplyContext context);
}
