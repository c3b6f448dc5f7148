package dev.aloft.fake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status the status
 * @param headers the headers
 * @param length how many bytes the body has, or would have where a HEAD is answered; {@link
 *     #UNKNOWN} to send it in chunks
 * @param body writes the body
 */
public record Answer(int status, Map<String, String> headers, long length, Body body) {

  /** The length of a body that is written until it ends. */
  public static final long UNKNOWN = -1;

  /** Writes a body. */
  @FunctionalInterface
  public interface Body {
    /** Writes all of it. Not asked where a HEAD is answered. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Copies the map. */
  public Answer {
    headers = Map.copyOf(headers);
  }

  /** An answer without a body. */
  public static Answer empty(int status) {
    return new Answer(status, Map.of(), 0, out -> {});
  }

  /** An answer of bytes. */
  public static Answer of(int status, String contentType, byte[] bytes) {
    return new Answer(
        status, Map.of("Content-Type", contentType), bytes.length, out -> out.write(bytes));
  }

  /** An answer of text. */
  public static Answer of(int status, String contentType, String text) {
    return of(status, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same with one more header. */
  public Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, length, body);
  }

  /** The body in memory. */
  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      body.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
