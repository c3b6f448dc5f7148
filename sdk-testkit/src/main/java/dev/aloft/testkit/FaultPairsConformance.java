package dev.aloft.testkit;

import dev.aloft.testkit.FaultPair.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two things go wrong in one flow: a request fails, or a process stops at it, and then another one,
 * of the same process or of the one that goes on. The test command draws some pairs by a seed that
 * is printed where one ends wrong; under the tag {@code long} every pair is played.
 */
public abstract class FaultPairsConformance extends Conformance {
  private static final String SEED = "fault.pairs.seed";
  private static final int DRAWN = 10;

  /** For a provider's subclass. */
  protected FaultPairsConformance() {}

  @Test
  @Needs("training")
  void somePairsWhileTrainingWithoutAKey() {
    draw(Flows::trainingWithoutAKey);
  }

  @Test
  @Needs("registry")
  void somePairsWhileRegistering() {
    draw(Flows::registering);
  }

  @Test
  @Needs("registry")
  void somePairsWhileDeletingAVersion() {
    draw(Flows::deletingAVersion);
  }

  @Test
  @Needs("serving")
  void somePairsWhileDeploying() {
    draw(Flows::deploying);
  }

  @Test
  @Needs("serving")
  void somePairsWhileUpdating() {
    draw(Flows::updating);
  }

  @Test
  @Needs("serving")
  void somePairsWhileAnUpdateFails() {
    draw(Flows::updatingToAModelThatCannotServe);
  }

  @Test
  @Needs("serving")
  void somePairsWhileUndeploying() {
    draw(Flows::undeploying);
  }

  @Test
  @Tag("long")
  @Needs("training")
  void everyPairWhileTrainingWithoutAKey() {
    playAll(Flows::trainingWithoutAKey);
  }

  @Test
  @Tag("long")
  @Needs("registry")
  void everyPairWhileRegistering() {
    playAll(Flows::registering);
  }

  @Test
  @Tag("long")
  @Needs("registry")
  void everyPairWhileDeletingAVersion() {
    playAll(Flows::deletingAVersion);
  }

  @Test
  @Tag("long")
  @Needs("serving")
  void everyPairWhileDeploying() {
    playAll(Flows::deploying);
  }

  @Test
  @Tag("long")
  @Needs("serving")
  void everyPairWhileUpdating() {
    playAll(Flows::updating);
  }

  @Test
  @Tag("long")
  @Needs("serving")
  void everyPairWhileUndeploying() {
    playAll(Flows::undeploying);
  }

  private void draw(Function<Flows, Flow> flow) {
    int requests = FaultPair.requests(this, directory(), fresh(flow));
    long seed = Long.getLong(SEED, fresh(flow).name().hashCode());
    Random random = new Random(seed);
    List<Runnable> pairs = new ArrayList<>();
    for (int i = 0; i < DRAWN; i++) {
      pairs.add(
          new FaultPair(
                  this,
                  directory().resolve(String.valueOf(i)),
                  fresh(flow),
                  kind(random),
                  1 + random.nextInt(requests),
                  kind(random),
                  1 + random.nextInt(requests))
              ::play);
    }
    try {
      SideBySide.play(harness().placesAtATime(), pairs);
    } catch (AssertionError e) {
      throw new AssertionError("-D" + SEED + "=" + seed + ": " + e.getMessage(), e);
    }
  }

  private Flow fresh(Function<Flows, Flow> flow) {
    return flow.apply(new Flows(this));
  }

  private static Kind kind(Random random) {
    List<Kind> kinds = List.of(Kind.values());
    return kinds.get(random.nextInt(kinds.size()));
  }

  private void playAll(Function<Flows, Flow> flow) {
    int requests = FaultPair.requests(this, directory(), fresh(flow));
    List<Runnable> pairs = new ArrayList<>();
    for (Kind first : Kind.values()) {
      for (Kind second : Kind.values()) {
        for (int i = 1; i <= requests; i++) {
          for (int j = first.stops() ? 1 : i + 1; j <= requests; j++) {
            pairs.add(new FaultPair(this, directory(), fresh(flow), first, i, second, j)::play);
          }
        }
      }
    }
    SideBySide.play(harness().placesAtATime(), pairs);
  }
}
