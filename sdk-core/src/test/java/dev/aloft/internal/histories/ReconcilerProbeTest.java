package dev.aloft.internal.histories;

import static dev.aloft.internal.histories.Bench.NEW;
import static dev.aloft.internal.histories.Bench.OLD;
import static dev.aloft.internal.histories.Bench.ended;
import static dev.aloft.internal.histories.Bench.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.Turn;
import dev.aloft.internal.services.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the driver calls done counts when its probe is answered. */
class ReconcilerProbeTest {
  private final Bench bench = new Bench(Service.SAGEMAKER);

  @Test
  void aDeployAndAnUpdateAreProbedAndARemovalIsNot() {
    bench.carryOut("deploy", single(OLD));
    bench.carryOut("update", single(NEW));
    bench.carryOut("undeploy", null);

    assertThat(bench.probed).containsExactly(OLD.hash(), NEW.hash());
  }

  @Test
  void whatAnswersWithAnErrorIsTakenBackUnprobed() {
    bench.carryOut("deploy", single(OLD));
    bench.probeFails = ErrorCode.MODEL_FAILED;

    AloftException error = ended(bench.carryOut("update", single(NEW)));

    assertThat(error.code()).isEqualTo(ErrorCode.ROLLED_BACK);
    assertThat(error.summary()).contains("probe was answered with an error", "says no");
    assertThat(bench.probed).containsExactly(OLD.hash(), NEW.hash());
    assertThat(bench.service.inner.serving(Bench.NAME)).containsOnlyKeys(OLD.hash());
  }

  @Test
  void whatNeverAnswersIsAskedTenTimesAndGoes() {
    bench.probeFails = ErrorCode.UNAVAILABLE;

    AloftException error = ended(bench.carryOut("deploy", single(OLD)));

    assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(error.summary()).contains("probe is not answered");
    assertThat(bench.probed).hasSize(10);
    assertThat(bench.service.inner.billing(Bench.NAME)).isEmpty();
  }

  @Test
  void whoMayNotAskIsDone() {
    bench.probeFails = ErrorCode.PERMISSION_DENIED;

    assertThat(bench.carryOut("deploy", single(OLD))).isInstanceOf(Turn.Settled.class);
  }

  @Test
  void withoutCredentialsTheWishStaysOpen() {
    bench.probeFails = ErrorCode.CREDENTIALS_EXPIRED;

    assertThatThrownBy(() -> bench.carryOut("deploy", single(OLD)))
        .isInstanceOfSatisfying(AloftException.class, e -> assertThat(e.isOutcome()).isFalse());

    bench.probeFails = null;
    assertThat(bench.carryOut("deploy", single(OLD))).isInstanceOf(Turn.Settled.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "TIMED_OUT", "MODEL_FAILED", "PROVIDER_ERROR"})
  void whatNobodyHasChosenNeedNotBeAnswered(ErrorCode code) {
    bench.probeIsChosen = false;
    bench.probeFails = code;

    assertThat(bench.carryOut("deploy", single(OLD))).isInstanceOf(Turn.Settled.class);
    assertThat(bench.service.inner.serving(Bench.NAME)).containsOnlyKeys(OLD.hash());
  }

  @Test
  void whatCannotBeReadIsTakenBackWhoeverHasChosenTheRow() {
    bench.probeIsChosen = false;
    bench.probeFails = ErrorCode.DATA_CORRUPTED;

    AloftException error = ended(bench.carryOut("deploy", single(OLD)));

    assertThat(error.code()).isEqualTo(ErrorCode.DATA_CORRUPTED);
    assertThat(error.summary()).contains("cannot be read");
  }
}
