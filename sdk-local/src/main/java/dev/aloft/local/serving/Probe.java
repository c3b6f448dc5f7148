package dev.aloft.local.serving;

import dev.aloft.data.Column;
import dev.aloft.data.Table;
import dev.aloft.data.Tensor;
import dev.aloft.driver.Codec;
import dev.aloft.driver.Codecs;
import dev.aloft.driver.DecodedRequest;
import dev.aloft.driver.ReplyContext;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.serving.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The question that a model must answer before it takes calls. */
final class Probe {
  private Probe() {}

  /**
   * Asks a model through everything that a call goes through.
   *
   * @param request a V2 request; null for one row without any value
   * @throws AloftException what went wrong
   */
  static void ask(ServedModel model, @Nullable String request) {
    Codec codec = Codecs.of(Protocol.V2);
    Table rows =
        request == null
            ? blank(model.signature().inputs())
            : codec
                .decodeRequest(
                    request.getBytes(StandardCharsets.UTF_8), "application/json", model.signature())
                .rows();
    List<Tensor> outputs = model.predict(rows);
    codec.encodeReply(outputs, ReplyContext.of("probe").to(DecodedRequest.of(rows)));
    for (Tensor output : outputs) {
      if (output.rows() != rows.rowCount()) {
        throw AloftException.of(
                ErrorCode.MODEL_FAILED,
                "asked for "
                    + rows.rowCount()
                    + " predictions, the model gave "
                    + output.rows()
                    + " as \""
                    + output.name()
                    + "\"")
            .build();
      }
    }
  }

  private static Table blank(List<Column> inputs) {
    Table.Builder row = Table.builder(inputs);
    for (int column = 0; column < inputs.size(); column++) {
      row.addMissing(column);
    }
    return row.build();
  }
}
