package dev.aloft.fake.aws;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an update takes over from the variants of the same names.
 *
 * @param weights whether their weights
 * @param counts whether how many machines they have
 */
record Retention(boolean weights, boolean counts) {

  /** Reads an UpdateEndpoint. */
  static Retention of(ObjectNode input) {
    Set<String> excluded = new HashSet<>();
    input
        .path("ExcludeRetainedVariantProperties")
        .forEach(property -> excluded.add(property.path("VariantPropertyType").asString("")));
    boolean all = input.path("RetainAllVariantProperties").asBoolean(false);
    return new Retention(
        all && !excluded.contains("DesiredWeight"),
        all && !excluded.contains("DesiredInstanceCount"));
  }

  /** Gives the new variants what they take over. */
  void apply(Fleet old, Fleet next) {
    for (FleetVariant variant : next.variants()) {
      old.variant(variant.name())
          .ifPresent(
              before -> {
                if (weights) {
                  variant.desireWeight(before.desiredWeight());
                }
                if (counts && !variant.variant().isServerless() && before.desiredCount() > 0) {
                  variant.desireCount(before.desiredCount());
                }
              });
    }
  }
}
