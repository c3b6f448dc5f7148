package dev.aloft.local.disk;

import java.math.BigDecimal;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The nodes of a document, token by token; the parser limits the depth. */
final class JsonReading {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonReading() {}

  static JsonNode document(JsonParser json) {
    if (json.nextToken() == null) {
      return NODES.missingNode();
    }
    JsonNode document = node(json);
    if (json.nextToken() != null) {
      throw new StreamReadException(json, "there is more after the end of the document");
    }
    return document;
  }

  private static JsonNode node(JsonParser json) {
    return switch (json.currentToken()) {
      case START_OBJECT -> members(json);
      case START_ARRAY -> items(json);
      case VALUE_STRING -> NODES.stringNode(json.getString());
      case VALUE_NUMBER_INT -> whole(json);
      case VALUE_NUMBER_FLOAT -> broken(json);
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      default -> NODES.nullNode();
    };
  }

  private static ObjectNode members(JsonParser json) {
    ObjectNode object = NODES.objectNode();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      object.set(name, node(json));
    }
    return object;
  }

  private static ArrayNode items(JsonParser json) {
    ArrayNode array = NODES.arrayNode();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      array.add(node(json));
    }
    return array;
  }

  /** With all its digits, and with the sign of a zero, which a decimal number does not have. */
  private static JsonNode broken(JsonParser json) {
    BigDecimal number = json.getDecimalValue();
    return number.signum() == 0 && json.getString().startsWith("-")
        ? NODES.numberNode(-0.0)
        : NODES.numberNode(number);
  }

  private static JsonNode whole(JsonParser json) {
    return switch (json.getNumberType()) {
      case INT -> NODES.numberNode(json.getIntValue());
      case LONG -> NODES.numberNode(json.getLongValue());
      default -> NODES.numberNode(json.getBigIntegerValue());
    };
  }
}
