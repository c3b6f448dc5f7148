package dev.aloft.aws;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * A request as single fields: paths with their values as JSON. Lists of named things are taken by
 * name, as their order means nothing.
 */
final class RequestFields {
  private static final List<String> NAMES =
      List.of("ChannelName", "Key", "Name", "VariantName", "PolicyName");

  private RequestFields() {}

  static Map<String, String> of(JsonNode request) {
    Map<String, String> fields = new TreeMap<>();
    add("", request, fields);
    return fields;
  }

  private static void add(String path, JsonNode node, Map<String, String> fields) {
    if (node.isObject() && !node.isEmpty()) {
      node.properties().forEach(one -> add(path + "/" + one.getKey(), one.getValue(), fields));
    } else if (node.isArray() && !node.isEmpty()) {
      for (int i = 0; i < node.size(); i++) {
        add(path + "/" + label(node.get(i), i), node.get(i), fields);
      }
    } else {
      fields.put(
          path,
          node.isNumber()
              ? node.decimalValue().stripTrailingZeros().toPlainString()
              : node.toString());
    }
  }

  private static String label(JsonNode item, int position) {
    for (String name : NAMES) {
      if (item.has(name)) {
        return item.get(name).asString();
      }
    }
    return Integer.toString(position);
  }
}
