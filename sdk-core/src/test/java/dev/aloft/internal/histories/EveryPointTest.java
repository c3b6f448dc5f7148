package dev.aloft.internal.histories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.internal.services.Service;
import dev.aloft.internal.services.Specs;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The same few flows with one thing going wrong, at every single point where it can: a write, a
 * turn, a step.
 */
class EveryPointTest {
  private static final Logger LOGGER = LoggerFactory.getLogger(EveryPointTest.class);
  private static final EndpointRevision OLD = Specs.revision("good-old", true);
  private static final EndpointRevision NEW = Specs.revision("good-new", false);
  private static final EndpointRevision BAD = Specs.revision("bad", true);

  @ParameterizedTest
  @EnumSource(Service.class)
  void everyWriteMayGoWrong(Service service) throws InterruptedException {
    everyWrite(service, 5);
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(Service.class)
  void everyWriteMayGoWrongReally(Service service) throws InterruptedException {
    everyWrite(service, 1);
  }

  private static void everyWrite(Service service, int stride) throws InterruptedException {
    Tally tally = new Tally();
    for (List<History.Move> flow : flows(service)) {
      for (Fault fault : Faults.ALL) {
        int write = 0;
        Faults faults;
        do {
          faults = Faults.single(write, fault);
          History history = new History(new Random(write), service, faults, 0);
          history.process(history.client(Naps.NONE), flow);
          check(service + ", " + fault + " at write " + write, history);
          tally.add(history);
          write += stride;
        } while (faults.injected() > 0);
      }
    }
    report("write", service, tally);
    assertThat(tally.of("faults")).isGreaterThan(150 / stride);
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  void everyTurnMayBeCancelled(Service service) throws InterruptedException {
    everyTurn(service, 3);
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(Service.class)
  void everyTurnMayBeCancelledReally(Service service) throws InterruptedException {
    everyTurn(service, 1);
  }

  private static void everyTurn(Service service, int stride) throws InterruptedException {
    Tally tally = new Tally();
    for (EndpointRevision revision : List.of(NEW, BAD)) {
      boolean late = false;
      for (int turn = 0; !late; turn += stride) {
        History history = new History(new Random(turn), service, Faults.none(), 0);
        history.process(
            history.client(Naps.NONE),
            List.of(
                move("deploy", single(OLD), -1),
                move("update", single(revision), turn),
                move("undeploy", null, -1)));
        check(service + ", cancelled at turn " + turn, history);
        tally.add(history);
        late = history.world.doings.stream().noneMatch(doing -> doing.cancelled);
      }
    }
    report("turn", service, tally);
    assertThat(tally.of("told CANCELLED")).isGreaterThan(8 / stride);
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  void everyStepMayBeSleptBefore(Service service) throws InterruptedException {
    everyStep(service, 9);
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(Service.class)
  void everyStepMayBeSleptBeforeReally(Service service) throws InterruptedException {
    everyStep(service, 1);
  }

  private static void everyStep(Service service, int stride) throws InterruptedException {
    Tally tally = new Tally();
    for (EndpointSpec other : otherWishes(service)) {
      for (Duration nap : List.of(Duration.ofSeconds(90), Duration.ofHours(1))) {
        boolean slept = true;
        for (int step = 0; slept; step += stride) {
          History history = new History(new Random(step), service, Faults.none(), 0);
          Client sleeper = history.client(Naps.once(step, nap));
          Client waker = history.client(Naps.NONE);
          history.process(
              sleeper, List.of(move("deploy", single(OLD), -1), move("update", single(NEW), -1)));
          history.process(
              waker,
              List.of(
                  move("undeploy", null, -1),
                  (client, any) -> any.world.stage.sleep(Duration.ofMinutes(12)),
                  move("other", other, -1)));
          check(service + ", slept " + nap + " before step " + step, history);
          tally.add(history);
          slept = history.world.naps() > 0;
        }
      }
    }
    report("step", service, tally);
    assertThat(tally.of("naps")).isGreaterThan(300 / stride);
  }

  private static List<List<History.Move>> flows(Service service) {
    List<List<History.Move>> flows = new ArrayList<>();
    flows.add(
        List.of(
            move("deploy", single(OLD), -1),
            move("update", single(NEW), -1),
            move("rollback", single(OLD), -1),
            move("undeploy", null, -1)));
    flows.add(List.of(move("deploy", single(OLD), -1), move("update", single(BAD), -1)));
    flows.add(List.of(move("deploy", single(BAD), -1)));
    flows.add(List.of(move("deploy", single(OLD), -1), move("update", single(NEW), 4)));
    if (service.splitsTraffic()) {
      flows.add(
          List.of(
              move("deploy", single(OLD), -1),
              move("canary", Specs.split(World.NAME, OLD, NEW, 10), -1),
              move("promote", single(NEW), -1)));
      flows.add(
          List.of(
              move("deploy", single(OLD), -1),
              move("canary", Specs.split(World.NAME, OLD, BAD, 10), -1)));
    }
    return flows;
  }

  private static List<@Nullable EndpointSpec> otherWishes(Service service) {
    List<@Nullable EndpointSpec> wishes = new ArrayList<>();
    wishes.add(null);
    wishes.add(single(OLD));
    wishes.add(service.splitsTraffic() ? Specs.split(World.NAME, NEW, OLD, 20) : single(NEW));
    return wishes;
  }

  private static EndpointSpec single(EndpointRevision revision) {
    return Specs.single(World.NAME, revision);
  }

  private static History.Move move(String verb, @Nullable EndpointSpec spec, int cancelAt) {
    return (client, history) -> history.carryOut(client, verb, spec, cancelAt, History.patient());
  }

  private static void check(String what, History history) throws InterruptedException {
    List<String> wrong = history.run();
    assertThat(wrong).withFailMessage("%s:%n%s", what, history.story()).isEmpty();
  }

  private static void report(String point, Service service, Tally tally) {
    LOGGER.info("every {}, {}: {}", point, service, tally);
  }
}
