package dev.aloft.fake.aws;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fleet on its way up: its machines come by the clock, its containers start for real, and it is
 * up when both are through. Guarded by the clock's monitor.
 */
final class Launch {
  private final HostingKit kit;
  private final Endpoint endpoint;
  private final Fleet fleet;
  private final Stage machines;
  private final Outcome outcome;
  private boolean provisioned;
  private boolean started;
  private boolean over;

  /** Told once how it ended. */
  interface Outcome {
    void up();

    void failed(String reason);
  }

  /**
   * A launch.
   *
   * @param machines how long the machines take
   */
  Launch(HostingKit kit, Endpoint endpoint, Fleet fleet, Stage machines, Outcome outcome) {
    this.kit = kit;
    this.endpoint = endpoint;
    this.fleet = fleet;
    this.machines = machines;
    this.outcome = outcome;
  }

  void begin() {
    kit.launcher()
        .start(
            endpoint.name(),
            fleet,
            () -> {
              started = true;
              settle();
            });
    kit.after(
        machines,
        () -> {
          provisioned = true;
          settle();
        });
  }

  /** Nobody waits for it any more. */
  void abandon() {
    over = true;
  }

  private void settle() {
    if (over || !provisioned) {
      return;
    }
    if (isScarce()) {
      failAfter(
          Stage.ENDPOINT_WITHOUT_CAPACITY,
          "Unable to provision requested ML compute capacity due to insufficient capacity. Please"
              + " retry using a different ML instance type or after some time.");
      return;
    }
    if (!started) {
      return;
    }
    @Nullable BootFailure failure = fleet.failure();
    if (failure == null) {
      over = true;
      outcome.up();
    } else if (failure.isCrashLoop()) {
      failAfter(Stage.ENDPOINT_CRASH_LOOP, failure.reason());
    } else {
      fail(failure.reason());
    }
  }

  private boolean isScarce() {
    return fleet.variants().stream()
        .anyMatch(variant -> kit.settings().isScarce(variant.variant().machine()));
  }

  private void failAfter(Stage stage, String reason) {
    Instant end = fleet.begun().plus(kit.length(stage));
    if (kit.cloud().clock().now().isBefore(end)) {
      kit.cloud().clock().at(end, this::settle);
    } else {
      fail(reason);
    }
  }

  private void fail(String reason) {
    over = true;
    outcome.failed(reason);
  }
}
