package dev.aloft.testkit;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Capability;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.serving.Endpoint;
import dev.aloft.training.TrainingRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What a network and a busy service do to requests neither ends the work nor doubles it. */
public abstract class ResilienceConformance extends Conformance {
  private static final int FOREVER = Integer.MAX_VALUE;
  private static final int MOST_TRIES = 30;

  private final String name = freshName("kit");

  /** For a provider's subclass. */
  protected ResilienceConformance() {}

  private boolean isRead(Call call) {
    return call.repeatable() && !harness().isWrite(call);
  }

  /** A verb that reads at the provider. */
  private void look(ClientProcess process) {
    if (can(Capability.TRAINING)) {
      process.aloft().trainer().runs();
    } else if (can(Capability.SERVING)) {
      process.aloft().endpoints();
    } else {
      process.aloft().models().list();
    }
  }

  @Test
  void aThrottledReadIsRepeatedNotBeforeTheAskedTime() {
    Duration asked = Duration.ofSeconds(1);
    look(process());
    process().faults().when(this::isRead, 1, Fault.throttled(asked));
    Instant start = harness().now();

    look(process());

    assertThat(Duration.between(start, harness().now())).isGreaterThanOrEqualTo(asked);
    assertThat(process().tries().requests())
        .anySatisfy(tried -> assertThat(tried.call().attempt()).isEqualTo(2));
  }

  @Test
  void aReadThatFailsTwiceIsRepeated() {
    process().faults().when(this::isRead, 2, Fault.unreachable());

    look(process());

    assertThat(process().tries().requests())
        .anySatisfy(tried -> assertThat(tried.call().attempt()).isEqualTo(3));
  }

  @Test
  void aRefusalIsNotRepeated() {
    process().faults().when(this::isRead, FOREVER, Fault.refused(ErrorCode.PERMISSION_DENIED));

    AloftException error = failure(ErrorCode.PERMISSION_DENIED, () -> look(process()));

    assertThat(process().tries().requests()).hasSize(1);
    assertThat(error.isRetryable()).isFalse();
  }

  @Test
  void aServiceThatIsDownIsGivenUpWithinBounds() {
    ClientProcess process = open(harness().client().set("retry-total", "2"));
    process.faults().when(call -> true, FOREVER, Fault.unreachable());

    AloftException error = failure(ErrorCode.UNAVAILABLE, () -> look(process));

    assertThat(error.isGivenUp()).isTrue();
    assertThat(error.isRetryable()).as("retryable after it was given up").isFalse();
    assertThat(error.attempts()).hasSizeGreaterThan(1);
    assertThat(process.tries().requests()).hasSizeBetween(2, MOST_TRIES);
  }

  @Test
  void theWorkIsDoneOnceAlthoughEveryRequestFailsOnce() {
    proveTheWholeWorkWith(Fault.unreachable());
  }

  @Test
  void theWorkIsDoneOnceAlthoughEveryRequestIsThrottledOnce() {
    proveTheWholeWorkWith(Fault.throttled(Duration.ofMillis(50)));
  }

  @Test
  void theWorkIsDoneOnceAlthoughEveryAnswerIsLostOnce() {
    proveTheWholeWorkWith(Fault.answerLost());
  }

  private void proveTheWholeWorkWith(Fault fault) {
    if (can(Capability.TRAINING)) {
      TrainingRun run = disturbed(fault).aloft().trainer().train(fixtures().good());
      assertThat(await(run).contentHash()).isNotBlank();
      assertThat(another().aloft().trainer().runs(run.group())).hasSize(1);
    }
    if (can(Capability.REGISTRY)) {
      model(disturbed(fault).aloft()).register(name);
      assertThat(another().aloft().models().versions(name)).hasSize(1);
      disturbed(fault)
          .aloft()
          .models()
          .delete(name, another().aloft().models().get(name).version().orElseThrow());
    }
    if (can(Capability.SERVING)) {
      Endpoint endpoint = model(disturbed(fault).aloft()).deploy(name);
      assertThat(endpoint.predict(fixtures().row()).value()).matches(fixtures().model()::says);
      endpoint.update(otherModel(aloft()));
      disturbed(fault).aloft().endpoint(name).undeploy();
    }
    proveNothingIsLeft(aloft());
  }

  /**
   * A process in which every kind of request ends with a fault once: a write the first time, a read
   * the second time.
   */
  private ClientProcess disturbed(Fault fault) {
    ClientProcess process = another();
    Map<String, Integer> times = new ConcurrentHashMap<>();
    process
        .faults()
        .when(
            call ->
                !call.bucket().equals("predict")
                    && times.merge(call.operation(), 1, Integer::sum)
                        == (harness().isWrite(call) ? 1 : 2),
            FOREVER,
            fault);
    return process;
  }

  @Test
  @Needs("serving")
  void noWriteIsRepeatedWhileItsChangeIsUnderWay() {
    proveEachWriteIsSentOnce(() -> model(aloft()).deploy(name));
    proveEachWriteIsSentOnce(() -> aloft().endpoint(name).update(otherModel(aloft())));
    proveEachWriteIsSentOnce(() -> aloft().endpoint(name).undeploy());
  }

  /** The same thing may be written twice with another content, such as shares of the calls. */
  private void proveEachWriteIsSentOnce(Runnable change) {
    int before = process().sent().requests().size();
    change.run();

    Map<String, Long> writes =
        process().sent().requests().stream()
            .skip(before)
            .map(RecordingLayer.Recorded::call)
            .filter(harness()::isWrite)
            .filter(call -> !call.bucket().equals("store"))
            .collect(groupingBy(call -> call + " " + call.request(), counting()));

    assertThat(writes).as("how often each write was sent").isNotEmpty();
    assertThat(writes.values()).as(writes.toString()).containsOnly(1L);
  }

  @Test
  void everyTryHasADeadline() {
    look(process());

    assertThat(process().tries().requests())
        .isNotEmpty()
        .allSatisfy(
            tried ->
                assertThat(tried.call().timeout())
                    .isBetween(Duration.ofMillis(1), Duration.ofHours(2)));
  }

  @Test
  void everyRequestOfAVerbNamesIt() {
    look(process());

    Set<String> verbs = ConcurrentHashMap.newKeySet();
    process().tries().verbs().forEach(verb -> verbs.add(verb.call().verbId()));
    assertThat(verbs).isNotEmpty().doesNotContain("");
    assertThat(process().tries().requests())
        .isNotEmpty()
        .allSatisfy(tried -> assertThat(verbs).contains(tried.call().verbId()));
  }
}
