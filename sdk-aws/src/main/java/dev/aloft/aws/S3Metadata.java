package dev.aloft.aws;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The texts that lie beside an object, as headers can carry them: names without upper-case letters,
 * everything in ASCII. What headers cannot carry is written as {@code %} and two digits for each
 * byte of UTF-8.
 */
final class S3Metadata {
  private static final String PLAIN_NAME = "abcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final String PLAIN_VALUE =
      PLAIN_NAME + "ABCDEFGHIJKLMNOPQRSTUVWXYZ .,:;/=+@!?*()[]{}'\"<>&#$^~|\\";
  private static final int HEX = 16;

  private S3Metadata() {}

  static Map<String, String> write(Map<String, String> texts) {
    return map(texts, name -> escape(name, PLAIN_NAME), S3Metadata::value);
  }

  static Map<String, String> read(Map<String, String> headers) {
    return map(headers, S3Metadata::unescape, S3Metadata::unescape);
  }

  /** Spaces at the ends are lost in a header. */
  private static String value(String text) {
    boolean trimmed = !text.equals(text.strip());
    return escape(text, trimmed ? PLAIN_VALUE.replace(" ", "") : PLAIN_VALUE);
  }

  private static Map<String, String> map(
      Map<String, String> texts, UnaryOperator<String> names, UnaryOperator<String> values) {
    Map<String, String> mapped = new LinkedHashMap<>();
    texts.forEach((name, value) -> mapped.put(names.apply(name), values.apply(value)));
    return mapped;
  }

  private static String escape(String text, String plain) {
    StringBuilder escaped = new StringBuilder();
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (one & 0xff);
      if (plain.indexOf(character) >= 0) {
        escaped.append(character);
      } else {
        escaped.append(String.format("%%%02x", one & 0xff));
      }
    }
    return escaped.toString();
  }

  /** A text that nobody escaped stays as it is. */
  private static String unescape(String text) {
    byte[] bytes = new byte[text.length()];
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      int code = character == '%' ? code(text, i) : -1;
      if (character > 0x7e || (character == '%' && code < 0)) {
        return text;
      }
      bytes[count++] = (byte) (code < 0 ? character : code);
      i += code < 0 ? 0 : 2;
    }
    return new String(bytes, 0, count, StandardCharsets.UTF_8);
  }

  private static int code(String text, int at) {
    if (at + 2 >= text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(at + 1), HEX);
    int low = Character.digit(text.charAt(at + 2), HEX);
    return high < 0 || low < 0 ? -1 : high * HEX + low;
  }
}
