package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Capability;
import dev.aloft.Recovery;
import dev.aloft.layer.Call;
import dev.aloft.testkit.CrashHistory.Moment;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * For every flow, at every single vendor request of it: the process stops before the request leaves
 * or after it has taken effect, or only the answer is lost. Another process then finishes what was
 * begun, takes it away again, and nothing is left that exists or bills.
 *
 * <p>Stopping after a request that only reads is stopping before it, and is not played twice. A
 * provider whose histories are long may play those at {@linkplain #playsReads() reads} elsewhere.
 */
public abstract class CrashConformance extends Conformance {
  private static final int MOST_REQUESTS = 400;

  /** For a provider's subclass. */
  protected CrashConformance() {}

  /**
   * Whether requests that only read are disturbed, too; true unless overridden. Whatever a process
   * that stops before a read leaves is what it had left after the write before it, so without them
   * every state that a stop can leave is still met; a lost answer to a read is not.
   */
  protected boolean playsReads() {
    return true;
  }

  /** Plays a flow again and again, each time disturbed at another of its requests. */
  private void play(Function<Flows, Flow> flow) {
    SideBySide.playWhile(
        harness().placesAtATime(),
        request -> {
          Optional<Call> disturbed = play(flow, Moment.STOP_BEFORE, request);
          assertThat(request).as("requests of " + disturbed).isLessThan(MOST_REQUESTS);
          if (disturbed.filter(harness()::isWrite).isPresent()) {
            play(flow, Moment.STOP_AFTER, request);
          }
          if (disturbed.isPresent()) {
            play(flow, Moment.ANSWER_LOST, request);
          }
          return disturbed.isPresent();
        });
  }

  private Optional<Call> play(Function<Flows, Flow> flow, Moment moment, int request) {
    Flow fresh = flow.apply(new Flows(this));
    Predicate<Call> which = playsReads() ? call -> true : harness()::isWrite;
    return new CrashHistory(this, directory(), fresh, moment, which, request).play();
  }

  @Test
  @Needs("training")
  void training() {
    play(Flows::training);
  }

  @Test
  @Needs("registry")
  void registering() {
    play(Flows::registering);
  }

  @Test
  @Needs("registry")
  void deletingAVersion() {
    play(Flows::deletingAVersion);
  }

  @Test
  @Needs("serving")
  void deploying() {
    play(Flows::deploying);
  }

  @Test
  @Needs("serving")
  void updating() {
    play(Flows::updating);
  }

  @Test
  @Needs("serving")
  void updatingToAModelThatCannotServe() {
    play(Flows::updatingToAModelThatCannotServe);
  }

  @Test
  @Needs("serving")
  void undeploying() {
    play(Flows::undeploying);
  }

  @Test
  @Needs({"serving", "serving.traffic-split"})
  void splittingTheTraffic() {
    play(Flows::splittingTheTraffic);
  }

  @Test
  void nothingToRecoverIsFine() {
    Recovery recovery = aloft().recover();

    assertThat(recovery.items()).isEmpty();
    assertThat(can(Capability.SERVING) ? aloft().orphans().parts() : List.of()).isEmpty();
  }
}
