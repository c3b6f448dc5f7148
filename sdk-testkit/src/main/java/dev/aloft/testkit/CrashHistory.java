package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.testkit.ClientProcess.End;
import dev.aloft.testkit.ClientProcess.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One flow that is disturbed at one request, at a place of its own, and what comes after. */
final class CrashHistory {
  /** Longer than any lease: a write that may take an hour takes a lease of two. */
  private static final Duration LONG_ENOUGH = Duration.ofHours(3);

  private final Conformance suite;
  private final ProviderHarness harness;
  private final Flow flow;
  private final Moment moment;
  private final Predicate<Call> which;
  private final int request;
  private final AtomicInteger met = new AtomicInteger();
  private final List<ClientProcess> processes = new ArrayList<>();
  private volatile @Nullable Call disturbed;

  CrashHistory(
      Conformance suite,
      Path directory,
      Flow flow,
      Moment moment,
      Predicate<Call> which,
      int request) {
    this.suite = suite;
    this.flow = flow;
    this.moment = moment;
    this.which = which;
    this.request = request;
    this.harness =
        suite.openHarness(
            directory.resolve(flow.name().replace(' ', '-') + "-" + moment + "-" + request));
  }

  /** What happens at the request. */
  enum Moment {
    STOP_BEFORE,
    STOP_AFTER,
    ANSWER_LOST;

    private Fault fault() {
      return switch (this) {
        case STOP_BEFORE -> Fault.stopBefore();
        case STOP_AFTER -> Fault.stopAfter();
        case ANSWER_LOST -> Fault.answerLost();
      };
    }
  }

  /** Plays it and gives the disturbed request; empty when the flow has none of that number. */
  Optional<Call> play() {
    try (harness) {
      disturb();
      return Optional.ofNullable(disturbed);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(this + ": " + e.getMessage(), e);
    } finally {
      processes.forEach(ClientProcess::close);
    }
  }

  private void disturb() {
    ClientProcess first = process();
    flow.before().accept(first.aloft());
    first
        .faults()
        .when(
            call -> which.test(call) && met.incrementAndGet() == request, 1, noted(moment.fault()));
    Outcome outcome = first.run(flow.work());
    boolean stops = disturbed != null && moment != Moment.ANSWER_LOST;
    assertThat(outcome.end())
        .as(String.valueOf(outcome.error()))
        .isIn(stops ? List.of(End.STOPPED, End.FINISHED) : List.of(End.FINISHED));
    if (stops) {
      first.crash();
      pass();
    }
    if (disturbed != null) {
      first.close();
      goOn();
    }
  }

  private Fault noted(Fault fault) {
    return new Fault() {
      @Override
      public <T> T strike(Call call, Layer.Inner<T> inner) {
        disturbed = call;
        return fault.strike(call, inner);
      }
    };
  }

  private void pass() {
    try {
      harness.pass(LONG_ENOUGH);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while time passed", e);
    }
  }

  private void goOn() {
    ClientProcess next = process();
    if (request % 2 == 1) {
      next.aloft().recover();
      assertThat(next.aloft().recover().items()).as("half done after recover()").isEmpty();
    }
    Outcome again = next.run(flow.work());
    assertThat(again.end()).as(String.valueOf(again.error())).isEqualTo(End.FINISHED);
    flow.proof().accept(next.aloft());
    flow.undo().accept(next.aloft());
    harness.things().ifPresent(things -> assertThat(things).as("what is left").isEmpty());
    assertThat(next.aloft().orphans().parts()).as("orphans").isEmpty();
    next.aloft().recover();
    assertThat(next.aloft().recover().items()).as("half done at the end").isEmpty();
  }

  private ClientProcess process() {
    ClientProcess process = new ClientProcess(harness, harness.client());
    processes.add(process);
    return process;
  }

  @Override
  public String toString() {
    return flow.name() + ", " + moment + " at request " + request + " for " + suite;
  }
}
