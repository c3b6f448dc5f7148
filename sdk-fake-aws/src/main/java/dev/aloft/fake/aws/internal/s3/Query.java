package dev.aloft.fake.aws.internal.s3;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a request's address. Immutable. */
final class Query {
  private final Map<String, String> values = new LinkedHashMap<>();

  private Query() {}

  static Query of(String text) {
    Query query = new Query();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = Texts.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
      if (!name.isEmpty()) {
        String value = equals < 0 ? "" : Texts.decodeQuery(pair.substring(equals + 1));
        query.values.putIfAbsent(name, value);
      }
    }
    return query;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** A parameter; null when it is missing. */
  @Nullable String get(String name) {
    return values.get(name);
  }

  /** A parameter; empty when it is missing. */
  String text(String name) {
    return values.getOrDefault(name, "");
  }

  /** A header that a presigned address carries instead, by lower-case name; null when missing. */
  @Nullable String header(String name) {
    for (Map.Entry<String, String> one : values.entrySet()) {
      if (one.getKey().equalsIgnoreCase(name)) {
        return one.getValue();
      }
    }
    return null;
  }

  /** The parameters with such a beginning, by name. */
  Map<String, String> all() {
    return values;
  }

  /** A count, at most 1,000, which is also what it is when it is missing. */
  int count(String name) {
    String text = get(name);
    if (text == null || text.isEmpty()) {
      return 1000;
    }
    try {
      int count = Integer.parseInt(text);
      if (count >= 0) {
        return Math.min(count, 1000);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw S3Failure.invalidArgument(
        name, text, "Provided " + name + " not an integer or within integer range");
  }
}
