package dev.aloft.internal.codec;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Table;
import dev.aloft.driver.Codecs;
import dev.aloft.driver.DecodedRequest;
import dev.aloft.model.Signature;
import dev.aloft.serving.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests as texts, and models of one and two columns. */
abstract class RequestForms {
  static final String JSON = "application/json";
  static final Signature AB =
      new Signature(
          List.of(new Column("a", DataType.FLOAT32), new Column("b", DataType.INT64)), List.of());

  static String v2(String datatype, String shape, String data) {
    return "{'inputs': [{'name': 'a', 'shape': %s, 'datatype': '%s', 'data': %s}]}"
        .formatted(shape, datatype, data);
  }

  static String text(Protocol protocol, Table table) {
    return text(protocol, table, AB);
  }

  static String text(Protocol protocol, Table table, Signature signature) {
    return new String(
        Codecs.of(protocol).encodeRequest(table, signature).body(), StandardCharsets.UTF_8);
  }

  static DecodedRequest decode(Protocol protocol, String body, Signature signature) {
    return Codecs.of(protocol).decodeRequest(bytes(body), JSON, signature);
  }

  static byte[] bytes(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
