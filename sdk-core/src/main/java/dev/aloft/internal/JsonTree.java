package dev.aloft.internal;

import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trees of small documents, read and written without an object mapper: the first mapper of a
 * process loads 900 classes, which would be a third of the way to the first prediction. Stateless.
 */
public final class JsonTree {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectWriteContext INDENTED =
      new ObjectWriteContext.Base() {
        @Override
        public PrettyPrinter getPrettyPrinter() {
          return new DefaultPrettyPrinter();
        }

        @Override
        public boolean hasPrettyPrinter() {
          return true;
        }
      };

  private JsonTree() {}

  /** An empty document. */
  public static ObjectNode object() {
    return NODES.objectNode();
  }

  /**
   * Reads a document; a text of nothing but white space gives a missing node.
   *
   * @throws tools.jackson.core.JacksonException when it is no JSON
   */
  public static JsonNode read(String text) {
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (json.nextToken() == null) {
        return NODES.missingNode();
      }
      JsonNode document = node(json);
      if (json.nextToken() != null) {
        throw new StreamReadException(json, "there is more after the end of the document");
      }
      return document;
    }
  }

  // the parser limits the depth
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

  /** The nearest double; with its own digits only where that would be infinite. */
  private static JsonNode broken(JsonParser json) {
    double nearest = json.getDoubleValue();
    return Double.isFinite(nearest)
        ? NODES.numberNode(nearest)
        : NODES.numberNode(json.getDecimalValue());
  }

  private static JsonNode whole(JsonParser json) {
    return switch (json.getNumberType()) {
      case INT -> NODES.numberNode(json.getIntValue());
      case LONG -> NODES.numberNode(json.getLongValue());
      default -> NODES.numberNode(json.getBigIntegerValue());
    };
  }

  /** The text of a document, indented, with a line end. */
  public static String write(JsonNode document) {
    StringWriter text = new StringWriter();
    try (JsonParser nodes = document.traverse(ObjectReadContext.empty());
        JsonGenerator json = FACTORY.createGenerator(INDENTED, text)) {
      nodes.nextToken();
      json.copyCurrentStructure(nodes);
    }
    return text + "\n";
  }
}
