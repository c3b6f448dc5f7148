package dev.aloft.fake.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An update of an endpoint on its way: new machines come up beside the old ones, take the traffic
 * step by step, and the old ones go. What fails goes back to the old ones. Guarded by the clock's
 * monitor.
 */
final class Rollout implements Launch.Outcome {
  private final HostingKit kit;
  private final Endpoint endpoint;
  private final Fleet next;
  private final RolloutPolicy policy;
  private final Launch launch;
  private final Instant begun;
  private String phase = "Creating";
  private Instant phaseBegun;
  private double share;
  private boolean over;

  Rollout(HostingKit kit, Endpoint endpoint, Fleet next, RolloutPolicy policy) {
    this.kit = kit;
    this.endpoint = endpoint;
    this.next = next;
    this.policy = policy;
    this.launch = new Launch(kit, endpoint, next, Stage.ENDPOINT_UPDATING, this);
    this.begun = kit.cloud().clock().now();
    this.phaseBegun = begun;
  }

  void begin() {
    endpoint.rollout(this);
    endpoint.reason(null);
    endpoint.become(EndpointState.UPDATING, begun);
    Duration most = policy.most();
    if (most != null) {
      kit.cloud()
          .clock()
          .after(most, () -> failed("The deployment took longer than its maximum execution time."));
    }
    launch.begin();
  }

  /** The new machines. */
  Fleet next() {
    return next;
  }

  Instant begun() {
    return begun;
  }

  /** What the new variants do, in SageMaker's word. */
  String phase() {
    return phase;
  }

  Instant phaseBegun() {
    return phaseBegun;
  }

  /** How much of the traffic the new machines have. */
  double share() {
    return share;
  }

  /** An alarm goes off. */
  void alarm(String name) {
    if (policy.alarms().contains(name)) {
      failed("One or more configured alarms went into the ALARM state: " + name + ".");
    }
  }

  @Override
  public void up() {
    next.settle();
    step(0);
  }

  private void step(int number) {
    if (over || isBroken()) {
      return;
    }
    if (number == policy.shares().size()) {
      phase("Deleting");
      kit.cloud().clock().after(policy.termination(), this::finish);
      return;
    }
    phase("ActivatingTraffic");
    kit.after(
        Stage.ENDPOINT_TRAFFIC,
        () -> {
          if (!over) {
            share = policy.shares().get(number);
            phase("Baking");
            kit.cloud().clock().after(policy.bake(), () -> step(number + 1));
          }
        });
  }

  private void phase(String word) {
    phase = word;
    phaseBegun = kit.cloud().clock().now();
  }

  /** An update needs both configurations until it has ended. */
  private boolean isBroken() {
    for (EndpointConfig config : List.of(endpoint.fleet().config(), next.config())) {
      if (!kit.configs().shelf().has(config.name())) {
        failed(kit.configs().missing(config.name()));
        return true;
      }
    }
    return false;
  }

  private void finish() {
    if (over || isBroken()) {
      return;
    }
    over = true;
    Fleet old = endpoint.fleet();
    endpoint.fleet(next);
    end(EndpointState.IN_SERVICE, null);
    kit.launcher().stop(old);
  }

  @Override
  public void failed(String reason) {
    if (over) {
      return;
    }
    over = true;
    launch.abandon();
    boolean breaks = kit.settings().takeBrokenRollback(endpoint.name());
    if (!policy.isGuarded() && !breaks) {
      endRollback(reason);
      return;
    }
    endpoint.become(EndpointState.ROLLING_BACK, kit.cloud().clock().now());
    kit.after(
        Stage.ENDPOINT_ROLLING_BACK,
        () -> {
          if (breaks) {
            endpoint.reason(reason);
            endpoint.become(EndpointState.UPDATE_ROLLBACK_FAILED, kit.cloud().clock().now());
          } else {
            endRollback(reason);
          }
        });
  }

  private void endRollback(String reason) {
    end(EndpointState.IN_SERVICE, reason);
    kit.launcher().stop(next);
  }

  private void end(EndpointState state, @Nullable String reason) {
    endpoint.rollout(null);
    endpoint.reason(reason);
    endpoint.become(state, kit.cloud().clock().now());
  }
}
