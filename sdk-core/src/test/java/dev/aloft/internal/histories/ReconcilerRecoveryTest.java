package dev.aloft.internal.histories;

import static dev.aloft.internal.histories.Bench.BAD;
import static dev.aloft.internal.histories.Bench.NAME;
import static dev.aloft.internal.histories.Bench.NEW;
import static dev.aloft.internal.histories.Bench.OLD;
import static dev.aloft.internal.histories.Bench.ended;
import static dev.aloft.internal.histories.Bench.single;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.Reconciler;
import dev.aloft.internal.Turn;
import dev.aloft.internal.services.Service;
import dev.aloft.internal.services.Specs;
import dev.aloft.serving.EndpointSpec;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What recovering finds, and what it leaves alone. */
class ReconcilerRecoveryTest {
  private final Bench bench = new Bench(Service.SAGEMAKER);
  private final Reconciler<EndpointSpec> reconciler = bench.reconciler;

  @Test
  void saysWhenTheWayBackIsBlockedAndTriesAnewWhenAsked() {
    bench.carryOut("deploy", single(OLD));
    long generation = reconciler.want(NAME, single(BAD), "update");
    bench.service.refuse(
        ErrorCode.PERMISSION_DENIED,
        action -> action.verb().equals("delete") && action.kind().equals("model"));

    AloftException error = ended(bench.drive(reconciler, generation));

    assertThat(error.code()).isEqualTo(ErrorCode.MODEL_FAILED);
    assertThat(error.summary()).contains("could not be restored");
    assertThat(error.stillExists()).anyMatch(part -> part.contains("endpoint churn"));
    assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(reconciler.open()).extracting(Reconciler.Open::tombstone).containsExactly(false);

    bench.service.refuseNothing();
    long again = reconciler.revive(NAME).orElseThrow();
    assertThat(bench.drive(reconciler, again)).isInstanceOf(Turn.Settled.class);
    assertThat(ended(reconciler.turn(NAME, generation)).code()).isEqualTo(ErrorCode.ROLLED_BACK);
  }

  @Test
  void wishesAnewWhenTheWayBackHasUsedUpItsTries() {
    Bench other = new Bench(Service.KSERVE);
    other.carryOut("deploy", single(OLD));
    long generation = other.reconciler.want(NAME, single(BAD), "update");
    other.service.ignored = action -> OLD.hash().equals(action.fact("revision"));

    AloftException error = ended(other.drive(other.reconciler, generation));
    assertThat(error.summary()).contains("could not be restored", "does not keep");

    int documents = other.store.puts;
    assertThat(other.drive(other.reconciler, generation)).isInstanceOf(Turn.Ended.class);
    assertThat(other.store.puts).isEqualTo(documents);

    other.service.ignored = action -> false;
    long again = other.reconciler.revive(NAME).orElseThrow();
    assertThat(other.drive(other.reconciler, again)).isInstanceOf(Turn.Settled.class);
    assertThat(ended(other.reconciler.turn(NAME, generation)).code())
        .isEqualTo(ErrorCode.ROLLED_BACK);
  }

  @Test
  void keepsARemovalThatFailsOpenAndNeverMakesThingsAnew() {
    bench.carryOut("deploy", single(NEW));
    bench.service.refuse(ErrorCode.PERMISSION_DENIED, action -> action.kind().equals("model"));

    AloftException error = ended(bench.carryOut("undeploy", null));

    assertThat(error.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(bench.service.inner.billing(NAME)).isEmpty();
    bench.service.refuseNothing();
    assertThat(bench.carryOut("undeploy", null)).isInstanceOf(Turn.Settled.class);
    assertThat(reconciler.orphans()).isEmpty();
  }

  @Test
  void makesNothingAnewThatWentWithoutAWish() {
    bench.carryOut("deploy", single(NEW));
    bench.service.inner.owned(bench.logId(), null).items().forEach(bench.service.inner::delete);

    assertThat(reconciler.revive(NAME)).isEmpty();
  }

  @Test
  void leavesRemovedNamesAloneAfterADay() {
    bench.carryOut("deploy", single(NEW));
    bench.carryOut("undeploy", null);
    assertThat(reconciler.open()).hasSize(1);

    bench.timing.advance(Duration.ofHours(25));

    assertThat(reconciler.open()).isEmpty();
  }

  @Test
  void findsOrphansButNoPartOfAWish() {
    bench.carryOut("deploy", single(NEW));
    assertThat(reconciler.orphans()).isEmpty();

    Target<EndpointSpec> stray =
        new Target<>("stray", bench.logId(), 1, Specs.single("stray", OLD), null, Map.of());
    Next.Act act = (Next.Act) bench.service.inner.next(stray, Observation.NOTHING);
    bench.service.inner.apply(act.action(), stray);
    assertThat(reconciler.orphans()).extracting(Part::id).containsExactly("stray-" + OLD.hash());

    reconciler.want("stray", Specs.single("stray", OLD), "deploy");
    assertThat(reconciler.orphans()).isEmpty();
  }

  @Test
  void findsWhatARemovalLeftOnlyWhenItsTombstoneIsOver() {
    bench.carryOut("deploy", single(NEW));
    bench.carryOut("undeploy", null);
    Target<EndpointSpec> late = new Target<>(NAME, bench.logId(), 1, single(OLD), null, Map.of());
    bench.service.inner.apply(
        ((Next.Act) bench.service.inner.next(late, Observation.NOTHING)).action(), late);

    assertThat(reconciler.orphans()).isEmpty();
    assertThat(reconciler.revive(NAME)).isPresent();
    bench.timing.advance(Duration.ofHours(25));
  }
}
