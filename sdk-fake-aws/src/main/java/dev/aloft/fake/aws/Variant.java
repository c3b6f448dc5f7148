package dev.aloft.fake.aws;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A production variant of an endpoint configuration.
 *
 * @param name its name
 * @param model its model; null where inference components bring theirs
 * @param instanceType its machines; null for serverless ones
 * @param count how many machines it begins with; 0 for serverless ones
 * @param weight its share of the requests, beside the others'
 * @param serverless its serverless part; null where it has machines
 */
record Variant(
    String name,
    @Nullable String model,
    @Nullable String instanceType,
    int count,
    double weight,
    @Nullable ObjectNode serverless) {

  static Variant of(JsonNode variant) {
    JsonNode serverless = variant.path("ServerlessConfig");
    return new Variant(
        variant.path("VariantName").asString(),
        text(variant.path("ModelName")),
        text(variant.path("InstanceType")),
        variant.path("InitialInstanceCount").asInt(0),
        variant.path("InitialVariantWeight").asDouble(1),
        serverless instanceof ObjectNode object ? object : null);
  }

  boolean isServerless() {
    return serverless != null;
  }

  /** Its machines, where it has some. */
  String machine() {
    return Objects.requireNonNullElse(instanceType, "");
  }

  private static @Nullable String text(JsonNode node) {
    return node.isString() ? node.asString() : null;
  }
}
