package dev.aloft.driver;

import java.util.Map;

/**
 * A request to a model.
 *
 * @param body the bytes
 * @param contentType their MIME type
 * @param headers further headers
 */
public record Payload(byte[] body, String contentType, Map<String, String> headers) {

  /** A request without further headers. */
  public static Payload of(byte[] body, String contentType) {
    return new Payload(body, contentType, Map.of());
  }
}
