package dev.aloft.gcp;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address in Cloud Storage.
 *
 * @param bucket the bucket
 * @param key the name or prefix, without a slash at either end; empty for the bucket itself
 */
record GcsUri(String bucket, String key) {
  private static final String SCHEME = "gs://";
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");
  private static final int LONGEST = 1024;

  /** What is wrong with a text; empty when it is such an address. */
  static Optional<String> fault(String text) {
    if (!text.startsWith(SCHEME)) {
      return Optional.of("it starts with gs://");
    }
    String rest = text.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    if (!BUCKET.matcher(slash < 0 ? rest : rest.substring(0, slash)).matches()) {
      return Optional.of(
          "a bucket has at least 3 lower-case letters, digits, dots, hyphens and underscores");
    }
    return rest.getBytes(StandardCharsets.UTF_8).length > LONGEST
        ? Optional.of("a name has at most " + LONGEST + " bytes")
        : Optional.empty();
  }

  /**
   * Reads an address.
   *
   * @throws AloftException INVALID_REQUEST when it is none
   */
  static GcsUri of(String text) {
    Optional<String> fault = fault(text);
    if (fault.isPresent()) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST,
              "\"" + text + "\" is no address in Cloud Storage: " + fault.get())
          .effect(Effect.NONE)
          .build();
    }
    String rest = text.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    String key = slash < 0 ? "" : rest.substring(slash + 1).replaceAll("/+$", "");
    return new GcsUri(slash < 0 ? rest : rest.substring(0, slash), key);
  }

  /** The address of something below this. */
  GcsUri child(String path) {
    return new GcsUri(bucket, key.isEmpty() || path.isEmpty() ? key + path : key + "/" + path);
  }

  /** Where the work of Vertex AI sees it as a file or directory. */
  String mounted() {
    return key.isEmpty() ? "/gcs/" + bucket : "/gcs/" + bucket + "/" + key;
  }

  @Override
  public String toString() {
    return key.isEmpty() ? SCHEME + bucket : SCHEME + bucket + "/" + key;
  }
}
