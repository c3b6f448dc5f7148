package dev.aloft.local.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON documents that a person can read. Broken numbers keep their digits. Stateless. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  /** An empty document. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The node for a Java value: text, number, boolean, null, list or map. */
  public static JsonNode of(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** The text of a document, indented. */
  public static String write(JsonNode document) {
    return MAPPER.writeValueAsString(document) + "\n";
  }

  /** The text of a document, on one line without its end. */
  public static String line(JsonNode document) {
    return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(document);
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
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new IOException(file + " is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The document of a text that was written here.
   *
   * @throws JacksonException when it is no JSON
   */
  public static JsonNode parse(String text) {
    return MAPPER.readTree(text);
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
