package dev.aloft.local.disk;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON documents that a person can read, without an object mapper, which alone would take half as
 * long to start as all of Aloft. Broken numbers keep their digits. Stateless.
 */
public final class Json {
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

  private Json() {}

  /** An empty document. */
  public static ObjectNode object() {
    return NODES.objectNode();
  }

  /**
   * The node for a Java value: text, number, boolean, null, collection or map.
   *
   * @throws IllegalArgumentException for any other
   */
  public static JsonNode of(@Nullable Object value) {
    if (value == null) {
      return NODES.nullNode();
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = NODES.objectNode();
      map.forEach((name, inner) -> object.set(String.valueOf(name), of(inner)));
      return object;
    }
    if (value instanceof Collection<?> collection) {
      ArrayNode array = NODES.arrayNode(collection.size());
      collection.forEach(item -> array.add(of(item)));
      return array;
    }
    if (value instanceof CharSequence) {
      return NODES.stringNode(value.toString());
    }
    if (value instanceof Boolean flag) {
      return NODES.booleanNode(flag);
    }
    if (value instanceof Number number) {
      return number(number);
    }
    throw new IllegalArgumentException("no JSON for " + value.getClass().getName());
  }

  private static JsonNode number(Number number) {
    if (number instanceof Double broken) {
      return NODES.numberNode(broken.doubleValue());
    }
    if (number instanceof Float single) {
      return NODES.numberNode(single.floatValue());
    }
    if (number instanceof BigDecimal decimal) {
      return NODES.numberNode(decimal);
    }
    return number instanceof Integer || number instanceof Long
        ? NODES.numberNode(number.longValue())
        : NODES.numberNode(new BigInteger(number.toString()));
  }

  /** The text of a document, indented. */
  public static String write(JsonNode document) {
    return text(document, INDENTED) + "\n";
  }

  /** The text of a document, on one line without its end. */
  public static String line(JsonNode document) {
    return text(document, ObjectWriteContext.empty());
  }

  private static String text(JsonNode document, ObjectWriteContext context) {
    StringWriter text = new StringWriter();
    try (JsonParser nodes = document.traverse(ObjectReadContext.empty());
        JsonGenerator json = FACTORY.createGenerator(context, text)) {
      nodes.nextToken();
      json.copyCurrentStructure(nodes);
    }
    return text.toString();
  }

  /**
   * Reads a document.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   * @throws IOException also when it is no JSON
   */
  public static JsonNode read(Path file) throws IOException {
    String text = Files.readString(file);
    try {
      return parse(text);
    } catch (JacksonException e) {
      throw new IOException(file + " is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The document of a text; a missing node when there is nothing but white space in it.
   *
   * @throws JacksonException when it is no JSON
   */
  public static JsonNode parse(String text) {
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return JsonReading.document(json);
    }
  }

  /** The texts of an object, in its order. */
  public static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
    return texts;
  }

  /** The texts of an array. */
  public static List<String> list(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asString("")));
    return texts;
  }
}
