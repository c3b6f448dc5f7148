package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.layer.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FaultLayerTest {
  private final FaultLayer faults = new FaultLayer();
  private final List<String> arrived = new ArrayList<>();

  private String send(String operation) {
    Call call = Call.builder(Level.REQUEST, operation).build();
    return faults.around(
        call,
        passed -> {
          arrived.add(passed.operation());
          return "answer";
        });
  }

  private AloftException failure(String operation) {
    return catchThrowableOfType(AloftException.class, () -> send(operation));
  }

  @Test
  void passesEverythingWithoutAScript() {
    assertThat(send("A")).isEqualTo("answer");
    assertThat(faults.requests()).isEqualTo(1);
  }

  @Test
  void strikesTheRequestOfANumberOnce() {
    faults.atRequest(2, Fault.refused(ErrorCode.NOT_FOUND));

    send("A");
    assertThat(failure("B").code()).isEqualTo(ErrorCode.NOT_FOUND);
    send("C");

    assertThat(arrived).containsExactly("A", "C");
    assertThat(faults.requests()).isEqualTo(3);
  }

  @Test
  void strikesAnOperationSoManyTimes() {
    faults.onOperation("B", 2, Fault.throttled(Duration.ofSeconds(3)));

    send("A");
    assertThat(failure("B").retryAfter()).contains(Duration.ofSeconds(3));
    assertThat(failure("B").effect()).isEqualTo(Effect.NONE);
    assertThat(send("B")).isEqualTo("answer");

    assertThat(arrived).containsExactly("A", "B");
  }

  @Test
  void losesAnAnswerAfterTheEffect() {
    faults.atRequest(1, Fault.answerLost());

    AloftException error = failure("A");

    assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(arrived).containsExactly("A");
  }

  @Test
  void stopsTheProcessBeforeTheEffectAndForGood() {
    faults.atRequest(1, Fault.stopBefore());

    assertThatThrownBy(() -> send("A")).isInstanceOf(ProcessStopped.class);
    assertThatThrownBy(() -> send("B")).isInstanceOf(ProcessStopped.class);

    assertThat(arrived).isEmpty();
    assertThat(faults.stopped()).isDone();
  }

  @Test
  void stopsTheProcessAfterTheEffect() {
    faults.atRequest(1, Fault.stopAfter());

    assertThatThrownBy(() -> send("A")).isInstanceOf(ProcessStopped.class);
    assertThatThrownBy(() -> send("B")).isInstanceOf(ProcessStopped.class);

    assertThat(arrived).containsExactly("A");
  }

  @Test
  void holdsARequestUntilTheGateOpens() {
    CompletableFuture<Call> reached = new CompletableFuture<>();
    CompletableFuture<Void> gate = new CompletableFuture<>();
    faults.atRequest(1, Fault.held(reached, gate));

    CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> send("A"));
    reached.orTimeout(60, TimeUnit.SECONDS).join();

    assertThat(answer).isNotDone();
    gate.complete(null);
    assertThat(answer.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo("answer");
  }

  @Test
  void forgetsItsScript() {
    faults.onOperation("A", Integer.MAX_VALUE, Fault.unreachable());
    faults.clear();

    assertThat(send("A")).isEqualTo("answer");
  }

  @Test
  void recordsEveryCallWithItsEnd() {
    RecordingLayer record = new RecordingLayer();
    Call verb = Call.builder(Level.VERB, "deploy").resource("my-model").build();
    Call request = Call.builder(Level.REQUEST, "Create").build();
    AloftException error = AloftException.of(ErrorCode.BUSY, "busy").build();

    record.around(verb, passed -> "done");
    assertThatThrownBy(
            () ->
                record.around(
                    request,
                    passed -> {
                      throw error;
                    }))
        .isSameAs(error);

    assertThat(record.verbs()).singleElement().matches(RecordingLayer.Recorded::isSuccess);
    assertThat(record.requests())
        .singleElement()
        .satisfies(recorded -> assertThat(recorded.error()).isSameAs(error));
    assertThat(record.all()).hasToString("[deploy my-model, Create → BUSY]");
    record.clear();
    assertThat(record.all()).isEmpty();
  }
}
