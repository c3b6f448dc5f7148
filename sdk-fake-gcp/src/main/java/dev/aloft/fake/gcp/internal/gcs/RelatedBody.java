package dev.aloft.fake.gcp.internal.gcs;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A multipart/related body: what is said about an object, and its bytes, which are read as they
 * come.
 *
 * @param json the first part
 * @param contentType the second part's type; empty when it has none
 * @param bytes the second part's bytes
 */
record RelatedBody(JsonNode json, String contentType, InputStream bytes) {
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=(?:\"([^\"]+)\"|'([^']+)'|([^;\\s]+))", Pattern.CASE_INSENSITIVE);
  private static final int LONGEST_LINE = 64 << 10;
  private static final int LARGEST_JSON = 8 << 20;

  static RelatedBody read(String contentType, InputStream sent) throws IOException {
    Matcher found = BOUNDARY.matcher(contentType);
    if (!found.find()) {
      throw malformed();
    }
    String boundary =
        contentType.substring(found.start(), found.end()).replaceAll("^[^=]*=|[\"']", "");
    String delimiter = "--" + boundary;
    BufferedInputStream in = new BufferedInputStream(sent, 1 << 16);
    String line = line(in);
    while (!line.equals(delimiter)) {
      line = line(in);
    }
    headers(in);
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    for (line = line(in); !line.equals(delimiter); line = line(in)) {
      json.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
      if (json.size() > LARGEST_JSON) {
        throw malformed();
      }
    }
    String type = headers(in).getOrDefault("content-type", "");
    byte[] end = ("\r\n" + delimiter).getBytes(StandardCharsets.UTF_8);
    return new RelatedBody(Call.json(json.toByteArray()), type, new LastPart(in, end));
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).trim().toLowerCase(Locale.ROOT);
        headers.put(name, line.substring(colon + 1).trim());
      }
    }
    return headers;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int one = in.read(); one != '\n'; one = in.read()) {
      if (one < 0 || line.size() > LONGEST_LINE * 16) {
        throw malformed();
      }
      line.write(one);
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private static GcsFailure malformed() {
    return new GcsFailure(400, "badContent", "Malformed multipart body.");
  }

  /** The bytes up to the delimiter at the very end. */
  private static final class LastPart extends FilterInputStream {
    private static final int AFTER_DELIMITER = 256;

    private final byte[] delimiter;
    private final byte[] held = new byte[1 << 16];
    private int from;
    private int to;
    private boolean ended;

    LastPart(InputStream in, byte[] delimiter) {
      super(in);
      this.delimiter = delimiter;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int kept = delimiter.length + AFTER_DELIMITER;
      while (!ended && to - from <= kept) {
        System.arraycopy(held, from, held, 0, to - from);
        to -= from;
        from = 0;
        int count = in.read(held, to, held.length - to);
        if (count < 0) {
          ended = true;
          to = end();
        } else {
          to += count;
        }
      }
      int ready = ended ? to - from : to - from - kept;
      if (ready <= 0) {
        return length == 0 ? 0 : -1;
      }
      int count = Math.min(ready, length);
      System.arraycopy(held, from, bytes, offset, count);
      from += count;
      return count;
    }

    private int end() {
      for (int at = to - delimiter.length; at >= from; at--) {
        if (Arrays.equals(held, at, at + delimiter.length, delimiter, 0, delimiter.length)) {
          return at;
        }
      }
      throw malformed();
    }
  }
}
