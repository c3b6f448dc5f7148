package dev.aloft.fake.aws;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks a request's members, and tells each fault in the vendor's words. For one request. */
final class InputCheck {
  // past this a value is only told that it is too long, since matching it could take for ever
  private static final int LONGEST_MATCHED = 4096;

  private final ServiceModel model;
  private final List<String> violations = new ArrayList<>();

  InputCheck(ServiceModel model) {
    this.model = model;
  }

  /**
   * Checks a whole message.
   *
   * @return what is wrong with its values
   * @throws AwsFailure SerializationException when a value has the wrong type
   */
  List<String> check(String shape, ObjectNode message) {
    structure(model.shape(shape), message, "");
    return List.copyOf(violations);
  }

  private void structure(Shape shape, JsonNode value, String path) {
    for (Map.Entry<String, String> member : shape.members().entrySet()) {
      String name = member.getKey();
      String place = path.isEmpty() ? lower(name) : path + "." + lower(name);
      JsonNode there = value.get(name);
      if (there == null || there.isNull()) {
        if (shape.required().contains(name)) {
          violations.add(
              "Value null at '"
                  + place
                  + "' failed to satisfy constraint: Member must not be null");
        }
      } else {
        value(model.shape(member.getValue()), there, place);
      }
    }
  }

  private void value(Shape shape, JsonNode value, String place) {
    JsonTypes.check(shape.type(), value);
    switch (shape.type()) {
      case "structure" -> structure(shape, value, place);
      case "list" -> list(shape, value, place);
      case "map" -> map(shape, value, place);
      default -> add(value, place, constraints(shape, value));
    }
  }

  private void list(Shape shape, JsonNode list, String place) {
    add(list, place, size(shape, list.size()));
    String element = shape.element();
    if (element != null) {
      for (int i = 0; i < list.size(); i++) {
        if (!list.get(i).isNull()) {
          value(model.shape(element), list.get(i), place + "." + (i + 1) + ".member");
        }
      }
    }
  }

  private void map(Shape shape, JsonNode map, String place) {
    add(map, place, size(shape, map.size()));
    if (shape.key() == null || shape.element() == null) {
      return;
    }
    Shape keys = model.shape(shape.key());
    Shape values = model.shape(shape.element());
    boolean badKey = false;
    boolean badValue = false;
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      badKey |= !texts(keys, entry.getKey()).isEmpty();
      JsonNode value = entry.getValue();
      if (values.type().equals("structure") || values.type().equals("list")) {
        value(values, value, place + "." + entry.getKey() + ".member");
      } else if (!value.isNull()) {
        JsonTypes.check(values.type(), value);
        badValue |= !constraints(values, value).isEmpty();
      }
    }
    if (badKey) {
      add(map, place, List.of("Map keys must satisfy constraint: " + all(keys)));
    }
    if (badValue) {
      add(map, place, List.of("Map value must satisfy constraint: " + all(values)));
    }
  }

  private void add(JsonNode value, String place, List<String> constraints) {
    for (String constraint : constraints) {
      violations.add(
          "Value '"
              + JsonTypes.text(value)
              + "' at '"
              + place
              + "' failed to satisfy constraint: "
              + constraint);
    }
  }

  private static List<String> constraints(Shape shape, JsonNode value) {
    return value.isString() ? texts(shape, value.asString()) : numbers(shape, value);
  }

  private static List<String> texts(Shape shape, String text) {
    List<String> broken = new ArrayList<>();
    if (!shape.allowed().isEmpty()) {
      if (!shape.allowed().contains(text)) {
        broken.add("Member must satisfy enum value set: " + shape.allowed());
      }
      return broken;
    }
    broken.addAll(size(shape, text.codePointCount(0, text.length())));
    boolean matched = broken.isEmpty() || text.length() <= LONGEST_MATCHED;
    if (shape.pattern() != null && matched && !shape.pattern().matcher(text).matches()) {
      broken.add("Member must satisfy regular expression pattern: " + shape.pattern());
    }
    return broken;
  }

  private static List<String> size(Shape shape, int size) {
    List<String> broken = new ArrayList<>();
    if (shape.min() != null && size < shape.min()) {
      broken.add("Member must have length greater than or equal to " + plain(shape.min()));
    }
    if (shape.max() != null && size > shape.max()) {
      broken.add("Member must have length less than or equal to " + plain(shape.max()));
    }
    return broken;
  }

  private static List<String> numbers(Shape shape, JsonNode value) {
    List<String> broken = new ArrayList<>();
    if (value.isNumber() && shape.min() != null && value.asDouble() < shape.min()) {
      broken.add("Member must have value greater than or equal to " + plain(shape.min()));
    }
    if (value.isNumber() && shape.max() != null && value.asDouble() > shape.max()) {
      broken.add("Member must have value less than or equal to " + plain(shape.max()));
    }
    return broken;
  }

  private static List<String> all(Shape shape) {
    List<String> all = new ArrayList<>();
    if (shape.max() != null) {
      all.add("Member must have length less than or equal to " + plain(shape.max()));
    }
    if (shape.min() != null) {
      all.add("Member must have length greater than or equal to " + plain(shape.min()));
    }
    if (shape.pattern() != null) {
      all.add("Member must satisfy regular expression pattern: " + shape.pattern());
    }
    return all;
  }

  private static String plain(@Nullable Double number) {
    return number == null ? "" : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static String lower(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
