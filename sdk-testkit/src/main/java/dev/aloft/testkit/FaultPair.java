package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.testkit.ClientProcess.End;
import dev.aloft.testkit.ClientProcess.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One flow that is disturbed at two requests, at a place of its own, and what comes after. */
final class FaultPair {
  private static final Duration LONG_ENOUGH = Duration.ofHours(3);
  private static final int MOST_PROCESSES = 3;

  private final Conformance suite;
  private final Path directory;
  private final Flow flow;
  private final Kind first;
  private final int firstRequest;
  private final Kind second;
  private final int secondRequest;
  private final List<ClientProcess> processes = new ArrayList<>();

  FaultPair(
      Conformance suite,
      Path directory,
      Flow flow,
      Kind first,
      int firstRequest,
      Kind second,
      int secondRequest) {
    this.suite = suite;
    this.directory = directory;
    this.flow = flow;
    this.first = first;
    this.firstRequest = firstRequest;
    this.second = second;
    this.secondRequest = secondRequest;
  }

  /** What goes wrong at a request. */
  enum Kind {
    UNREACHABLE,
    THROTTLED,
    ANSWER_LOST,
    STOP_BEFORE,
    STOP_AFTER;

    boolean stops() {
      return this == STOP_BEFORE || this == STOP_AFTER;
    }

    private Fault fault() {
      return switch (this) {
        case UNREACHABLE -> Fault.unreachable();
        case THROTTLED -> Fault.throttled(Duration.ofMillis(50));
        case ANSWER_LOST -> Fault.answerLost();
        case STOP_BEFORE -> Fault.stopBefore();
        case STOP_AFTER -> Fault.stopAfter();
      };
    }
  }

  /** How many requests the flow sends when nothing goes wrong. */
  static int requests(Conformance suite, Path directory, Flow flow) {
    try (ProviderHarness harness =
            suite.openHarness(directory.resolve(folder(flow) + "-undisturbed"));
        ClientProcess process = new ClientProcess(harness, harness.client())) {
      flow.before().accept(process.aloft());
      int before = process.faults().requests();
      flow.work().accept(process.aloft());
      return process.faults().requests() - before;
    }
  }

  private static String folder(Flow flow) {
    return flow.name().replace(' ', '-');
  }

  /** Plays it. */
  void play() {
    try (ProviderHarness harness = suite.openHarness(directory.resolve(folder()))) {
      play(harness);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(this + ": " + e.getMessage(), e);
    } finally {
      processes.forEach(ClientProcess::close);
    }
  }

  private String folder() {
    return String.join(
        "-",
        folder(flow),
        first.name(),
        Integer.toString(firstRequest),
        second.name(),
        Integer.toString(secondRequest));
  }

  private void play(ProviderHarness harness) {
    ClientProcess process = process(harness);
    flow.before().accept(process.aloft());
    disturb(process, first, firstRequest);
    if (!first.stops()) {
      disturb(process, second, secondRequest);
    }
    Outcome outcome = process.run(flow.work());
    for (int i = 0; outcome.end() == End.STOPPED && i < MOST_PROCESSES; i++) {
      process.crash();
      pass(harness);
      process = process(harness);
      if (i == 0 && first.stops()) {
        disturb(process, second, secondRequest);
      }
      outcome = process.run(flow.work());
    }
    assertThat(outcome.end()).as(String.valueOf(outcome.error())).isEqualTo(End.FINISHED);
    process.faults().clear();
    prove(harness, process);
  }

  private static void disturb(ClientProcess process, Kind kind, int request) {
    process.faults().atRequest(process.faults().requests() + request, kind.fault());
  }

  private void prove(ProviderHarness harness, ClientProcess process) {
    flow.proof().accept(process.aloft());
    flow.undo().accept(process.aloft());
    harness.things().ifPresent(things -> assertThat(things).as("what is left").isEmpty());
    assertThat(process.aloft().orphans().parts()).as("orphans").isEmpty();
    process.aloft().recover();
    assertThat(process.aloft().recover().items()).as("half done at the end").isEmpty();
  }

  private static void pass(ProviderHarness harness) {
    try {
      harness.pass(LONG_ENOUGH);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while time passed", e);
    }
  }

  private ClientProcess process(ProviderHarness harness) {
    ClientProcess process = new ClientProcess(harness, harness.client());
    processes.add(process);
    return process;
  }

  @Override
  public String toString() {
    return flow.name()
        + ", "
        + first
        + " at request "
        + firstRequest
        + ", then "
        + second
        + " at request "
        + secondRequest
        + " for "
        + suite;
  }
}
