package dev.aloft.fake.aws;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds in a message what it is about. */
final class Resources {
  private static final List<String> ENDINGS = List.of("Name", "Arn", "Id", "Code", "ResourceId");

  private Resources() {}

  /** The name, else the ARN or id, of what the operation's last words name; empty when unknown. */
  static String of(String operation, ObjectNode input) {
    String thing = operation.replaceFirst("^[A-Z][a-z]+", "");
    for (String ending : ENDINGS) {
      String value = text(input, thing + ending);
      if (!value.isEmpty()) {
        return value;
      }
    }
    for (String ending : ENDINGS) {
      for (String member : input.propertyNames()) {
        if (capitalised(member).endsWith(ending) && !text(input, member).isEmpty()) {
          return text(input, member);
        }
      }
    }
    return "";
  }

  private static String text(ObjectNode input, String member) {
    JsonNode value = input.get(member);
    return value != null && value.isString() ? value.asString() : "";
  }

  private static String capitalised(String member) {
    return Character.toUpperCase(member.charAt(0)) + member.substring(1);
  }
}
