package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.aloft.Aloft;
import dev.aloft.Capability;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.Model;
import dev.aloft.operation.Operation;
import dev.aloft.operation.OperationStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What all suites share. Each test gets a place of its own, where nothing exists yet, and plays any
 * number of processes there. When it is over, no vendor request may have gone past the layers.
 *
 * <p>A provider extends each suite once and tells by {@link HarnessFactory} how a place is opened.
 * Tests run one after the other.
 */
@ExtendWith(ConformanceExtension.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public abstract class Conformance implements HarnessFactory {
  private static final Set<ErrorCode> GIVEN_UP =
      Set.of(ErrorCode.INTERRUPTED, ErrorCode.UNAVAILABLE);
  private static final Duration A_WHILE = Duration.ofMillis(250);

  private final List<ClientProcess> processes = new ArrayList<>();
  private @Nullable ProviderHarness harness;
  private @Nullable ClientProcess main;
  private @Nullable Path directory;

  /** For suites. */
  protected Conformance() {}

  @BeforeEach
  final void openPlace(@TempDir Path empty) {
    directory = empty;
    harness = openHarness(empty);
  }

  @AfterEach
  final void closePlace() {
    ProviderHarness place = harness;
    if (place == null) {
      return;
    }
    try (place) {
      proveNothingWentPast(place);
    } finally {
      processes.forEach(ClientProcess::close);
    }
  }

  /**
   * Every request that arrived went through the layers. One that nobody answered may have been
   * given up before it left; every other one has arrived, whatever the answer was.
   */
  private void proveNothingWentPast(ProviderHarness place) {
    if (place.requestsSeen().isEmpty()) {
      return;
    }
    long answered = sent(place, Conformance::hasArrived);
    long seen = place.requestsSeen().getAsLong();
    long known = sent(place, recorded -> true);
    assertThat(seen)
        .as("vendor requests that did not go through DriverContext.send")
        .isLessThanOrEqualTo(known);
    assertThat(seen)
        .as("vendor requests that were answered by nobody")
        .isGreaterThanOrEqualTo(answered);
  }

  private static boolean hasArrived(RecordingLayer.Recorded recorded) {
    AloftException error = recorded.error();
    return recorded.ended()
        && (error == null || error.requestId().isPresent() || !GIVEN_UP.contains(error.code()));
  }

  private long sent(ProviderHarness place, Predicate<RecordingLayer.Recorded> which) {
    return processes.stream()
        .flatMap(one -> one.sent().requests().stream())
        .filter(recorded -> place.isForPlace(recorded.call()))
        .filter(which)
        .count();
  }

  /** The provider's part. */
  protected final ProviderHarness harness() {
    return Objects.requireNonNull(harness);
  }

  /** Things to do. */
  protected final Fixtures fixtures() {
    return harness().fixtures();
  }

  /** An empty directory that is removed after the test. */
  protected final Path directory() {
    return Objects.requireNonNull(directory);
  }

  /** The process that the test is about; opened on first use. */
  protected final ClientProcess process() {
    ClientProcess there = main;
    if (there == null) {
      there = another();
      main = there;
    }
    return there;
  }

  /** The client of the process that the test is about. */
  protected final Aloft aloft() {
    return process().aloft();
  }

  /** One more process of the same owner at the same place. */
  protected final ClientProcess another() {
    return open(harness().client());
  }

  /** A process of somebody else at the same place. */
  protected final ClientProcess stranger() {
    return open(harness().strangersClient());
  }

  /** A process with a client that a test has set up itself. */
  protected final ClientProcess open(Aloft.Builder builder) {
    ClientProcess process = new ClientProcess(harness(), builder);
    processes.add(process);
    return process;
  }

  /** Whether the provider can do that here and now. */
  protected final boolean can(Capability capability) {
    return aloft().capabilities().contains(capability);
  }

  /** A fresh portable name. */
  protected final String freshName(String head) {
    return head
        + "-"
        + Integer.toString(new Random().nextInt(1 << 30), 36).toLowerCase(Locale.ROOT);
  }

  /** A model by its local directory. */
  protected final Model load(Aloft client, Path modelDirectory) {
    return client.models().at(modelDirectory.toUri().toString());
  }

  /** The first model. */
  protected final Model model(Aloft client) {
    return load(client, fixtures().model().directory());
  }

  /** The other model. */
  protected final Model otherModel(Aloft client) {
    return load(client, fixtures().otherModel().directory());
  }

  /** The model that cannot serve. */
  protected final Model brokenModel(Aloft client) {
    return load(client, fixtures().brokenModel());
  }

  /** Waits for an operation, within the harness's patience. */
  protected final <R> R await(Operation<R> operation) {
    return operation.await(harness().patience());
  }

  /** The error that an action ends with, which must have that code. */
  protected final AloftException failure(ErrorCode code, ThrowingCallable action) {
    Throwable thrown = catchThrowable(action);
    assertThat(thrown).as("what was thrown").isInstanceOf(AloftException.class);
    AloftException error = (AloftException) thrown;
    assertThat(error.code()).as(error.getMessage()).isEqualTo(code);
    return error;
  }

  /** The same, for an action of a process that must not send any vendor request. */
  protected final AloftException refusal(
      ErrorCode code, ClientProcess process, ThrowingCallable action) {
    int before = process.tries().requests().size();
    AloftException error = failure(code, action);
    assertThat(process.tries().requests().subList(before, process.tries().requests().size()))
        .as("requests sent before the refusal")
        .isEmpty();
    return error;
  }

  /** Fails when anything of anybody is left at the place, as far as that can be told. */
  protected final void proveNothingIsLeft(Aloft client) {
    harness()
        .things()
        .ifPresent(things -> assertThat(things).as("what is left at the provider").isEmpty());
    assertThat(client.orphans().parts()).as("parts that no wish explains").isEmpty();
    if (client.capabilities().contains(Capability.SERVING)) {
      assertThat(client.endpoints()).as("endpoints that are left").isEmpty();
    }
  }

  /** Fails when anything bills, as far as that can be told. */
  protected final void proveNothingBills() {
    harness()
        .things()
        .ifPresent(
            things -> assertThat(things).as("what bills at the provider").noneMatch(Thing::bills));
  }

  /**
   * Looks at an operation until its status is as wished, letting time go by between the looks, for
   * as long as the harness's patience.
   */
  protected final OperationStatus lookUntil(
      Operation<?> operation, Predicate<OperationStatus> wished) {
    long looks = Math.max(10, harness().patience().dividedBy(A_WHILE));
    OperationStatus status = operation.refresh();
    for (long look = 0; look < looks && !wished.test(status); look++) {
      letTimeGoBy(operation);
      status = operation.refresh();
    }
    assertThat(status).as("the status after " + looks + " looks").matches(wished);
    return status;
  }

  /** Ends a run that a test leaves behind, so that nothing of it writes any more. */
  final void end(Operation<?> run) {
    run.cancel();
    lookUntil(run, status -> status.state().isTerminal());
  }

  private static void letTimeGoBy(Operation<?> operation) {
    try {
      operation.await(A_WHILE);
    } catch (AloftException e) {
      if (e.code() != ErrorCode.WAIT_TIMEOUT && operation.status().state().isTerminal()) {
        return;
      }
      if (e.code() != ErrorCode.WAIT_TIMEOUT) {
        throw e;
      }
    }
  }

  final Optional<String> reportName() {
    return Optional.ofNullable(harness).map(ProviderHarness::name);
  }

  final void proveRefused(Set<Capability> missing) {
    new Refusals(this).prove(missing);
  }
}
