package dev.aloft.fake.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** How the JSON protocol writes the types of a service model. */
final class JsonTypes {
  private static final Set<String> WHOLE = Set.of("integer", "long", "short", "byte", "bigInteger");
  private static final Set<String> REAL = Set.of("float", "double", "bigDecimal");
  private static final Set<String> NO_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

  private JsonTypes() {}

  /** Whether a value is written as a type is. */
  static boolean fits(String type, JsonNode value) {
    if (WHOLE.contains(type)) {
      return value.isIntegralNumber();
    }
    if (REAL.contains(type)) {
      return value.isNumber() || (value.isString() && NO_NUMBERS.contains(value.asString()));
    }
    return switch (type) {
      case "string", "blob" -> value.isString();
      case "boolean" -> value.isBoolean();
      case "timestamp" -> value.isNumber();
      case "list" -> value.isArray();
      case "structure", "map" -> value.isObject();
      default -> true;
    };
  }

  /**
   * Refuses a value that is written in another way.
   *
   * @throws AwsFailure SerializationException
   */
  static void check(String type, JsonNode value) {
    if (fits(type, value)) {
      return;
    }
    if (value.isArray()) {
      throw AwsFailure.serialization("Start of list found where not expected");
    }
    if (value.isObject()) {
      throw AwsFailure.serialization("Start of structure or map found where not expected.");
    }
    throw AwsFailure.serialization(token(value) + " cannot be converted to " + capitalised(type));
  }

  private static String token(JsonNode value) {
    if (value.isBoolean()) {
      return value.asBoolean() ? "TRUE_VALUE" : "FALSE_VALUE";
    }
    if (value.isNull()) {
      return "NULL_VALUE";
    }
    if (value.isNumber()) {
      return value.isIntegralNumber() ? "NUMBER_VALUE" : "DECIMAL_VALUE";
    }
    return "STRING_VALUE";
  }

  private static String capitalised(String type) {
    return Character.toUpperCase(type.charAt(0)) + type.substring(1);
  }

  /** A value as the vendor's messages write it. */
  static String text(JsonNode value) {
    if (value.isArray()) {
      List<String> elements = new ArrayList<>();
      value.forEach(element -> elements.add(text(element)));
      return elements.toString();
    }
    if (value.isObject()) {
      List<String> members = new ArrayList<>();
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        members.add(member.getKey() + "=" + text(member.getValue()));
      }
      return "{" + String.join(", ", members) + "}";
    }
    return value.asString();
  }
}
