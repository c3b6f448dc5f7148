package dev.aloft.internal.histories;

import static dev.aloft.internal.histories.Bench.NAME;
import static dev.aloft.internal.histories.Bench.NEW;
import static dev.aloft.internal.histories.Bench.OLD;
import static dev.aloft.internal.histories.Bench.ended;
import static dev.aloft.internal.histories.Bench.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.Plan;
import dev.aloft.driver.Action;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.Reconciler;
import dev.aloft.internal.Turn;
import dev.aloft.internal.services.Service;
import dev.aloft.serving.EndpointSpec;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a caller of the reconciler is told, and what it costs. */
class ReconcilerTest {
  private final Bench bench = new Bench(Service.SAGEMAKER);
  private final Reconciler<EndpointSpec> reconciler = bench.reconciler;

  @ParameterizedTest
  @EnumSource(Service.class)
  void writesTwoDocumentsForAVerbAndOneForEachTryAndRenewal(Service kind) {
    World world = new World(new Random(1), kind, Faults.none(), 0);
    History history = new History(world);
    Client client = history.client(Naps.NONE);

    history.carryOut(client, "deploy", single(OLD), -1, History.patient());

    long renewals = world.story.stream().filter(line -> line.contains("Leased")).count();
    assertThat(world.documents()).isEqualTo(2 + world.tries() + (int) renewals);
    assertThat(world.tries()).isEqualTo(1);
    assertThat(renewals).isLessThanOrEqualTo(3);
  }

  @Test
  void settlesAndRemembers() {
    assertThat(bench.carryOut("deploy", single(OLD))).isInstanceOf(Turn.Settled.class);
    assertThat(bench.carryOut("update", single(NEW))).isInstanceOf(Turn.Settled.class);

    assertThat(reconciler.settled(NAME)).contains(single(NEW));
    assertThat(reconciler.history(NAME))
        .extracting(entry -> entry.generation() + entry.verb() + entry.outcome())
        .containsExactly("2updatesettled", "1deploysettled");
    assertThat(reconciler.look(NAME).open()).isFalse();
    assertThat(reconciler.look(NAME).target().wish()).contains(single(NEW));
  }

  @Test
  void joinsAnEqualWishAndOvertakesAnother() {
    Reconciler<EndpointSpec> other = bench.reconciler("two");

    long first = reconciler.want(NAME, single(OLD), "deploy");
    assertThat(other.want(NAME, single(OLD), "deploy")).isEqualTo(first);
    long second = other.want(NAME, single(NEW), "deploy");

    assertThat(second).isEqualTo(first + 1);
    assertThat(ended(reconciler.turn(NAME, first)).code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(ended(reconciler.turn(NAME, first)).summary()).contains("\"deploy\", wish 2");
  }

  @Test
  void letsTheOvertakingProcessBeginAtOnce() {
    Reconciler<EndpointSpec> other = bench.reconciler("two");
    long first = reconciler.want(NAME, single(OLD), "deploy");
    reconciler.turn(NAME, first);
    long second = other.want(NAME, single(NEW), "deploy");

    int writes = bench.service.writes.size();
    Turn.Pending held = (Turn.Pending) other.turn(NAME, second);
    assertThat(held.phase()).contains("another process");
    assertThat(bench.service.writes).hasSize(writes);

    reconciler.turn(NAME, first);
    other.turn(NAME, second);
    assertThat(bench.service.writes).hasSize(writes + 1);
  }

  @Test
  void takesOverWhatNobodyDrivesAnyMore() {
    long generation = reconciler.want(NAME, single(OLD), "deploy");
    reconciler.turn(NAME, generation);
    Reconciler<EndpointSpec> other = bench.reconciler("two");
    Reconciler.Open held = other.open().get(0);
    assertThat(held.held()).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(3));

    bench.timing.advance(held.held().minusSeconds(1));
    assertThat(other.open().get(0).held()).isEqualTo(Duration.ofSeconds(1));
    bench.timing.advance(Duration.ofSeconds(1));

    assertThat(other.open())
        .containsExactly(new Reconciler.Open(NAME, generation, false, Duration.ZERO));
    assertThat(bench.drive(other, generation)).isInstanceOf(Turn.Settled.class);
  }

  @Test
  void cancelsByWishingForTheStateBefore() {
    bench.carryOut("deploy", single(OLD));
    long generation = reconciler.want(NAME, single(NEW), "update");
    for (int i = 0; i < 4; i++) {
      reconciler.turn(NAME, generation);
    }

    reconciler.cancel(NAME, generation);
    reconciler.cancel(NAME, generation);

    Turn.Pending pending = (Turn.Pending) reconciler.turn(NAME, generation);
    assertThat(pending.cancelling()).isTrue();
    assertThat(ended(bench.drive(reconciler, generation)).code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(bench.service.inner.serving(NAME)).containsEntry(OLD.hash(), 100);
  }

  @Test
  void cancelsNothingThatIsDone() {
    bench.carryOut("deploy", single(OLD));
    int documents = bench.store.puts;

    reconciler.cancel(NAME, 1);

    assertThat(bench.store.puts).isEqualTo(documents);
    assertThat(reconciler.turn(NAME, 1)).isInstanceOf(Turn.Settled.class);
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  void plansWithoutWriting(Service kind) {
    Bench other = new Bench(kind);

    Plan plan = other.reconciler.plan(NAME, single(OLD));

    assertThat(plan.end()).isEqualTo("done");
    assertThat(other.service.writes).isEmpty();
    assertThat(other.store.puts).as("the log's id").isEqualTo(1);

    other.carryOut("deploy", single(OLD));
    assertThat(plan.steps())
        .isNotEmpty()
        .isEqualTo(other.service.writes.stream().map(Action::toString).distinct().toList());
  }

  @Test
  void tellsWhatComesAndGoes() {
    bench.carryOut("deploy", single(NEW));
    bench.carryOut("undeploy", null);

    List<String> told =
        bench.host.events.stream().map(event -> event.kind() + " " + event.detail()).toList();
    assertThat(told)
        .containsSubsequence(
            "PART_APPEARED model churn-" + NEW.hash(),
            "PART_APPEARED endpoint churn",
            "ENDED settled",
            "PART_GONE endpoint churn",
            "ENDED settled");
  }

  @Test
  void knowsOnlyWishesThatThereWere() {
    assertThatThrownBy(() -> reconciler.turn(NAME, 1))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }
}
