package dev.aloft.aws;

import java.util.Map;
import java.util.Optional;

/**
 * The stages of a version, which the service calls its approval. Here they are aliases that any
 * number of versions may have: {@code approved}, {@code rejected}, {@code pending}. Pure.
 */
final class Approvals {
  /** What a version begins with. */
  static final String FIRST = "PendingManualApproval";

  private static final Map<String, String> STATUSES =
      Map.of("approved", "Approved", "rejected", "Rejected", "pending", FIRST);

  private Approvals() {}

  /** The service's word for a stage; empty for an alias that is none. */
  static Optional<String> status(String alias) {
    return Optional.ofNullable(STATUSES.get(alias));
  }

  /** The stage for the service's word; empty when it is not known. */
  static Optional<String> stage(String status) {
    return STATUSES.entrySet().stream()
        .filter(stage -> stage.getValue().equals(status))
        .findFirst()
        .map(Map.Entry::getKey);
  }
}
