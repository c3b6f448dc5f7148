package dev.aloft.aws;

import java.util.Map;
import java.util.Optional;

/**
 * The stages of a version, which the service calls its approval, as aliases. {@code approved} is
 * for one version: the one that loses it is {@code pending} again. {@code rejected} and {@code
 * pending} are said of a version by itself; they may be said of many, and name the newest. Pure.
 */
final class Approvals {
  /** What a version begins with. */
  static final String FIRST = "PendingManualApproval";

  private static final String FOR_ONE = "Approved";

  private static final Map<String, String> STATUSES =
      Map.of("approved", FOR_ONE, "rejected", "Rejected", "pending", FIRST);

  private Approvals() {}

  /** The service's word for a stage; empty for an alias that is none. */
  static Optional<String> status(String alias) {
    return Optional.ofNullable(STATUSES.get(alias));
  }

  /** Whether an alias, or a stage, points at one version only. */
  static boolean isForOneVersion(String alias) {
    return status(alias).map(FOR_ONE::equals).orElse(true);
  }

  /** The stage for the service's word; empty when it is not known. */
  static Optional<String> stage(String status) {
    return STATUSES.entrySet().stream()
        .filter(stage -> stage.getValue().equals(status))
        .findFirst()
        .map(Map.Entry::getKey);
  }
}
