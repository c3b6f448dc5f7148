package dev.aloft.fake.aws;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Search operation: whole records, tags included, by any of their properties. Its index lags
 * behind what was made by {@link Stage#SEARCH_LAG}. Guarded by the clock's monitor.
 */
final class Search {
  private static final int USUAL_PAGE = 10;

  private final Cloud cloud;
  private final Map<String, Supplier<Stream<Found>>> sources = new HashMap<>();

  Search(Cloud cloud) {
    this.cloud = cloud;
  }

  /**
   * A resource that may be found.
   *
   * @param created when it was made
   * @param record its whole record, tags included
   */
  record Found(Instant created, Supplier<ObjectNode> record) {}

  /**
   * Lets resources of a type be found.
   *
   * @param type such as {@code ModelPackageGroup}, which is the member of a result as well
   */
  void source(String type, Supplier<Stream<Found>> resources) {
    sources.put(type, resources);
  }

  /** Serves the operation. */
  void serve(JsonService sagemaker) {
    sagemaker.on("Search", (input, caller) -> search(input));
  }

  private ObjectNode search(ObjectNode input) {
    String type = input.path("Resource").asString();
    Supplier<Stream<Found>> source = sources.get(type);
    if (source == null) {
      throw AwsFailure.validation("Resource: " + type + " cannot be searched for here.");
    }
    SearchCondition condition = SearchCondition.of(input.path("SearchExpression"));
    Duration lag = cloud.timetable().of(Stage.SEARCH_LAG);
    Instant indexed = cloud.clock().now().minus(lag);
    List<ObjectNode> records = new ArrayList<>();
    source
        .get()
        .filter(one -> !one.created().isAfter(indexed))
        .map(one -> one.record().get())
        .filter(condition::holds)
        .forEach(records::add);
    sort(records, input);
    return page(records, type, input);
  }

  private static void sort(List<ObjectNode> records, ObjectNode input) {
    String property = input.path("SortBy").asString("LastModifiedTime");
    Comparator<ObjectNode> order =
        (left, right) ->
            SearchCondition.compare(
                SearchCondition.first(left, property), SearchCondition.first(right, property));
    boolean up = input.path("SortOrder").asString("Descending").equals("Ascending");
    records.sort(up ? order : order.reversed());
  }

  private static ObjectNode page(List<ObjectNode> records, String type, ObjectNode input) {
    int begin = Math.min(begin(input), records.size());
    int end = Math.min(records.size(), begin + input.path("MaxResults").asInt(USUAL_PAGE));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode results = answer.putArray("Results");
    records.subList(begin, end).forEach(one -> results.addObject().set(type, one));
    if (end < records.size()) {
      String place = "search:" + end;
      answer.put(
          "NextToken",
          Base64.getUrlEncoder().encodeToString(place.getBytes(StandardCharsets.UTF_8)));
    }
    answer.putObject("TotalHits").put("Value", records.size()).put("Relation", "EqualTo");
    return answer;
  }

  private static int begin(ObjectNode input) {
    JsonNode token = input.path("NextToken");
    if (token.isMissingNode() || token.asString().isEmpty()) {
      return 0;
    }
    try {
      String place =
          new String(Base64.getUrlDecoder().decode(token.asString()), StandardCharsets.UTF_8);
      if (place.startsWith("search:")) {
        return Integer.parseInt(place.substring("search:".length()));
      }
    } catch (IllegalArgumentException e) {
      throw AwsFailure.validation("Invalid NextToken.");
    }
    throw AwsFailure.validation("Invalid NextToken.");
  }
}
