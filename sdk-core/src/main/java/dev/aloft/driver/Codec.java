package dev.aloft.driver;

import dev.aloft.data.Table;
import dev.aloft.data.Tensor;
import dev.aloft.model.Signature;
import dev.aloft.serving.Protocol;
import java.util.List;

/**
 * Writes and reads one serving protocol, on both ends of the wire. Numbers keep their bits, or the
 * codec refuses with DATA_CORRUPTED or INVALID_REQUEST, naming the value. Immutable.
 */
public interface Codec {

  /** The protocol. */
  Protocol protocol();

  /** Client: rows to predict on, as a request. */
  Payload encodeRequest(Table rows, Signature signature);

  /** Client: an answer, as named tensors whose first dimension is the row. */
  List<Tensor> decodeReply(byte[] body, String contentType, int rows);

  /** Server: a request, as rows. */
  Table decodeRequest(byte[] body, String contentType, Signature signature);

  /** Server: named tensors as an answer. */
  Payload encodeReply(List<Tensor> outputs);
}
