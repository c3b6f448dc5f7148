package dev.aloft.fake.gcp.internal.gcs;

import dev.aloft.fake.Answer;
import dev.aloft.fake.Request;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request of the JSON API, read.
 *
 * @param request as it came
 * @param params of its address
 * @param route what it asks for
 * @param body its JSON; an empty object where it has none
 */
record Call(Request request, Params params, Route route, JsonNode body) {
  private static final int LARGEST_MESSAGE = 8 << 20;

  /** Answers one. */
  @FunctionalInterface
  interface Handler {
    Answer handle(Call call) throws IOException;
  }

  static JsonNode json(byte[] text) {
    if (text.length == 0) {
      return Bucket.JSON.createObjectNode();
    }
    try {
      return Bucket.JSON.readTree(text);
    } catch (JacksonException e) {
      throw new GcsFailure(400, "parseError", "Parse Error");
    }
  }

  static JsonNode json(Request request) throws IOException {
    return json(request.body().readNBytes(LARGEST_MESSAGE));
  }

  String bucket() {
    return route.bucket();
  }

  String object() {
    return route.object();
  }

  /** The generation that is meant; null for the one that is there. */
  @Nullable Long generation() {
    return params.number("generation");
  }

  Conditions conditions() {
    return Conditions.of(params);
  }

  /** Where the client reached the service. */
  static String base(Request request) {
    String host = request.header("host");
    return "http://" + (host == null ? "localhost" : host);
  }

  String base() {
    return base(request);
  }

  static Answer answer(int status, ObjectNode body) {
    return Answer.of(
        status, "application/json; charset=UTF-8", Bucket.JSON.writeValueAsBytes(body));
  }

  static Answer answer(ObjectNode body) {
    return answer(200, body);
  }

  /** An answer that is an object. */
  Answer answer(String bucket, StoredObject object) {
    return answer(Resources.object(base(), bucket, object)).with("ETag", object.etag());
  }
}
