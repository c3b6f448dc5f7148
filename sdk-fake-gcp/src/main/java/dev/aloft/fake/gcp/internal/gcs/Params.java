package dev.aloft.fake.gcp.internal.gcs;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a request's address. Immutable. */
final class Params {
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, List<String>> all = new LinkedHashMap<>();

  private Params() {}

  static Params of(String query) {
    Params params = new Params();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (!name.isEmpty()) {
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        params.values.putIfAbsent(decode(name), value);
        params.all.computeIfAbsent(decode(name), key -> new ArrayList<>()).add(value);
      }
    }
    return params;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw GcsFailure.invalid("Invalid percent-encoding: " + text);
    }
  }

  /** A segment of a path; a plus sign stays what it is. */
  static String decodePath(String text) {
    return decode(text.replace("+", "%2B"));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  @Nullable String get(String name) {
    return values.get(name);
  }

  /** All of a parameter that may come several times. */
  List<String> all(String name) {
    return List.copyOf(all.getOrDefault(name, List.of()));
  }

  /** A parameter; empty when it is missing. */
  String text(String name) {
    return values.getOrDefault(name, "");
  }

  /** A parameter whatever the case of its name; empty when it is missing. */
  String anyCase(String name) {
    for (Map.Entry<String, String> one : values.entrySet()) {
      if (one.getKey().equalsIgnoreCase(name)) {
        return one.getValue();
      }
    }
    return "";
  }

  boolean isTrue(String name) {
    return text(name).equalsIgnoreCase("true");
  }

  /** A whole number; null when it is missing. */
  @Nullable Long number(String name) {
    String text = text(name);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw GcsFailure.invalid("Invalid value '" + text + "' for " + name + ".");
    }
  }

  /** How many may be in a page, 1,000 at most. */
  int pageSize() {
    Long most = number("maxResults");
    if (most != null && most < 0) {
      throw GcsFailure.invalid("Invalid value '" + most + "' for maxResults.");
    }
    return most == null || most == 0 ? 1000 : (int) Math.min(1000, most);
  }
}
