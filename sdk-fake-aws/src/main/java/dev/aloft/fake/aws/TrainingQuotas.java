package dev.aloft.fake.aws;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What training jobs use of the account's quotas. Guarded by the clock's monitor. */
final class TrainingQuotas {
  private final Quotas quotas;
  private final Map<String, Integer> used = new HashMap<>();

  TrainingQuotas(Quotas quotas) {
    this.quotas = quotas;
  }

  /** Takes what a job needs, all or nothing. */
  void take(JobRequest request) {
    Map<String, Integer> needs = needs(request);
    needs.forEach((name, count) -> quotas.check(name, used.getOrDefault(name, 0), count));
    needs.forEach((name, count) -> used.merge(name, count, Integer::sum));
  }

  /** Gives back what a job has used. */
  void give(JobRequest request) {
    needs(request).forEach((name, count) -> used.merge(name, -count, Integer::sum));
  }

  private static Map<String, Integer> needs(JobRequest request) {
    Map<String, Integer> needs = new LinkedHashMap<>();
    String use = request.isSpot() ? "spot training" : "training";
    for (JobRequest.Host host : request.hosts()) {
      needs.merge(host.type() + " for " + use + " job usage", 1, Integer::sum);
      if (!request.keepAlive().isZero()) {
        needs.merge(host.type() + " for training warm pool usage", 1, Integer::sum);
      }
    }
    needs.put("Number of instances across all " + use + " jobs", request.hosts().size());
    return needs;
  }
}
