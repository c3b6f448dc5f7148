package dev.aloft.fake.gcp.internal.gcs;

import dev.aloft.fake.Request;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object that is to be made of bytes which come.
 *
 * @param name its name
 * @param properties what the client says about it
 * @param crc32c what its bytes must come to; null when the client does not say
 * @param md5 the same
 * @param conditions what it depends on
 */
record NewObject(
    String name,
    ObjectNode properties,
    @Nullable String crc32c,
    @Nullable String md5,
    Conditions conditions) {
  private static final Pattern HASH = Pattern.compile("(crc32c|md5)=([A-Za-z0-9+/=]+)");

  /**
   * Reads what the client says.
   *
   * @param json what it says in a body
   * @param contentType the type of the bytes; empty when none is said
   */
  static NewObject of(Request request, Params params, JsonNode json, String contentType) {
    String name = params.has("name") ? params.text("name") : json.path("name").asString("");
    if (name.isEmpty()) {
      throw GcsFailure.required("Required");
    }
    checkName(name);
    ObjectNode properties = Resources.properties(json);
    if (!contentType.isEmpty() && !properties.has("contentType")) {
      properties.put("contentType", contentType);
    }
    if (params.has("contentEncoding")) {
      properties.put("contentEncoding", params.text("contentEncoding"));
    }
    Map<String, String> hashes = hashes(request.header("x-goog-hash"));
    return new NewObject(
        name,
        properties,
        text(json.path("crc32c"), hashes.get("crc32c")),
        text(json.path("md5Hash"), hashes.getOrDefault("md5", request.header("content-md5"))),
        Conditions.of(params));
  }

  static void checkName(String name) {
    boolean isBad =
        name.getBytes(StandardCharsets.UTF_8).length > 1024
            || name.equals(".")
            || name.equals("..")
            || name.startsWith(".well-known/acme-challenge/")
            || name.indexOf('\r') >= 0
            || name.indexOf('\n') >= 0;
    if (isBad) {
      throw GcsFailure.invalid("Invalid object name: '" + name + "'");
    }
  }

  private static @Nullable String text(JsonNode node, @Nullable String otherwise) {
    return node.isString() ? node.asString() : otherwise;
  }

  private static Map<String, String> hashes(@Nullable String header) {
    Map<String, String> found = new HashMap<>();
    Matcher hash = HASH.matcher(header == null ? "" : header);
    while (hash.find()) {
      found.put(hash.group(1), hash.group(2));
    }
    return found;
  }

  /** The same, with what a later request says its bytes must come to. */
  NewObject with(Request request) {
    Map<String, String> hashes = hashes(request.header("x-goog-hash"));
    return new NewObject(
        name,
        properties,
        hashes.getOrDefault("crc32c", crc32c),
        hashes.getOrDefault("md5", md5),
        conditions);
  }

  /** Whether the bytes that came are those that were meant. */
  void check(Digests.Sums sums) {
    if (crc32c != null && !crc32c.equals(sums.crc32c())) {
      throw mismatch("CRC32C", crc32c, sums.crc32c());
    }
    if (md5 != null && !md5.equals(sums.md5())) {
      throw mismatch("MD5 hash", md5, sums.md5());
    }
  }

  private static GcsFailure mismatch(String what, String given, String computed) {
    return GcsFailure.invalid(
        "Provided "
            + what
            + " \""
            + given
            + "\" doesn't match calculated "
            + what
            + " \""
            + computed
            + "\".");
  }
}
