package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Action;
import dev.aloft.driver.Backend;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.ServingDriver;
import dev.aloft.driver.Target;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.testkit.RecordingLayer.Recorded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * The rules of a serving driver, asked one call at a time: looking writes nothing, deciding is
 * pure, an action is one write, and nothing is asked of a part that is changing or that somebody
 * else made.
 */
@Needs("serving")
public abstract class DriverConformance extends Conformance {
  private static final String NAME = "kit-driver";
  private static final String LOG = "kitlog7q2x";
  private static final int MOST_TURNS = 500;
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final DriverScope scope = new DriverScope();
  private final List<Step> steps = new ArrayList<>();

  /** For a provider's subclass. */
  protected DriverConformance() {}

  /** What was seen, what was decided, and for what. */
  private record Step(Target<EndpointSpec> target, Observation seen, Next next) {}

  private ServingDriver driver() {
    return process().aloft().unwrap(Backend.class).orElseThrow().serving();
  }

  private EndpointSpec spec(ModelFixture model, String revision) {
    return RevisionFixture.spec(
        aloft().unwrap(Backend.class).orElseThrow(), NAME, model.directory(), revision);
  }

  private void drive(DriverWork body) {
    ClientProcess process = open(harness().client().layer(scope));
    scope.run(process.aloft(), () -> body.drive(process));
  }

  /** Work that calls a driver. */
  @FunctionalInterface
  private interface DriverWork {
    void drive(ClientProcess process) throws Exception;
  }

  /** Turns a wish by hand until it is done, and checks the rules at every step. */
  private Observation turn(ClientProcess process, Target<EndpointSpec> wish) throws Exception {
    ServingDriver driver = process.aloft().unwrap(Backend.class).orElseThrow().serving();
    Target<EndpointSpec> target = wish;
    Duration pause = SHORTEST_PAUSE;
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      Observation seen = look(process, driver, target);
      Next next = decide(process, driver, target, seen);
      steps.add(new Step(target, seen, next));
      if (next instanceof Next.Done) {
        return seen;
      }
      List<Action> writes = writes(next);
      if (!writes.isEmpty()) {
        target = act(process, driver, writes.get(0), target);
        pause = SHORTEST_PAUSE;
      } else if (next instanceof Next.Wait wait) {
        harness().pass(wait.pause() == null ? pause : wait.pause());
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      } else {
        throw new AssertionError("could not be fulfilled: " + next);
      }
    }
    throw new AssertionError("not done after " + MOST_TURNS + " turns");
  }

  private Observation look(
      ClientProcess process, ServingDriver driver, Target<EndpointSpec> target) {
    int before = process.sent().requests().size();
    Observation seen = driver.observe(target);
    List<Recorded> sent = process.sent().requests();
    assertThat(sent.subList(before, sent.size()))
        .as("what a look sent")
        .noneMatch(recorded -> harness().isWrite(recorded.call()))
        .allMatch(recorded -> recorded.call().repeatable());
    return seen;
  }

  private static Next decide(
      ClientProcess process, ServingDriver driver, Target<EndpointSpec> target, Observation seen) {
    int before = process.sent().requests().size();
    Next next = driver.next(target, seen);
    assertThat(driver.next(target, seen)).as("deciding the same again").isEqualTo(next);
    assertThat(process.sent().requests()).as("what a decision sent").hasSize(before);
    writes(next).forEach(write -> proveNobodyIsDisturbed(write, seen));
    return next;
  }

  /** What a decision is going to write, in this order. */
  private static List<Action> writes(Next next) {
    if (next instanceof Next.Ask ask) {
      return ask.first() == null ? List.of(ask.then()) : List.of(ask.first(), ask.then());
    }
    return next instanceof Next.Act act ? List.of(act.action()) : List.of();
  }

  private static void proveNobodyIsDisturbed(Action action, Observation seen) {
    seen.part(action.kind(), action.id())
        .ifPresent(
            part ->
                assertThat(part.state())
                    .as("the state of what " + action + " touches")
                    .isNotIn(Part.State.CHANGING, Part.State.DELETING));
  }

  private Target<EndpointSpec> act(
      ClientProcess process, ServingDriver driver, Action action, Target<EndpointSpec> target) {
    Target<EndpointSpec> counted = target.after(action);
    int before = process.sent().requests().size();
    driver.apply(action, counted);
    List<Recorded> sent = process.sent().requests();
    assertThat(sent.subList(before, sent.size()))
        .as("writes of \"" + action + "\"")
        .filteredOn(recorded -> harness().isWrite(recorded.call()))
        .hasSizeLessThanOrEqualTo(1);
    return counted;
  }

  private static Target<EndpointSpec> wish(
      long generation,
      @org.jspecify.annotations.Nullable EndpointSpec spec,
      @org.jspecify.annotations.Nullable EndpointSpec settled) {
    return new Target<>(NAME, LOG, generation, spec, settled, Map.of());
  }

  /** Up, to another model, and gone. */
  private void wholeLife(ClientProcess process) throws Exception {
    EndpointSpec first = spec(fixtures().model(), "kitrevisiona");
    EndpointSpec second = spec(fixtures().otherModel(), "kitrevisionb");
    turn(process, wish(1, first, null));
    turn(process, wish(2, second, first));
    turn(process, wish(3, null, second));
  }

  @Test
  void lookingDecidingAndActingKeepToTheirRules() {
    drive(this::wholeLife);

    assertThat(harness().things().orElse(List.of())).isEmpty();
    assertThat(steps).anyMatch(step -> !writes(step.next()).isEmpty());
  }

  @Test
  void nothingIsWrittenWhileEverythingIsChanging() {
    drive(this::wholeLife);

    for (Step step : steps) {
      Observation changing = withState(step.seen(), Part.State.CHANGING);
      if (!changing.isEmpty()) {
        writes(driver().next(step.target(), changing))
            .forEach(write -> proveNobodyIsDisturbed(write, changing));
      }
    }
  }

  @Test
  void whatIsNotOursIsNeverTouched() {
    drive(this::wholeLife);

    for (Step step : steps) {
      for (Part one : step.seen().parts()) {
        proveNotTouched(step.target(), foreign(step.seen(), one::equals));
      }
      Observation theirs = foreign(step.seen(), part -> true);
      proveNotTouched(step.target(), theirs);
      if (!theirs.isEmpty() && step.target().spec() != null) {
        assertThat(driver().next(step.target(), theirs))
            .isInstanceOfSatisfying(
                Next.Fail.class,
                fail -> assertThat(fail.code()).isEqualTo(ErrorCode.CONFLICT_NOT_OURS));
      }
    }
  }

  /** Where nothing is ours there is nothing to be removed either. */
  private void proveNotTouched(Target<EndpointSpec> target, Observation seen) {
    writes(driver().next(target, seen)).forEach(write -> proveNotTouched(target, seen, write));
  }

  private static void proveNotTouched(
      Target<EndpointSpec> target, Observation seen, Action action) {
    assertThat(seen.part(action.kind(), action.id()).filter(part -> !part.ours()))
        .as("what \"%s\" touches and somebody else made", action)
        .isEmpty();
    assertThat(target.spec() != null || seen.parts().stream().anyMatch(Part::ours))
        .as("whether anything of ours is there for \"%s\"", action)
        .isTrue();
  }

  private static Observation withState(Observation seen, Part.State state) {
    return new Observation(
        seen.parts().stream()
            .map(
                part ->
                    new Part(
                        part.kind(),
                        part.id(),
                        state,
                        part.word(),
                        part.ours(),
                        part.bills(),
                        part.facts()))
            .toList());
  }

  private static Observation foreign(Observation seen, Predicate<Part> which) {
    return new Observation(
        seen.parts().stream()
            .map(
                part ->
                    new Part(
                        part.kind(),
                        part.id(),
                        part.state(),
                        part.word(),
                        part.ours() && !which.test(part),
                        part.bills(),
                        part.facts()))
            .toList());
  }

  @Test
  void everyPartIsFoundByItsOwnerAndCanBeRemovedAlone() {
    drive(
        process -> {
          EndpointSpec spec = spec(fixtures().model(), "kitrevisiona");
          Observation seen = turn(process, wish(1, spec, null));
          ServingDriver driver = process.aloft().unwrap(Backend.class).orElseThrow().serving();

          assertThat(seen.parts()).isNotEmpty().allMatch(Part::ours, "ours");
          assertThat(all(driver, LOG))
              .extracting(part -> part.kind() + " " + part.id())
              .containsExactlyInAnyOrderElementsOf(
                  seen.parts().stream().map(part -> part.kind() + " " + part.id()).toList());
          assertThat(all(driver, LOG)).allMatch(part -> driver.nameOf(part).equals(NAME));
          assertThat(all(driver, "kitlogelse")).isEmpty();
          Target<EndpointSpec> others = new Target<>(NAME, "kitlogelse", 1, spec, null, Map.of());
          assertThat(driver.observe(others).parts()).isNotEmpty().noneMatch(Part::ours);
          removeAll(driver);
        });
    assertThat(harness().things().orElse(List.of())).isEmpty();
  }

  private void removeAll(ServingDriver driver) throws InterruptedException {
    for (int round = 0; round < MOST_TURNS; round++) {
      List<Part> left = all(driver, LOG);
      if (left.isEmpty()) {
        return;
      }
      for (Part part : left) {
        if (part.state() != Part.State.CHANGING && part.state() != Part.State.DELETING) {
          try {
            driver.delete(part);
          } catch (dev.aloft.error.AloftException e) {
            assertThat(e.code()).isIn(ErrorCode.BUSY, ErrorCode.NOT_FOUND, ErrorCode.CONFLICT);
          }
        }
      }
      harness().pass(Duration.ofSeconds(1));
    }
    throw new AssertionError("parts cannot be removed: " + all(driver, LOG));
  }

  private static List<Part> all(ServingDriver driver, String logId) {
    List<Part> all = new ArrayList<>();
    String cursor = null;
    do {
      Page<Part> page = driver.owned(logId, cursor);
      all.addAll(page.items());
      cursor = page.cursor();
    } while (cursor != null);
    return all;
  }

  @Test
  void whatIsWrongWithAWishIsFoundWithoutCallingOut() {
    EndpointSpec spec = spec(fixtures().model(), "kitrevisiona");
    int before = process().sent().requests().size();

    Problems problems = new Problems();
    driver().check(spec, problems);

    assertThat(problems.all()).isEmpty();
    assertThat(process().sent().requests()).hasSize(before);
    assertThat(driver().runtimes()).isNotEmpty();
  }

  @Test
  void theProvidersOwnCasesAreDecidedAsItSays() {
    for (NextFixture fixture : harness().nextFixtures()) {
      assertThat(NextFixture.text(driver().next(fixture.target(), fixture.seen())))
          .as(fixture.name())
          .isEqualTo(fixture.expected());
    }
  }
}
