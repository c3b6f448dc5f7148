package dev.aloft.fake.aws;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A wish for a variant's weight or machines. Pure functions. */
final class VariantChange {
  private VariantChange() {}

  /** Refuses what cannot be wished for. */
  static void check(JsonNode wish, Endpoint endpoint) {
    String name = wish.path("VariantName").asString();
    FleetVariant variant =
        endpoint
            .fleet()
            .variant(name)
            .orElseThrow(
                () ->
                    AwsFailure.validation(
                        "Could not find variant \""
                            + name
                            + "\" of endpoint \""
                            + endpoint.arn()
                            + "\"."));
    boolean counts = wish.has("DesiredInstanceCount");
    if (counts && variant.variant().isServerless()) {
      throw AwsFailure.validation(
          "DesiredInstanceCount is not supported for serverless variant \"" + name + "\".");
    }
    boolean maySleep = endpoint.fleet().config().isAsynchronous() || variant.containers().isEmpty();
    if (counts && wish.path("DesiredInstanceCount").asInt() == 0 && !maySleep) {
      throw AwsFailure.validation(
          "DesiredInstanceCount of variant \"" + name + "\" must be at least 1.");
    }
    if (wish.has("ServerlessUpdateConfig") && !variant.variant().isServerless()) {
      throw AwsFailure.validation(
          "ServerlessUpdateConfig is supported for serverless variants only.");
    }
  }

  /** Wishes for it. */
  static void apply(JsonNode wish, Fleet fleet) {
    FleetVariant variant = fleet.variant(wish.path("VariantName").asString()).orElseThrow();
    if (wish.has("DesiredWeight")) {
      variant.desireWeight(wish.path("DesiredWeight").asDouble());
    }
    if (wish.has("DesiredInstanceCount")) {
      variant.desireCount(wish.path("DesiredInstanceCount").asInt());
    }
    ObjectNode serverless = variant.serverless();
    if (serverless != null && wish.path("ServerlessUpdateConfig") instanceof ObjectNode update) {
      ObjectNode changed = serverless.deepCopy();
      changed.setAll(update);
      variant.serverless(changed);
    }
  }
}
