package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Action;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.ServingDriver;
import dev.aloft.driver.Target;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.Scaling;
import dev.aloft.testkit.NextFixture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EndpointStepsTest {
  private static final int MOST_STEPS = 60;
  private static final List<String> WORDS =
      List.of(
          "Creating",
          "InService",
          "Updating",
          "SystemUpdating",
          "RollingBack",
          "Failed",
          "UpdateRollbackFailed",
          "OutOfService",
          "Deleting",
          "SomethingNew");

  @TestFactory
  List<DynamicTest> decides() {
    return EndpointCases.all().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.name(),
                    () ->
                        assertThat(NextFixture.text(EndpointSteps.next(one.target(), one.seen())))
                            .isEqualTo(one.expected())))
        .toList();
  }

  static LongStream seeds() {
    return LongStream.range(0, 400);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsWrittenWhileAnythingChanges(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      Observation seen = anything(random);
      Next next = EndpointSteps.next(EndpointScene.target(wish(random), random.nextInt(4)), seen);
      if (seen.parts().stream().anyMatch(EndpointSteps::isMoving)) {
        assertThat(next).as(seen.toString()).isInstanceOf(Next.Wait.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingOfOthersIsTouched(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      Observation seen =
          new Observation(
              anything(random).parts().stream()
                  .map(part -> random.nextBoolean() ? part : EndpointScene.foreign(part))
                  .toList());
      Next next = EndpointSteps.next(EndpointScene.target(wish(random), random.nextInt(4)), seen);
      if (next instanceof Next.Act || next instanceof Next.Ask) {
        Action action = written(next);
        assertThat(seen.part(action.kind(), action.id()).filter(part -> !part.ours()))
            .as("what \"%s\" touches of %s", action, seen)
            .isEmpty();
      }
    }
  }

  /** From whatever is there, through whatever states, a wish that nothing stops is fulfilled. */
  @ParameterizedTest
  @MethodSource("seeds")
  void everyWishIsReachedFromEverywhere(long seed) {
    Random random = new Random(seed);
    @Nullable EndpointSpec wish = wish(random);
    Target<EndpointSpec> target = EndpointScene.target(wish, 0);
    Observation seen = rested(anything(random));
    List<String> steps = new ArrayList<>();
    for (int i = 0; i < MOST_STEPS; i++) {
      Next next = EndpointSteps.next(target, seen);
      if (next instanceof Next.Done) {
        proveReached(wish, seen);
        return;
      }
      assertThat(next)
          .as(steps + " from seed " + seed)
          .isInstanceOfAny(Next.Act.class, Next.Ask.class);
      Action action = written(next);
      steps.add(action.toString());
      target = target.after(action);
      seen = after(action, target, seen);
    }
    throw new AssertionError("not reached: " + steps);
  }

  private static Action written(Next next) {
    return next instanceof Next.Ask ask ? ask.then() : ((Next.Act) next).action();
  }

  private static void proveReached(@Nullable EndpointSpec wish, Observation seen) {
    if (wish == null) {
      assertThat(seen.parts()).isEmpty();
      return;
    }
    assertThat(EndpointParts.traffic(seen)).isEqualTo(EndpointParts.traffic(wish));
    assertThat(seen.parts(EndpointParts.MODEL)).hasSize(wish.revisions().size());
    assertThat(seen.parts(EndpointParts.CONFIG)).hasSize(1);
    assertThat(seen.parts(EndpointParts.SCALING_POLICY)).hasSize(EndpointParts.scaled(wish).size());
  }

  /** As core foresees it, with the service's own rule that a removed endpoint takes its scaling. */
  private static Observation after(Action action, Target<EndpointSpec> target, Observation seen) {
    ServingDriver driver = new PlainDriver();
    return EndpointForecast.after(action, target, seen, driver::predict);
  }

  private static @Nullable EndpointSpec wish(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> null;
      case 1 -> EndpointScene.spec(Scaling.ONE, EndpointScene.ONE);
      case 2 -> EndpointScene.spec(Scaling.ONE, EndpointScene.TWO);
      case 3 -> EndpointScene.spec(Scaling.between(1, 4, 60), EndpointScene.ONE);
      default -> {
        int share = 1 + random.nextInt(99);
        yield EndpointScene.canary(100 - share, share);
      }
    };
  }

  private static Observation anything(Random random) {
    List<Part> parts = new ArrayList<>();
    EndpointSpec old = EndpointScene.canary(60, 40);
    EndpointSpec other = EndpointScene.spec(Scaling.ONE, EndpointScene.TWO);
    maybe(random, parts, EndpointScene.modelPart(EndpointScene.ONE));
    maybe(random, parts, EndpointScene.modelPart(EndpointScene.TWO));
    maybe(random, parts, EndpointScene.configPart(old));
    maybe(random, parts, EndpointScene.configPart(other));
    String word = WORDS.get(random.nextInt(WORDS.size()));
    String reason =
        random.nextBoolean() ? "" : String.format(EndpointCases.HEALTH, EndpointScene.ONE);
    maybe(random, parts, EndpointScene.endpoint(word, random.nextBoolean() ? old : other, reason));
    return new Observation(parts);
  }

  private static void maybe(Random random, List<Part> parts, Part part) {
    if (random.nextBoolean()) {
      parts.add(part);
    }
  }

  /** The same once every change has ended. */
  private static Observation rested(Observation seen) {
    return new Observation(
        seen.parts().stream()
            .filter(part -> part.state() != Part.State.DELETING)
            .map(
                part ->
                    part.state() == Part.State.CHANGING
                        ? new Part(
                            part.kind(),
                            part.id(),
                            Part.State.READY,
                            EndpointParts.IN_SERVICE,
                            part.ours(),
                            part.bills(),
                            part.facts())
                        : part)
            .toList());
  }

  @Test
  void aNewVariantBeginsWithItsShareOfTheMachinesThatRun() {
    EndpointSpec spec = EndpointScene.spec(Scaling.between(1, 20, 60), EndpointScene.ONE);
    Part endpoint = EndpointScene.endpoint("InService", EndpointScene.canary(50, 50), "");
    Map<String, String> facts = new HashMap<>(endpoint.facts());
    facts.put(EndpointParts.COUNT + EndpointScene.ONE, "7");
    facts.put(EndpointParts.COUNT + EndpointScene.TWO, "5");
    Observation seen =
        new Observation(
            List.of(
                new Part(
                    endpoint.kind(),
                    endpoint.id(),
                    endpoint.state(),
                    endpoint.word(),
                    true,
                    true,
                    facts)));

    assertThat(EndpointParts.machines(spec, seen)).containsEntry(EndpointScene.ONE, 12);
    assertThat(EndpointParts.machines(spec, Observation.NOTHING))
        .containsEntry(EndpointScene.ONE, 1);
  }

  @Test
  void namesStayWithinTheServicesLength() {
    String longest = "a".repeat(24);

    assertThat(EndpointParts.model(longest, EndpointScene.ONE).length()).isLessThanOrEqualTo(63);
    assertThat(EndpointParts.isOf("my", EndpointParts.model("my-model", EndpointScene.ONE)))
        .as("whether my-model's model is one of my")
        .isFalse();
    assertThat(EndpointParts.isOf("my-model", EndpointParts.model("my-model", EndpointScene.ONE)))
        .isTrue();
  }
}
