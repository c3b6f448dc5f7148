package dev.aloft.testkit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request in JSON as single fields, for {@link RequestDifferences}: paths such as {@code
 * /job/env/LEVEL/value} with their values as JSON. An empty object or list is a value.
 */
public final class RequestFields {
  private static final JsonMapper JSON = new JsonMapper();

  private RequestFields() {}

  /**
   * The fields of a request.
   *
   * @param json the request
   * @param names the fields that name the things of a list, whose order then means nothing, the
   *     first that a thing has; the things of other lists are called by their position
   */
  public static Map<String, String> of(String json, List<String> names) {
    Map<String, String> fields = new TreeMap<>();
    add("", JSON.readTree(json), names, fields);
    return fields;
  }

  private static void add(
      String path, JsonNode node, List<String> names, Map<String, String> fields) {
    if (node.isObject() && !node.isEmpty()) {
      node.properties()
          .forEach(one -> add(path + "/" + one.getKey(), one.getValue(), names, fields));
    } else if (node.isArray() && !node.isEmpty()) {
      for (int i = 0; i < node.size(); i++) {
        add(path + "/" + label(node.get(i), i, names), node.get(i), names, fields);
      }
    } else {
      fields.put(
          path,
          node.isNumber()
              ? node.decimalValue().stripTrailingZeros().toPlainString()
              : node.toString());
    }
  }

  private static String label(JsonNode item, int position, List<String> names) {
    return names.stream()
        .filter(item::has)
        .findFirst()
        .map(name -> item.get(name).asString())
        .orElse(Integer.toString(position));
  }
}
