package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.operation.OperationId;
import dev.aloft.operation.OperationState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A change of a resource as an operation. */
class ChangeCoreTest {
  private static final OperationId ID =
      OperationId.change("memory", "account/region", "endpoint", "my-model", 4);

  private final TestHost host = new TestHost();
  private final Script script = new Script();

  private ChangeCore<String> change(boolean attended) {
    return new ChangeCore<>(ID, host.operations, script, attended, () -> "my-model");
  }

  private static Turn pending(String phase, boolean attended) {
    return new Turn.Pending(phase, "Updating", null, attended, false);
  }

  @Test
  void goesOnWithoutAWaiterWhileMoreMustBeSent() {
    script.then(pending("model", true), pending("config", true), pending("waiting", false));

    ChangeCore<String> change = change(true);
    host.timing.advance(Duration.ofHours(1));

    assertThat(script.turns).hasSize(3);
    assertThat(change.status().attended()).isFalse();
    assertThat(change.status().phase()).isEqualTo("waiting");
    assertThat(host.timing.scheduled()).isZero();
  }

  @Test
  void turnsWhatOthersStartedOnlyWhileSomebodyWaits() {
    script.then(pending("model", true), new Turn.Settled());
    ChangeCore<String> change = change(false);
    host.timing.advance(Duration.ofHours(1));
    assertThat(script.turns).isEmpty();

    assertThat(change.await()).isEqualTo("my-model");
    assertThat(change.status().state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(change.await()).isEqualTo("my-model");
    assertThat(script.turns).hasSize(2);
  }

  @Test
  void pacesTurnsByTheDriversWishOrItsOwn() {
    script.then(
        new Turn.Pending("a", "Updating", Duration.ofSeconds(2), true, false),
        pending("b", true),
        pending("b", true),
        new Turn.Settled());

    change(true);
    host.timing.advance(Duration.ofMinutes(5));

    assertThat(script.turns.get(1)).isEqualTo(script.turns.get(0).plusSeconds(2));
    assertThat(script.turns.get(2)).isEqualTo(script.turns.get(1).plusSeconds(5));
    assertThat(script.turns.get(3)).isEqualTo(script.turns.get(2).plusMillis(7500));
  }

  @Test
  void endsWithTheErrorForEverybody() {
    AloftException rolledBack =
        AloftException.of(ErrorCode.ROLLED_BACK, "the new revision did not start").build();
    script.then(pending("model", true), new Turn.Ended(rolledBack));
    ChangeCore<String> change = change(true);
    List<OperationState> states = new ArrayList<>();
    var unused = change.onStatus(status -> states.add(status.state()));

    AloftException error = catchThrowableOfType(AloftException.class, change::await);

    assertThat(error.code()).isEqualTo(ErrorCode.ROLLED_BACK);
    assertThat(error.resource()).hasValue(ID.toString());
    assertThat(states).endsWith(OperationState.FAILED);
    assertThat(change.toFuture()).isCompletedExceptionally();
  }

  @Test
  void passesThroughCancelling() {
    script.then(pending("model", true));
    ChangeCore<String> change = change(true);
    host.timing.advance(Duration.ofSeconds(1));

    script.then(
        new Turn.Pending("going back", "Updating", null, true, true),
        new Turn.Ended(AloftException.of(ErrorCode.CANCELLED, "taken back").build()));
    change.cancel();

    assertThat(script.cancels).isEqualTo(1);
    assertThat(change.status().state()).isEqualTo(OperationState.CANCELLING);
    assertThat(catchThrowableOfType(AloftException.class, change::await).code())
        .isEqualTo(ErrorCode.CANCELLED);
    assertThat(change.status().state()).isEqualTo(OperationState.CANCELLED);
    change.cancel();
    assertThat(script.cancels).isEqualTo(1);
  }

  @Test
  void isNotEndedByTurnsThatFail() {
    script.trouble = AloftException.of(ErrorCode.UNAVAILABLE, "no route").build();
    script.then(new Turn.Settled());
    ChangeCore<String> change = change(true);
    host.timing.schedule(Duration.ofHours(2), () -> script.trouble = null);

    assertThat(change.await()).isEqualTo("my-model");
  }

  @Test
  void isLeftAfterAQuarterOfAnHourInTroubleWhereItWasFoundHalfDone() {
    script.trouble = AloftException.of(ErrorCode.UNAVAILABLE, "no route").build();
    Instant start = host.timing.now();
    ChangeCore<String> change =
        new ChangeCore<>(ID, host.operations, script, true, () -> "my-model", Patience.brief());

    AloftException error = catchThrowableOfType(AloftException.class, change::await);

    assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(error.isOutcome()).isFalse();
    assertThat(Duration.between(start, host.timing.now()))
        .isBetween(Duration.ofMinutes(15), Duration.ofMinutes(30));
    assertThat(change.isAttended()).isFalse();
  }

  @Test
  void saysAtOnceThatNobodyWishedThat() {
    script.trouble = AloftException.of(ErrorCode.NOT_FOUND, "no such wish").build();
    Instant start = host.timing.now();

    AloftException error = catchThrowableOfType(AloftException.class, () -> change(false).await());

    assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(error.isOutcome()).isFalse();
    assertThat(error.resource()).hasValue(ID.toString());
    assertThat(host.timing.now()).isEqualTo(start);
  }

  @Test
  void goesOnWhenALookFindsAPartMissing() {
    script.trouble =
        AloftException.of(ErrorCode.NOT_FOUND, "no such policy").outcome(false).build();
    script.then(new Turn.Settled());
    ChangeCore<String> change = change(true);
    host.timing.schedule(Duration.ofMinutes(2), () -> script.trouble = null);

    assertThat(change.await()).isEqualTo("my-model");
  }

  @Test
  void leavesTheChangeAloneWhenTheWaitIsOver() {
    script.then(pending("model", true));
    ChangeCore<String> change = change(true);

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> change.await(Duration.ofMinutes(1)));

    assertThat(error.code()).isEqualTo(ErrorCode.WAIT_TIMEOUT);
    assertThat(script.cancels).isZero();
    assertThat(host.timing.scheduled()).as("it is still driven").isPositive();
  }

  @Test
  void namesWhatIsUnfinishedWhenTheClientCloses() {
    script.then(pending("model", true));
    change(true);
    host.timing.advance(Duration.ofSeconds(1));

    String log = logOf(host.operations::close);

    assertThat(log).contains(ID.toString());
    assertThat(host.timing.scheduled()).isZero();
  }

  private static String logOf(Runnable body) {
    PrintStream usual = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      body.run();
    } finally {
      System.setErr(usual);
    }
    return written.toString(StandardCharsets.UTF_8);
  }

  private final class Script implements ChangeCore.Wish {
    final List<Instant> turns = new ArrayList<>();
    final Deque<Turn> next = new ArrayDeque<>();
    AloftException trouble;
    int cancels;

    void then(Turn... more) {
      next.addAll(List.of(more));
    }

    @Override
    public Turn turn() {
      turns.add(host.timing.now());
      if (trouble != null) {
        throw trouble;
      }
      return next.size() > 1 ? next.removeFirst() : next.getFirst();
    }

    @Override
    public void cancel() {
      cancels++;
      next.removeFirst();
    }
  }
}
