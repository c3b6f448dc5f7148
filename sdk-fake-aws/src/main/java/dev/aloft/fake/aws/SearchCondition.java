package dev.aloft.fake.aws;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What a search asks of a record. */
@FunctionalInterface
interface SearchCondition {

  /** Whether it holds. */
  boolean holds(JsonNode record);

  /** The condition of a search expression; one that is missing holds for all. */
  static SearchCondition of(JsonNode expression) {
    List<SearchCondition> parts = new ArrayList<>();
    for (JsonNode filter : expression.path("Filters")) {
      parts.add(filter(filter));
    }
    for (JsonNode nested : expression.path("NestedFilters")) {
      parts.add(nested(nested));
    }
    for (JsonNode part : expression.path("SubExpressions")) {
      parts.add(of(part));
    }
    boolean any = expression.path("Operator").asString("And").equals("Or");
    return record ->
        parts.isEmpty()
            || (any
                ? parts.stream().anyMatch(part -> part.holds(record))
                : parts.stream().allMatch(part -> part.holds(record)));
  }

  private static SearchCondition nested(JsonNode nested) {
    String property = nested.path("NestedPropertyName").asString();
    List<SearchCondition> parts = new ArrayList<>();
    for (JsonNode filter : nested.path("Filters")) {
      String name = filter.path("Name").asString();
      String inner = name.startsWith(property + ".") ? name.substring(property.length() + 1) : name;
      parts.add(filter(filter, inner));
    }
    return record ->
        values(record, property)
            .flatMap(value -> value.isArray() ? value.valueStream() : Stream.of(value))
            .anyMatch(element -> parts.stream().allMatch(part -> part.holds(element)));
  }

  private static SearchCondition filter(JsonNode filter) {
    return filter(filter, filter.path("Name").asString());
  }

  private static SearchCondition filter(JsonNode filter, String name) {
    String value = filter.path("Value").asString("");
    String operator = filter.path("Operator").asString("Equals");
    return switch (operator) {
      case "Equals" -> record -> any(record, name, one -> compare(one, value) == 0);
      case "NotEquals" -> record -> !any(record, name, one -> compare(one, value) == 0);
      case "GreaterThan" -> record -> any(record, name, one -> compare(one, value) > 0);
      case "GreaterThanOrEqualTo" -> record -> any(record, name, one -> compare(one, value) >= 0);
      case "LessThan" -> record -> any(record, name, one -> compare(one, value) < 0);
      case "LessThanOrEqualTo" -> record -> any(record, name, one -> compare(one, value) <= 0);
      case "Contains" -> record -> any(record, name, one -> one.asString("").contains(value));
      case "In" ->
          record ->
              any(record, name, one -> List.of(value.split(",", -1)).contains(one.asString("")));
      case "Exists" -> record -> any(record, name, one -> true);
      case "NotExists" -> record -> !any(record, name, one -> true);
      default -> throw AwsFailure.validation("Unknown operator: " + operator);
    };
  }

  private static boolean any(JsonNode record, String name, SearchCondition condition) {
    return values(record, name).anyMatch(condition::holds);
  }

  /** The first value of a property, to sort by. */
  static JsonNode first(JsonNode record, String property) {
    return values(record, property).findFirst().orElse(MissingNode.getInstance());
  }

  private static Stream<JsonNode> values(JsonNode node, String path) {
    if (path.isEmpty()) {
      return node.isArray() ? node.valueStream() : Stream.of(node);
    }
    if (node.isArray()) {
      return node.valueStream().flatMap(one -> element(one, path));
    }
    if (node.has(path)) {
      return values(node.get(path), "");
    }
    int dot = path.indexOf('.');
    if (dot < 0 || !node.has(path.substring(0, dot))) {
      return Stream.empty();
    }
    return values(node.get(path.substring(0, dot)), path.substring(dot + 1));
  }

  private static Stream<JsonNode> element(JsonNode element, String path) {
    if (element.path("Key").isString() && element.path("Key").asString().equals(path)) {
      return Stream.of(element.path("Value"));
    }
    return values(element, path);
  }

  /** The order of two values; one that is missing is the least. */
  static int compare(JsonNode left, JsonNode right) {
    if (left.isNumber() && right.isNumber()) {
      return left.decimalValue().compareTo(right.decimalValue());
    }
    return left.asString("").compareTo(right.asString(""));
  }

  private static int compare(JsonNode actual, String value) {
    if (!actual.isNumber()) {
      return actual.asString("").compareTo(value);
    }
    try {
      return actual.decimalValue().compareTo(new BigDecimal(value));
    } catch (NumberFormatException e) {
      return actual.decimalValue().compareTo(seconds(value));
    }
  }

  private static BigDecimal seconds(String value) {
    try {
      OffsetDateTime time =
          value.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
              ? OffsetDateTime.parse(value)
              : LocalDateTime.parse(value).atOffset(ZoneOffset.UTC);
      return BigDecimal.valueOf(time.toInstant().toEpochMilli(), 3);
    } catch (DateTimeParseException e) {
      throw AwsFailure.validation("Value: " + value + " is no number and no time.");
    }
  }
}
