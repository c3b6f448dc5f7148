package dev.aloft.aws;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address in S3.
 *
 * @param bucket the bucket
 * @param key the key or prefix, without a slash at either end; empty for the bucket itself
 */
record S3Uri(String bucket, String key) {
  private static final String SCHEME = "s3://";
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final int LONGEST = 1024;

  /** What is wrong with a text; empty when it is such an address. */
  static Optional<String> fault(String text) {
    if (!text.startsWith(SCHEME)) {
      return Optional.of("it starts with s3://");
    }
    String rest = text.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    if (!BUCKET.matcher(bucket).matches()) {
      return Optional.of("a bucket has 3 to 63 lower-case letters, digits, dots and hyphens");
    }
    return text.length() > LONGEST
        ? Optional.of("an address has at most " + LONGEST + " characters")
        : Optional.empty();
  }

  /**
   * Reads an address.
   *
   * @throws AloftException INVALID_REQUEST when it is none
   */
  static S3Uri of(String text) {
    Optional<String> fault = fault(text);
    if (fault.isPresent()) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST, "\"" + text + "\" is no address in S3: " + fault.get())
          .effect(Effect.NONE)
          .build();
    }
    String rest = text.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    String key = slash < 0 ? "" : rest.substring(slash + 1).replaceAll("/+$", "");
    return new S3Uri(slash < 0 ? rest : rest.substring(0, slash), key);
  }

  /** The address of something below this. */
  S3Uri child(String path) {
    return new S3Uri(bucket, key.isEmpty() || path.isEmpty() ? key + path : key + "/" + path);
  }

  @Override
  public String toString() {
    return key.isEmpty() ? SCHEME + bucket : SCHEME + bucket + "/" + key;
  }
}
