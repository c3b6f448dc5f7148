package dev.aloft.internal.codec;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A content type.
 *
 * @param name type and subtype in lower case, empty when none was given
 * @param parameters the parameters, names in lower case
 */
record MediaType(String name, Map<String, String> parameters) {
  static final String JSON = "application/json";
  static final String CSV = "text/csv";

  static MediaType parse(String header) {
    String[] parts = header.split(";", -1);
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].split("=", 2);
      String value = pair.length < 2 ? "" : pair[1].strip();
      boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
      parameters.put(
          pair[0].strip().toLowerCase(Locale.ROOT),
          quoted ? value.substring(1, value.length() - 1) : value);
    }
    parameters.remove("");
    return new MediaType(parts[0].strip().toLowerCase(Locale.ROOT), parameters);
  }

  /** Whether a header names this type, whatever its parameters. */
  static boolean is(String header, String wanted) {
    return parse(header).name().equals(wanted);
  }

  /** Takes JSON, and callers who do not say. */
  static void requireJson(String header) {
    String name = parse(header).name();
    if (!name.isEmpty() && !name.equals(JSON)) {
      throw unsupported(header, JSON);
    }
  }

  static AloftException unsupported(String header, String wanted) {
    return AloftException.of(
            ErrorCode.UNSUPPORTED,
            "the content type \"" + header + "\" is not understood; send " + wanted)
        .build();
  }
}
