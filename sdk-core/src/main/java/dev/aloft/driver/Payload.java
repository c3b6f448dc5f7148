package dev.aloft.driver;

import java.util.Map;

/** A request to a model. The bytes are not copied; nobody may change them. */
public final class Payload {
  private final byte[] body;
  private final String contentType;
  private final Map<String, String> headers;
  private final boolean repeatable;

  /**
   * A request.
   *
   * @param body the bytes
   * @param contentType their MIME type
   * @param headers further headers
   */
  public Payload(byte[] body, String contentType, Map<String, String> headers) {
    this(body, contentType, headers, false);
  }

  private Payload(
      byte[] body, String contentType, Map<String, String> headers, boolean repeatable) {
    this.body = body;
    this.contentType = contentType;
    this.headers = Map.copyOf(headers);
    this.repeatable = repeatable;
  }

  /** A request without further headers. */
  public static Payload of(byte[] body, String contentType) {
    return new Payload(body, contentType, Map.of());
  }

  /** The same, marked as harmless to send again. */
  public Payload asRepeatable() {
    return new Payload(body, contentType, headers, true);
  }

  /** Whether the caller said that it may be sent again. Default false. */
  public boolean isRepeatable() {
    return repeatable;
  }

  /** The bytes. */
  public byte[] body() {
    return body;
  }

  /** Their MIME type. */
  public String contentType() {
    return contentType;
  }

  /** Further headers. */
  public Map<String, String> headers() {
    return headers;
  }
}
