package dev.aloft.fake.aws;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Refuses endpoints more machines than the account may have. Guarded by the clock's monitor. */
final class EndpointQuotas {
  private final Quotas quotas;
  private final Shelf<Endpoint> endpoints;

  EndpointQuotas(Quotas quotas, Shelf<Endpoint> endpoints) {
    this.quotas = quotas;
    this.endpoints = endpoints;
  }

  /**
   * Checks that there may be another fleet.
   *
   * @param share how much of it is there at once beside what it replaces
   */
  void check(Fleet fleet, double share) {
    Map<String, Integer> more = new TreeMap<>();
    for (FleetVariant variant : fleet.variants()) {
      int machines = (int) Math.ceil(variant.desiredCount() * share);
      more.merge(variant.variant().machine(), machines, Integer::sum);
    }
    more.forEach(this::check);
  }

  /** Checks that a fleet may have as many machines as are wished for. */
  void checkGrowth(Fleet fleet, JsonNode wishes) {
    Map<String, Integer> more = new TreeMap<>();
    for (JsonNode wish : wishes) {
      FleetVariant variant = fleet.variant(wish.path("VariantName").asString()).orElseThrow();
      int count = wish.path("DesiredInstanceCount").asInt(variant.desiredCount());
      more.merge(variant.variant().machine(), count - variant.desiredCount(), Integer::sum);
    }
    more.forEach(this::check);
  }

  private void check(String type, int more) {
    int used = 0;
    for (Shelf.Entry<Endpoint> entry : endpoints.all()) {
      for (Fleet fleet : entry.resource().fleets()) {
        used += fleet.machines(type);
      }
    }
    quotas.check(type + " for endpoint usage", used, more);
  }
}
