package dev.aloft.driver;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model's answer. The bytes are not copied; nobody may change them. */
public final class Reply {
  private final byte[] body;
  private final String contentType;
  private final Map<String, String> headers;
  private final @Nullable String revision;

  /**
   * An answer.
   *
   * @param body the bytes
   * @param contentType their MIME type
   * @param headers the headers, names in lower case
   * @param revision the hash of the revision that answered, null when the provider does not tell
   */
  public Reply(
      byte[] body, String contentType, Map<String, String> headers, @Nullable String revision) {
    this.body = body;
    this.contentType = contentType;
    this.headers = Map.copyOf(headers);
    this.revision = revision;
  }

  /** The bytes. */
  public byte[] body() {
    return body;
  }

  /** The bytes as UTF-8 text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Their MIME type. */
  public String contentType() {
    return contentType;
  }

  /** The headers, names in lower case. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The hash of the revision that answered, where the provider tells. */
  public Optional<String> revision() {
    return Optional.ofNullable(revision);
  }
}
