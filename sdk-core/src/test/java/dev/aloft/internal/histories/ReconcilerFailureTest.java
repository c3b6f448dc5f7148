package dev.aloft.internal.histories;

import static dev.aloft.internal.histories.Bench.BAD;
import static dev.aloft.internal.histories.Bench.NAME;
import static dev.aloft.internal.histories.Bench.NEW;
import static dev.aloft.internal.histories.Bench.OLD;
import static dev.aloft.internal.histories.Bench.ended;
import static dev.aloft.internal.histories.Bench.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.driver.Action;
import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.internal.Reconciler;
import dev.aloft.internal.Turn;
import dev.aloft.internal.services.Service;
import dev.aloft.serving.EndpointSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How failures end, and what is told of them. */
class ReconcilerFailureTest {
  private final Bench bench = new Bench(Service.SAGEMAKER);
  private final Reconciler<EndpointSpec> reconciler = bench.reconciler;

  @Test
  void rollsBackAndSaysWhy() {
    bench.carryOut("deploy", single(OLD));

    AloftException error = ended(bench.carryOut("update", single(BAD)));

    assertThat(error.code()).isEqualTo(ErrorCode.ROLLED_BACK);
    assertThat(error.summary()).contains("update", NAME, "ping health check");
    assertThat(error.rawCode()).contains("MODEL_FAILED");
    assertThat(error.isOutcome()).isTrue();
    assertThat(bench.service.inner.serving(NAME)).containsEntry(OLD.hash(), 100);
    assertThat(reconciler.history(NAME))
        .extracting(entry -> entry.verb() + " " + entry.outcome())
        .containsExactly("restore settled", "update failed", "deploy settled");
  }

  @Test
  void filesThatAreNotWholeAreTheCallersToMakeWhole() {
    bench.carryOut("deploy", single(OLD));
    bench.service.refuse(ErrorCode.DATA_CORRUPTED, action -> action.verb().equals("update"));

    AloftException error = ended(bench.carryOut("update", single(NEW)));

    assertThat(error.rawCode()).contains("DATA_CORRUPTED");
    assertThat(error.blame()).isEqualTo(Blame.USER_CODE);
    assertThat(error.nextSteps())
        .extracting(NextStep::line)
        .contains("aloft.models().get(name).download(directory)");
  }

  @Test
  void saysTheCodeWhenNothingWasThereBefore() {
    assertThat(ended(bench.carryOut("deploy", single(BAD))).code())
        .isEqualTo(ErrorCode.MODEL_FAILED);
    assertThat(bench.service.inner.billing(NAME)).isEmpty();
  }

  @Test
  void neverTouchesWhatSomebodyElseMade() {
    bench.service.inner.foreignEndpoint(NAME);

    AloftException error = ended(bench.carryOut("deploy", single(OLD)));

    assertThat(error.code()).isEqualTo(ErrorCode.CONFLICT_NOT_OURS);
    assertThat(bench.service.writes).isEmpty();
    assertThat(reconciler.history(NAME))
        .extracting(Reconciler.Entry::outcome)
        .containsExactly("failed");
    assertThat(reconciler.open()).allMatch(Reconciler.Open::tombstone);
    assertThat(reconciler.revive(NAME)).isEmpty();
    assertThat(ended(bench.carryOut("undeploy", null)).code())
        .isEqualTo(ErrorCode.CONFLICT_NOT_OURS);
    assertThat(bench.service.writes).isEmpty();
  }

  @Test
  void failsAtOnceWhenAWriteIsRefusedForGood() {
    bench.carryOut("deploy", single(OLD));
    bench.service.refuse(ErrorCode.PERMISSION_DENIED, action -> action.verb().equals("update"));

    AloftException error = ended(bench.carryOut("update", single(NEW)));

    assertThat(error.code()).isEqualTo(ErrorCode.ROLLED_BACK);
    assertThat(error.rawCode()).contains("PERMISSION_DENIED");
    assertThat(bench.service.writes)
        .filteredOn(action -> action.verb().equals("update"))
        .hasSize(1);
  }

  @Test
  void looksOnceAfterAWriteThatIsCalledWrong() {
    bench.service.refuse(
        ErrorCode.INVALID_REQUEST, Effect.UNKNOWN, action -> action.kind().equals("endpoint"));

    AloftException error = ended(bench.carryOut("deploy", single(NEW)));

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.blame()).isEqualTo(Blame.REQUEST);
    assertThat(bench.service.writes)
        .filteredOn(action -> action.toString().equals("create endpoint churn"))
        .hasSize(1);
    assertThat(bench.service.inner.billing(NAME)).isEmpty();
  }

  @Test
  void removesWhatAWrongWriteMadeAllTheSame() {
    bench.carryOut("deploy", single(OLD));
    bench.service.refuse(
        ErrorCode.INVALID_REQUEST, Effect.UNKNOWN, action -> action.verb().equals("delete"));
    long generation = reconciler.want(NAME, null, "undeploy");
    for (int i = 0; i < 3; i++) {
      assertThat(reconciler.turn(NAME, generation)).isInstanceOf(Turn.Pending.class);
      bench.timing.advance(Duration.ofSeconds(10));
    }

    bench.service.refuseNothing();

    assertThat(bench.drive(reconciler, generation)).isInstanceOf(Turn.Settled.class);
    assertThat(bench.service.inner.billing(NAME)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNAUTHENTICATED", "CREDENTIALS_EXPIRED", "INTERRUPTED"})
  void leavesTheWishOpenWhenNobodyAnswers(String code) {
    long generation = reconciler.want(NAME, single(OLD), "deploy");
    bench.service.refuse(ErrorCode.valueOf(code), action -> true);

    assertThatThrownBy(() -> reconciler.turn(NAME, generation))
        .isInstanceOfSatisfying(AloftException.class, e -> assertThat(e.isOutcome()).isFalse());

    bench.service.refuseNothing();
    assertThat(bench.drive(reconciler, generation)).isInstanceOf(Turn.Settled.class);
  }

  @Test
  void looksAgainLongerAndLongerAndThenGivesUp() {
    bench.service.refuse(ErrorCode.BUSY, action -> action.kind().equals("endpoint"));
    long generation = reconciler.want(NAME, single(NEW), "deploy");

    List<Duration> pauses = new ArrayList<>();
    Turn turn = reconciler.turn(NAME, generation);
    while (turn instanceof Turn.Pending pending && !pending.phase().startsWith("going back")) {
      if (pending.phase().equals("create endpoint churn")) {
        pauses.add(pending.pause());
      }
      bench.timing.advance(pending.pause() == null ? Duration.ofSeconds(1) : pending.pause());
      turn = reconciler.turn(NAME, generation);
    }

    assertThat(pauses).hasSize(12).isSorted();
    assertThat(pauses).last().isEqualTo(Duration.ofSeconds(60));
    assertThat(ended(bench.drive(reconciler, generation)).code()).isEqualTo(ErrorCode.BUSY);
  }

  @Test
  void keepsToTheServicesOwnPause() {
    bench.service.refuse(ErrorCode.THROTTLED, action -> true);
    bench.service.retryAfter = Duration.ofMinutes(7);
    long generation = reconciler.want(NAME, single(NEW), "deploy");

    assertThat(((Turn.Pending) reconciler.turn(NAME, generation)).pause())
        .isEqualTo(Duration.ofMinutes(7));
  }

  @Test
  void doesNotCountATryThatCameTooLateToBeSent() {
    AtomicInteger naps = new AtomicInteger(5);
    bench.store.afterTry =
        () -> {
          if (naps.getAndDecrement() > 0) {
            bench.timing.advance(Duration.ofMinutes(3));
          }
        };

    assertThat(bench.carryOut("deploy", single(NEW))).isInstanceOf(Turn.Settled.class);

    assertThat(bench.service.writes).filteredOn(Action::counted).hasSize(1);
    assertThat(bench.store.tries).hasValue(1);
  }

  @Test
  void tellsWhatTheLogLacksFromWhatALookDoesNotFind() {
    long generation = reconciler.want(NAME, single(NEW), "deploy");

    assertThatThrownBy(() -> reconciler.turn(NAME, generation + 1))
        .isInstanceOfSatisfying(AloftException.class, e -> assertThat(e.isOutcome()).isTrue());
    bench.service.lookFails = ErrorCode.NOT_FOUND;
    assertThatThrownBy(() -> reconciler.turn(NAME, generation))
        .isInstanceOfSatisfying(AloftException.class, e -> assertThat(e.isOutcome()).isFalse());
  }

  @Test
  void sendsEachWriteWithinItsOwnTime() {
    bench.carryOut("deploy", single(NEW));

    assertThat(bench.host.limits)
        .hasSameSizeAs(bench.service.writes)
        .allMatch(limit -> limit.compareTo(bench.service.writes.get(0).timeout()) <= 0);
  }

  @Test
  void doesNotCountWhatWasSurelyNotDone() {
    bench.service.refuse(ErrorCode.THROTTLED, Action::counted);
    long generation = reconciler.want(NAME, single(NEW), "deploy");
    for (int i = 0; i < 8; i++) {
      Turn turn = reconciler.turn(NAME, generation);
      assertThat(turn).isInstanceOf(Turn.Pending.class);
      bench.timing.advance(Duration.ofSeconds(2));
    }

    bench.service.refuseNothing();

    assertThat(bench.drive(reconciler, generation)).isInstanceOf(Turn.Settled.class);
  }
}
