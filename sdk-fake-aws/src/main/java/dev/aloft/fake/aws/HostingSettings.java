package dev.aloft.fake.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How hosting behaves in this fake: what a test has switched. Guarded by the clock's monitor. */
final class HostingSettings {
  private final Cloud cloud;
  private final Set<String> scarceTypes = new HashSet<>();
  private final Set<String> brokenRollbacks = new HashSet<>();
  private final Map<String, Instant> warmings = new HashMap<>();
  private boolean deregistrationDenied;

  HostingSettings(Cloud cloud) {
    this.cloud = cloud;
  }

  /** Whether something made at a time is known everywhere by now. */
  boolean hasGotAbout(Instant created) {
    Instant known = created.plus(cloud.timetable().of(Stage.CONSISTENCY_LAG));
    return !cloud.clock().now().isBefore(known);
  }

  boolean isScarce(String instanceType) {
    return scarceTypes.contains(instanceType);
  }

  void scarce(String instanceType, boolean scarce) {
    if (scarce) {
      scarceTypes.add(instanceType);
    } else {
      scarceTypes.remove(instanceType);
    }
  }

  /** Whether the next rollback of an endpoint fails; asked once per rollback. */
  boolean takeBrokenRollback(String endpoint) {
    return brokenRollbacks.remove(endpoint);
  }

  void breakRollback(String endpoint) {
    brokenRollbacks.add(endpoint);
  }

  boolean isDeregistrationDenied() {
    return deregistrationDenied;
  }

  void denyDeregistration(boolean denied) {
    deregistrationDenied = denied;
  }

  boolean isWarming(String endpoint) {
    Instant until = warmings.get(endpoint);
    return until != null && cloud.clock().now().isBefore(until);
  }

  void warm(String endpoint, Duration time) {
    warmings.put(endpoint, cloud.clock().now().plus(time));
  }
}
