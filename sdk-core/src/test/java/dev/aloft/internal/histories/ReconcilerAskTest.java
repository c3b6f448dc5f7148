package dev.aloft.internal.histories;

import static dev.aloft.internal.histories.Bench.NEW;
import static dev.aloft.internal.histories.Bench.OLD;
import static dev.aloft.internal.histories.Bench.ended;
import static dev.aloft.internal.histories.Bench.single;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.Turn;
import dev.aloft.internal.services.Service;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where calls would move for good, what is new is asked while the old is still there. */
class ReconcilerAskTest {
  private static final String SMALL = NEW.hash() + "=10 " + OLD.hash() + "=90";
  private static final String WHOLE = NEW.hash() + "=100";

  private final Bench bench = new Bench(Service.VERTEX);

  @BeforeEach
  void deploy() {
    bench.carryOut("deploy", single(OLD));
    bench.probed.clear();
    bench.service.writes.clear();
  }

  private List<String> shares() {
    return bench.service.writes.stream()
        .filter(action -> action.verb().equals("traffic"))
        .map(action -> String.valueOf(action.fact("shares")))
        .toList();
  }

  @Test
  void anUpdateIsAskedWithASmallShareBesideTheOldOneAndOnce() {
    assertThat(bench.carryOut("update", single(NEW))).isInstanceOf(Turn.Settled.class);

    assertThat(shares()).containsExactly(SMALL, WHOLE);
    assertThat(bench.probed).containsExactly(NEW.hash());
    assertThat(bench.servingWhenProbed).isEqualTo(Map.of(OLD.hash(), 90, NEW.hash(), 10));
    assertThat(bench.billingWhenProbed).containsExactly(NEW.hash(), OLD.hash());
  }

  @Test
  void whatDoesNotAnswerNeverGetsTheWholeAndTheOldOneIsNeverGone() {
    bench.probeFails = ErrorCode.MODEL_FAILED;

    AloftException error = ended(bench.carryOut("update", single(NEW)));

    assertThat(error.code()).isEqualTo(ErrorCode.ROLLED_BACK);
    assertThat(shares()).containsExactly(SMALL, OLD.hash() + "=100");
    assertThat(bench.service.writes)
        .noneMatch(action -> action.verb().equals("delete") && action.id().contains(OLD.hash()));
    assertThat(bench.service.inner.serving(Bench.NAME)).isEqualTo(Map.of(OLD.hash(), 100));
    assertThat(bench.service.inner.billing(Bench.NAME)).containsExactly(OLD.hash());
  }

  @Test
  void whereThereIsNothingToAskThereIsNoSmallShare() {
    bench.probeAsks = false;

    bench.carryOut("update", single(NEW));

    assertThat(shares()).containsExactly(WHOLE);
  }

  @Test
  void whoeverMayNotAskGoesOn() {
    bench.probeFails = ErrorCode.PERMISSION_DENIED;

    assertThat(bench.carryOut("update", single(NEW))).isInstanceOf(Turn.Settled.class);
    assertThat(shares()).containsExactly(SMALL, WHOLE);
  }

  @Test
  void whatOthersAnsweredIsAskedAgainWhoeverHasChosenTheRow() {
    bench.probeIsChosen = false;
    bench.probeFails = ErrorCode.BUSY;

    assertThat(bench.carryOut("update", single(NEW))).isInstanceOf(Turn.Settled.class);
    assertThat(bench.probed).hasSize(10);
  }

  @Test
  void whatNeverAnswersAChosenRowIsTakenBack() {
    bench.probeFails = ErrorCode.BUSY;

    AloftException error = ended(bench.carryOut("update", single(NEW)));

    assertThat(error.code()).isEqualTo(ErrorCode.ROLLED_BACK);
    assertThat(bench.probed).hasSize(10);
    assertThat(bench.service.inner.serving(Bench.NAME)).isEqualTo(Map.of(OLD.hash(), 100));
  }

  @Test
  void anotherProcessGoesOnWhereTheQuestionStood() {
    bench.probeFails = ErrorCode.CREDENTIALS_EXPIRED;
    long wish = bench.reconciler.want(Bench.NAME, single(NEW), "update");
    try {
      bench.drive(bench.reconciler, wish);
    } catch (AloftException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.CREDENTIALS_EXPIRED);
    }
    assertThat(shares()).containsExactly(SMALL);
    bench.probeFails = null;

    assertThat(bench.drive(bench.reconciler("two"), wish)).isInstanceOf(Turn.Settled.class);
    assertThat(shares()).containsExactly(SMALL, WHOLE);
  }
}
