package dev.aloft.fake.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says which variant answers a request. Requests are shared out evenly by the weights instead of by
 * chance: of ten requests, a tenth is one. Guarded by the clock's monitor.
 */
final class Traffic {
  private Traffic() {}

  private record Candidate(FleetVariant variant, double share) {}

  /**
   * Chooses a variant.
   *
   * @param target the variant that the caller wants; null for any
   * @return empty when there is none
   */
  static Optional<FleetVariant> choose(Endpoint endpoint, @Nullable String target) {
    Rollout rollout = endpoint.rollout();
    double share = rollout == null ? 0 : rollout.share();
    List<Candidate> candidates = new ArrayList<>();
    add(candidates, endpoint.fleet(), 1 - share, target);
    if (rollout != null) {
      add(candidates, rollout.next(), share, target);
    }
    double total = candidates.stream().mapToDouble(Candidate::share).sum();
    FleetVariant chosen = null;
    double most = Double.NEGATIVE_INFINITY;
    for (Candidate candidate : candidates) {
      double owed = candidate.variant().owe(candidate.share());
      if (owed > most && (candidate.share() > 0 || total == 0)) {
        most = owed;
        chosen = candidate.variant();
      }
    }
    if (chosen != null) {
      chosen.owe(-total);
    }
    return Optional.ofNullable(chosen);
  }

  private static void add(
      List<Candidate> candidates, Fleet fleet, double share, @Nullable String target) {
    double weights = fleet.variants().stream().mapToDouble(FleetVariant::currentWeight).sum();
    for (FleetVariant variant : fleet.variants()) {
      double part = weights == 0 ? 0 : share * variant.currentWeight() / weights;
      if (target == null) {
        candidates.add(new Candidate(variant, part));
      } else if (variant.name().equals(target) && share > 0) {
        candidates.add(new Candidate(variant, share));
      }
    }
  }
}
