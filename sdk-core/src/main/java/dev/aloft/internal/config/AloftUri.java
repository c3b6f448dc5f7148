package dev.aloft.internal.config;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A client's URI: {@code scheme:path?name=value&…}. Only percent signs are decoded. Its text may
 * hold secrets and is never printed beyond the question mark.
 *
 * @param scheme the provider
 * @param path what stands before the question mark; may be empty
 * @param settings the settings, in order
 */
public record AloftUri(String scheme, String path, Map<String, String> settings) {

  /** Keeps the order of the map. */
  public AloftUri {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /**
   * Reads the text form.
   *
   * @throws AloftException INVALID_REQUEST when it is none
   */
  public static AloftUri parse(String text) {
    int question = text.indexOf('?');
    String head = question < 0 ? text : text.substring(0, question);
    int colon = head.indexOf(':');
    if (colon < 0 || !head.substring(0, colon).matches("[a-z][a-z0-9]*")) {
      throw bad(head, "a URI reads provider: or provider:?name=value&name=value");
    }
    if (text.indexOf('#') >= 0) {
      throw bad(head, "a # must be written %23");
    }
    String query = question < 0 ? "" : text.substring(question + 1);
    return new AloftUri(
        head.substring(0, colon), path(head, head.substring(colon + 1)), settings(head, query));
  }

  /** The part before the question mark; the settings may hold secrets. */
  @Override
  public String toString() {
    return scheme + ":" + path + (settings.isEmpty() ? "" : "?…");
  }

  private static String path(String head, String text) {
    if (text.startsWith("//") && !text.startsWith("///")) {
      throw bad(head, "there is no host in this URI: leave out the //");
    }
    return decode(head, text.startsWith("///") ? text.substring(2) : text);
  }

  private static Map<String, String> settings(String head, String query) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw bad(head, "each setting reads name=value");
      }
      String name = decode(head, pair.substring(0, equals));
      if (settings.put(name, decode(head, pair.substring(equals + 1))) != null) {
        throw bad(head, "the setting \"" + name + "\" stands there twice");
      }
    }
    return settings;
  }

  private static String decode(String head, String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '%') {
        int end = text.offsetByCodePoints(i, 1);
        bytes.writeBytes(text.substring(i, end).getBytes(StandardCharsets.UTF_8));
        i = end - 1;
      } else if (text.substring(i).matches("(?s)%[0-9a-fA-F]{2}.*")) {
        bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        throw bad(head, "a % must be written %25");
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static AloftException bad(String head, String why) {
    return AloftException.of(ErrorCode.INVALID_REQUEST, "\"" + head + "\" cannot be opened: " + why)
        .effect(Effect.NONE)
        .build();
  }
}
