package dev.aloft.fake.gcp;

import dev.aloft.fake.Answer;
import dev.aloft.fake.Request;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the services that speak JSON read and write. */
final class JsonBodies {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LARGEST = 16 << 20;

  private JsonBodies() {}

  /** The body of a request, unzipped. */
  static byte[] read(Request request) throws IOException {
    boolean zipped = "gzip".equals(request.header("content-encoding"));
    InputStream body = zipped ? new GZIPInputStream(request.body()) : request.body();
    return body.readNBytes(LARGEST);
  }

  /** An object, empty where nothing was sent. */
  static JsonNode parse(byte[] body) {
    try {
      return body.length == 0 ? object() : JSON.readTree(body);
    } catch (JacksonException e) {
      throw GcpFailure.invalid("Invalid JSON payload received. " + e.getOriginalMessage());
    }
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static Answer answer(ObjectNode body) {
    return Answer.of(200, "application/json; charset=UTF-8", JSON.writeValueAsBytes(body));
  }
}
