package dev.aloft.fake.aws;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the account may have at most, by the names that Service Quotas has for it, such as {@code
 * ml.m5.large for endpoint usage}. Guarded by the clock's monitor.
 */
final class Quotas {
  private static final int USUAL = 20;

  private final Map<String, Integer> limits = new TreeMap<>();
  private int usual = USUAL;

  /** Those that were set, by name. */
  Map<String, Integer> limits() {
    return new TreeMap<>(limits);
  }

  /** The limit of all quotas that have none of their own. */
  int usual() {
    return usual;
  }

  /** The limit of a quota. */
  int limit(String name) {
    return limits.getOrDefault(name, usual);
  }

  /** Sets the limit of a quota. */
  void limit(String name, int limit) {
    limits.put(name, limit);
  }

  /** Sets the limit of all quotas that have none of their own; 0 is a new account's. */
  void usual(int limit) {
    usual = limit;
  }

  /**
   * Refuses what would be more than the account may have.
   *
   * @param name the quota
   * @param used how much there is already
   * @param more how much is asked for
   * @throws AwsFailure ResourceLimitExceeded in the vendor's words
   */
  void check(String name, int used, int more) {
    if (more > 0 && used + more > limit(name)) {
      throw new AwsFailure(
          400,
          "ResourceLimitExceeded",
          "The account-level service limit '"
              + name
              + "' is "
              + limit(name)
              + " Instances, with current utilization of "
              + used
              + " Instances and a request delta of "
              + more
              + " Instances. Please use AWS Service Quotas to request an increase for this quota."
              + " If AWS Service Quotas is not available, contact AWS support to request an"
              + " increase for this quota.");
    }
  }
}
