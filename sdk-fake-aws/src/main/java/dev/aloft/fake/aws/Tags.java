package dev.aloft.fake.aws;

import dev.aloft.fake.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The tags of SageMaker's resources, by their ARNs. Guarded by the clock's monitor. */
final class Tags {
  private static final int MOST = 50;

  private final FakeClock clock;
  private final Duration lag;
  private final Map<String, Map<String, String>> resources = new HashMap<>();
  private final Map<String, Instant> toldFrom = new HashMap<>();

  /**
   * No tags yet.
   *
   * @param lag for how long the tags of something new are not listed
   */
  Tags(FakeClock clock, Duration lag) {
    this.clock = clock;
    this.lag = lag;
  }

  /** Serves the operations on tags. */
  void serve(JsonService sagemaker) {
    sagemaker.on("AddTags", (input, caller) -> add(input));
    sagemaker.on("ListTags", (input, caller) -> list(input));
    sagemaker.on("DeleteTags", (input, caller) -> delete(input));
  }

  /**
   * Checks the {@code Tags} of a request that makes something.
   *
   * @throws AwsFailure ValidationException
   */
  static void check(JsonNode tags) {
    Set<String> keys = new HashSet<>();
    for (JsonNode tag : tags) {
      String key = tag.path("Key").asString();
      if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
        throw AwsFailure.validation(
            "aws: prefixed tag key names are not allowed for external use: " + key);
      }
      if (!keys.add(key)) {
        throw AwsFailure.validation("Duplicate tag keys found: " + key);
      }
    }
  }

  /** A resource that came into being, with the {@code Tags} of its request. */
  void declare(String arn, JsonNode tags) {
    resources.put(arn, read(tags));
    toldFrom.put(arn, clock.now().plus(lag));
  }

  /** A resource that is gone. */
  void drop(String arn) {
    resources.remove(arn);
    toldFrom.remove(arn);
  }

  /** A resource's tags, as answers and search records hold them. */
  ArrayNode of(String arn) {
    ArrayNode tags = JsonNodeFactory.instance.arrayNode();
    resources
        .getOrDefault(arn, Map.of())
        .forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
    return tags;
  }

  private ObjectNode add(ObjectNode input) {
    check(input.path("Tags"));
    String arn = arn(input);
    Map<String, String> tags = new LinkedHashMap<>(resources.getOrDefault(arn, Map.of()));
    tags.putAll(read(input.path("Tags")));
    if (tags.size() > MOST) {
      throw AwsFailure.validation("The number of tags exceeds the limit of " + MOST + ".");
    }
    resources.put(arn, tags);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("Tags", of(arn));
    return answer;
  }

  private ObjectNode list(ObjectNode input) {
    String arn = arn(input);
    boolean told = !clock.now().isBefore(toldFrom.getOrDefault(arn, Instant.EPOCH));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("Tags", told ? of(arn) : JsonNodeFactory.instance.arrayNode());
    return answer;
  }

  private ObjectNode delete(ObjectNode input) {
    Map<String, String> tags = new LinkedHashMap<>(resources.getOrDefault(arn(input), Map.of()));
    for (JsonNode key : input.path("TagKeys")) {
      tags.remove(key.asString());
    }
    resources.put(arn(input), compact(tags));
    return JsonNodeFactory.instance.objectNode();
  }

  private String arn(ObjectNode input) {
    String arn = input.path("ResourceArn").asString();
    if (!resources.containsKey(arn)) {
      throw AwsFailure.validation("Requested resource not found: " + arn);
    }
    return arn;
  }

  private static Map<String, String> read(JsonNode tags) {
    Map<String, String> read = new LinkedHashMap<>();
    for (JsonNode tag : tags) {
      read.put(tag.path("Key").asString(), tag.path("Value").asString(""));
    }
    return compact(read);
  }

  private static Map<String, String> compact(Map<String, String> tags) {
    return tags.isEmpty() ? Map.of() : tags;
  }
}
