package dev.aloft.fake.gcp;

import com.google.rpc.Code;
import com.google.rpc.QuotaFailure;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How much of something the project may have at most, by metrics such as {@code
 * custom_model_training_nvidia_l4_gpus}; what has no limit here has none. Thread-safe.
 */
final class Quotas {
  private static final String SERVICE = "aiplatform.googleapis.com/";

  private final Map<String, Long> limits;

  Quotas(Map<String, Long> limits) {
    this.limits = Map.copyOf(limits);
  }

  /**
   * Refuses what would be more than there may be.
   *
   * @param more how much is asked for, by metric
   * @param counted what is there, by metric; counted only where there is a limit
   */
  void admit(Map<String, Long> more, Supplier<Map<String, Long>> counted) {
    if (more.keySet().stream().noneMatch(limits::containsKey)) {
      return;
    }
    Map<String, Long> used = counted.get();
    Map<String, Long> exceeded = new TreeMap<>();
    more.forEach(
        (metric, count) -> {
          long limit = limits.getOrDefault(metric, Long.MAX_VALUE);
          if (count > limit - used.getOrDefault(metric, 0L)) {
            exceeded.put(metric, limit);
          }
        });
    if (!exceeded.isEmpty()) {
      throw exceeded(exceeded);
    }
  }

  /** The refusal that names metrics and their limits. */
  static GcpFailure exceeded(Map<String, Long> metrics) {
    QuotaFailure.Builder failure = QuotaFailure.newBuilder();
    metrics.forEach(
        (metric, limit) ->
            failure
                .addViolationsBuilder()
                .setSubject(SERVICE + metric)
                .setDescription("The limit is " + limit + "."));
    String names = metrics.keySet().stream().map(SERVICE::concat).collect(Collectors.joining(", "));
    return new GcpFailure(
        Code.RESOURCE_EXHAUSTED,
        "The following quota metrics exceed quota limits: " + names,
        failure.build());
  }
}
