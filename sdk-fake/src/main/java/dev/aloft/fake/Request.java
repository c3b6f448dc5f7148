package dev.aloft.fake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it arrived.
 *
 * @param method such as {@code PUT}
 * @param path the path as it was sent, percent signs and all, without the query
 * @param query the query as it was sent, without the question mark; empty when there is none
 * @param headers by lower-case name
 * @param body the bytes as they were sent; read once, unless the request is held in memory
 */
public record Request(
    String method, String path, String query, Map<String, List<String>> headers, InputStream body) {

  /** The first value of a header, null when it is missing. */
  public @Nullable String header(String name) {
    List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  /**
   * The same request with its body in memory, so that {@link #bytes} can be asked again and again.
   *
   * @param limit how many bytes are read at most; what is beyond stays unread
   */
  public Request inMemory(int limit) throws IOException {
    byte[] bytes = body.readNBytes(limit);
    return new Request(method, path, query, headers, new ByteArrayInputStream(bytes));
  }

  /** The whole body. May be asked again where the request is in memory. */
  public byte[] bytes() throws IOException {
    if (body instanceof ByteArrayInputStream) {
      body.reset();
    }
    return body.readAllBytes();
  }
}
