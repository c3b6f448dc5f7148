package dev.aloft.local.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer. Immutable; nobody may change the bytes of its body. */
public final class Response {
  private final int status;
  private final String contentType;
  private final byte[] body;
  private final Map<String, String> headers;

  private Response(int status, String contentType, byte[] body, Map<String, String> headers) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.headers = headers;
  }

  /** Bytes of some type. */
  public static Response of(int status, String contentType, byte[] body) {
    return new Response(status, contentType, body, Map.of());
  }

  /** JSON. */
  public static Response json(int status, String body) {
    return of(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  /** Plain text. */
  public static Response text(int status, String body) {
    return of(status, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  /** Only a status. */
  public static Response empty(int status) {
    return of(status, "", new byte[0]);
  }

  /** The same with one more header. */
  public Response with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, contentType, body, more);
  }

  /** The status code. */
  public int status() {
    return status;
  }

  /** The MIME type; empty when there is no body. */
  public String contentType() {
    return contentType;
  }

  /** The body. */
  public byte[] body() {
    return body;
  }

  /** Headers beside the type and the length. */
  public Map<String, String> headers() {
    return headers;
  }
}
