package dev.aloft.driver;

import dev.aloft.data.Column;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.codec.CsvCodec;
import dev.aloft.internal.codec.InstancesCodec;
import dev.aloft.internal.codec.MlflowCodec;
import dev.aloft.internal.codec.SageMakerCodec;
import dev.aloft.internal.codec.V2Codec;
import dev.aloft.serving.Protocol;
import java.util.List;

/** The codecs, one for each protocol. */
public final class Codecs {
  private static final List<Codec> ALL =
      List.of(
          new CsvCodec(),
          new InstancesCodec(Protocol.V1),
          new V2Codec(),
          new MlflowCodec(),
          new SageMakerCodec(),
          new InstancesCodec(Protocol.VERTEX));

  private Codecs() {}

  /**
   * The codec of a protocol.
   *
   * @throws AloftException UNSUPPORTED when rows cannot be written in it: only {@code invoke} with
   *     raw bytes works then
   */
  public static Codec of(Protocol protocol) {
    for (Codec codec : ALL) {
      if (codec.protocol().equals(protocol)) {
        return codec;
      }
    }
    throw AloftException.of(
            ErrorCode.UNSUPPORTED,
            "rows cannot be written in the protocol \""
                + protocol
                + "\"; send the container's own bytes with invoke")
        .build();
  }

  /** The word that V2 uses for a column's type in a model's metadata, such as {@code FP32}. */
  public static String v2Datatype(Column column) {
    return V2Codec.datatype(column);
  }
}
