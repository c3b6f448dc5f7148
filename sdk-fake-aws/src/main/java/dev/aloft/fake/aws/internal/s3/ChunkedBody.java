package dev.aloft.fake.aws.internal.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes inside of an {@code aws-chunked} body: chunks with their length, and signature if they
 * have one, and trailing headers after the last.
 */
final class ChunkedBody extends InputStream {
  private static final int LONGEST_LINE = 16 * 1024;

  private final InputStream in;
  private final Map<String, String> trailers = new LinkedHashMap<>();
  private long left;
  private boolean started;
  private boolean ended;

  ChunkedBody(InputStream in) {
    this.in = in;
  }

  /** The headers after the last chunk, by lower-case name; complete at the end of the stream. */
  Map<String, String> trailers() {
    return trailers;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int count = in.read(buffer, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw incomplete();
    }
    left -= count;
    return count;
  }

  private void nextChunk() throws IOException {
    if (started && !"".equals(line())) {
      throw incomplete();
    }
    started = true;
    String head = line();
    if (head == null) {
      throw incomplete();
    }
    int semicolon = head.indexOf(';');
    String size = (semicolon < 0 ? head : head.substring(0, semicolon)).trim();
    try {
      left = Long.parseUnsignedLong(size, 16);
    } catch (NumberFormatException e) {
      throw incomplete();
    }
    if (left < 0) {
      throw incomplete();
    }
    if (left == 0) {
      ended = true;
      readTrailers();
    }
  }

  private void readTrailers() throws IOException {
    for (String line = line(); line != null; line = line()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        trailers.put(
            line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).trim());
      } else if (!line.isEmpty()) {
        throw new S3Failure(
            400,
            "MalformedTrailerError",
            "The request contained trailing data that was not well-formed or did not conform to"
                + " our published schema.");
      }
    }
  }

  /** A line without its end; null at the end of the body. */
  private @Nullable String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() == LONGEST_LINE) {
        throw incomplete();
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private static S3Failure incomplete() {
    return new S3Failure(400, "IncompleteBody", "The request body terminated unexpectedly");
  }
}
