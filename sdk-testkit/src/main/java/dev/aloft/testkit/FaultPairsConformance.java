package dev.aloft.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.error.AloftException;
import dev.aloft.testkit.CrashHistory.Flow;
import dev.aloft.testkit.FaultPair.Kind;
import dev.aloft.training.TrainingJob;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two things go wrong in one flow: a request fails, or a process stops at it, and then another one,
 * of the same process or of the one that goes on. The test command draws some pairs by a seed that
 * is printed where one ends wrong; under the tag {@code long} every pair is played.
 */
public abstract class FaultPairsConformance extends Conformance {
  private static final String NAME = "kit-pairs";
  private static final String SEED = "aloft.kit.pairs.seed";
  private static final int DRAWN = 10;

  /** For a provider's subclass. */
  protected FaultPairsConformance() {}

  @Test
  @Needs("training")
  void somePairsWhileTrainingWithoutAKey() {
    draw(trainingWithoutAKey());
  }

  @Test
  @Needs("registry")
  void somePairsWhileRegistering() {
    draw(registering());
  }

  @Test
  @Needs("registry")
  void somePairsWhileDeletingAVersion() {
    draw(deletingAVersion());
  }

  @Test
  @Needs("serving")
  void somePairsWhileDeploying() {
    draw(deploying());
  }

  @Test
  @Needs("serving")
  void somePairsWhileUpdating() {
    draw(updating());
  }

  @Test
  @Needs("serving")
  void somePairsWhileAnUpdateFails() {
    draw(updatingToAModelThatCannotServe());
  }

  @Test
  @Needs("serving")
  void somePairsWhileUndeploying() {
    draw(undeploying());
  }

  @Test
  @Tag("long")
  @Needs("training")
  void everyPairWhileTrainingWithoutAKey() {
    playAll(trainingWithoutAKey());
  }

  @Test
  @Tag("long")
  @Needs("registry")
  void everyPairWhileRegistering() {
    playAll(registering());
  }

  @Test
  @Tag("long")
  @Needs("registry")
  void everyPairWhileDeletingAVersion() {
    playAll(deletingAVersion());
  }

  @Test
  @Tag("long")
  @Needs("serving")
  void everyPairWhileDeploying() {
    playAll(deploying());
  }

  @Test
  @Tag("long")
  @Needs("serving")
  void everyPairWhileUpdating() {
    playAll(updating());
  }

  @Test
  @Tag("long")
  @Needs("serving")
  void everyPairWhileUndeploying() {
    playAll(undeploying());
  }

  private void draw(Flow flow) {
    int requests = FaultPair.requests(this, directory(), flow);
    long seed = Long.getLong(SEED, flow.name().hashCode());
    Random random = new Random(seed);
    for (int i = 0; i < DRAWN; i++) {
      FaultPair pair =
          new FaultPair(
              this,
              directory(),
              flow,
              kind(random),
              1 + random.nextInt(requests),
              kind(random),
              1 + random.nextInt(requests));
      try {
        pair.play();
      } catch (AssertionError e) {
        throw new AssertionError("-D" + SEED + "=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static Kind kind(Random random) {
    List<Kind> kinds = List.of(Kind.values());
    return kinds.get(random.nextInt(kinds.size()));
  }

  private void playAll(Flow flow) {
    int requests = FaultPair.requests(this, directory(), flow);
    for (Kind first : Kind.values()) {
      for (Kind second : Kind.values()) {
        for (int i = 1; i <= requests; i++) {
          for (int j = first.stops() ? 1 : i + 1; j <= requests; j++) {
            new FaultPair(this, directory(), flow, first, i, second, j).play();
          }
        }
      }
    }
  }

  /** Without a key each call asks for a run of its own, and gets one. */
  private Flow trainingWithoutAKey() {
    AtomicInteger calls = new AtomicInteger();
    TrainingJob job = fixtures().good();
    return new Flow(
        "train",
        aloft -> calls.set(0),
        aloft -> {
          calls.incrementAndGet();
          assertThat(await(aloft.trainer().train(job)).contentHash()).isNotBlank();
        },
        aloft -> assertThat(aloft.trainer().runs(job.name())).hasSizeBetween(1, calls.get()),
        aloft -> {});
  }

  private Flow registering() {
    return new Flow(
        "register",
        aloft -> {},
        aloft -> model(aloft).register(NAME),
        aloft -> assertThat(aloft.models().versions(NAME)).hasSize(1),
        FaultPairsConformance::deleteModels);
  }

  private Flow deletingAVersion() {
    AtomicReference<String> version = new AtomicReference<>("");
    return new Flow(
        "delete",
        aloft -> version.set(model(aloft).register(NAME).version().orElseThrow()),
        aloft -> aloft.models().delete(NAME, requireNonNull(version.get())),
        aloft -> assertThat(aloft.models().versions(NAME)).isEmpty(),
        aloft -> {});
  }

  private static void deleteModels(Aloft aloft) {
    aloft
        .models()
        .versions(NAME)
        .forEach(model -> aloft.models().delete(NAME, model.version().orElseThrow()));
  }

  private Flow deploying() {
    return new Flow(
        "deploy",
        aloft -> {},
        aloft -> model(aloft).deploy(NAME),
        aloft -> proveServes(aloft, fixtures().model()),
        FaultPairsConformance::undeploy);
  }

  private Flow updating() {
    return new Flow(
        "update",
        aloft -> model(aloft).deploy(NAME),
        aloft -> otherModel(aloft).deploy(NAME),
        aloft -> proveServes(aloft, fixtures().otherModel()),
        FaultPairsConformance::undeploy);
  }

  private Flow updatingToAModelThatCannotServe() {
    return new Flow(
        "failed update",
        aloft -> model(aloft).deploy(NAME),
        aloft -> {
          try {
            brokenModel(aloft).deploy(NAME);
          } catch (AloftException e) {
            assertThat(e.isOutcome()).as(e.getMessage()).isTrue();
          }
          model(aloft).deploy(NAME);
        },
        aloft -> proveServes(aloft, fixtures().model()),
        FaultPairsConformance::undeploy);
  }

  private Flow undeploying() {
    return new Flow(
        "undeploy",
        aloft -> model(aloft).deploy(NAME),
        FaultPairsConformance::undeploy,
        aloft -> assertThat(aloft.endpoint(NAME).status().parts()).isEmpty(),
        aloft -> {});
  }

  private static void undeploy(Aloft aloft) {
    aloft.endpoint(NAME).undeploy();
  }

  private void proveServes(Aloft aloft, ModelFixture model) {
    assertThat(aloft.endpoint(NAME).predict(fixtures().row()).value()).matches(model::says);
  }
}
