package dev.aloft.internal.histories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.driver.Repeat;
import dev.aloft.driver.RunKey;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One key, one run, whatever happens to those who create it. */
class RunClaimsTest {
  private static final RunKey KEY = new RunKey("tumours", "tumours-7f3k", "spec-one");
  private static final Duration LAG = Duration.ofSeconds(45);
  private static final int HISTORIES = 400;

  @ParameterizedTest
  @EnumSource(Repeat.class)
  void createsOneRunForManyProcesses(Repeat repeat) throws InterruptedException {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      Scene scene = new Scene(random, Faults.random(random, 0.15, 4), 0.4);
      ModelRuns runs = new ModelRuns(scene.timing, repeat, LAG);
      Set<RunRef> given = race(scene, runs, 1 + random.nextInt(3), Naps.NONE);

      RunRef last = new RunClient(scene, runs, "last", false, Naps.NONE).create("job", KEY);

      String story = repeat + ", seed " + seed + ":\n" + String.join("\n", scene.story);
      assertThat(runs.created()).as(story).isEqualTo(1);
      assertThat(given).as(story).isSubsetOf(last);
    }
  }

  @Test
  void cancelsTheNewerRunsOfASleeper() throws InterruptedException {
    int duplicates = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      Scene scene = new Scene(random, Faults.random(random, 0.1, 2), 0.4);
      ModelRuns runs = new ModelRuns(scene.timing, Repeat.AFTER_FIND, LAG);
      race(scene, runs, 3, Naps.random(random, 0.05));
      scene.timing.advance(Duration.ofHours(1));

      RunRef last = new RunClient(scene, runs, "last", false, Naps.NONE).create("job", KEY);

      String story = "seed " + seed + ":\n" + String.join("\n", scene.story);
      assertThat(runs.billing()).as(story).containsExactly(last.vendorId());
      assertThat(last.vendorId()).as(story).isEqualTo("vendor-0");
      duplicates += runs.created() - 1;
    }
    assertThat(duplicates).isPositive();
  }

  private static Set<RunRef> race(Scene scene, ModelRuns runs, int processes, Naps naps)
      throws InterruptedException {
    Set<RunRef> given = new LinkedHashSet<>();
    for (int i = 0; i < processes; i++) {
      RunClient client = new RunClient(scene, runs, "p" + i, true, naps);
      scene.stage.add(
          () -> {
            try {
              given.add(client.create("job", KEY));
            } catch (Crash e) {
              scene.tell(client.name, "is gone");
            } catch (AloftException e) {
              scene.tell(client.name, "failed: " + e.summary());
            }
          });
    }
    scene.stage.run();
    return given;
  }

  /** Short naps end when another has created and the listing does not show it yet. */
  @ParameterizedTest
  @ValueSource(ints = {200, 220, 1200})
  void letsNoSleeperCreateOnceItsClaimIsOld(int seconds) throws InterruptedException {
    Duration nap = Duration.ofSeconds(seconds);
    boolean slept = true;
    for (int step = 0; slept; step++) {
      Scene scene = new Scene(new Random(step), Faults.none(), 0.2);
      ModelRuns runs = new ModelRuns(scene.timing, Repeat.AFTER_FIND, LAG);
      RunClient sleeper = new RunClient(scene, runs, "sleeper", false, Naps.once(step, nap));
      RunClient other = client(scene, runs);
      scene.stage.add(() -> sleeper.create("job", KEY));
      scene.stage.add(() -> other.create("job", KEY));

      scene.stage.run();

      boolean excused = sleeper.createdAfterANap();
      assertThat(runs.created())
          .as("slept before step " + step + ":\n" + String.join("\n", scene.story))
          .isEqualTo(excused ? 2 : 1);
      slept = scene.naps() > 0;
    }
  }

  @Test
  void findsTheRunWhoseAnswerWasLost() {
    for (int write = 0; write < 2; write++) {
      Scene scene = new Scene(new Random(1), Faults.single(write, Fault.ANSWER_LOST), 0);
      ModelRuns runs = new ModelRuns(scene.timing, Repeat.AFTER_FIND, LAG);
      Instant before = scene.timing.now();

      RunRef run = new RunClient(scene, runs, "p", true, Naps.NONE).create("job", KEY);

      assertThat(run.vendorId()).isEqualTo("vendor-0");
      assertThat(runs.created()).isEqualTo(1);
      assertThat(Duration.between(before, scene.timing.now()))
          .isLessThan(LAG.plusSeconds(write == 0 ? -40 : 10));
    }
  }

  @ParameterizedTest
  @EnumSource(Repeat.class)
  void refusesAnotherJobUnderTheKey(Repeat repeat) {
    Scene scene = quiet();
    ModelRuns runs = new ModelRuns(scene.timing, repeat, Duration.ZERO);
    client(scene, runs).create("job", KEY);
    RunKey other = new RunKey(KEY.group(), KEY.runName(), "spec-two");

    assertThatThrownBy(() -> client(scene, runs).create("other", other))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
  }

  @Test
  void refusesWhatIsNotOurs() {
    Scene scene = quiet();
    ModelRuns runs = new ModelRuns(scene.timing, Repeat.BY_NAME, Duration.ZERO);
    runs.foreign(KEY);

    assertThatThrownBy(() -> client(scene, runs).create("job", KEY))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT_NOT_OURS));
  }

  @Test
  void writesAClaimOnlyWhereItMust() {
    for (Repeat repeat : Repeat.values()) {
      Scene scene = quiet();
      ModelRuns runs = new ModelRuns(scene.timing, repeat, Duration.ZERO);

      client(scene, runs).create("job", KEY);

      List<String> keys = scene.store.list("", null).items().stream().map(Stored::key).toList();
      assertThat(keys)
          .isEqualTo(
              repeat == Repeat.AFTER_FIND
                  ? List.of("aloft/claims/tumours-7f3k/0000000001.json")
                  : List.of());
    }
  }

  @Test
  void leavesNoClaimBehindWhenTheCreateWasRefused() {
    Scene scene = new Scene(new Random(1), Faults.single(1, Fault.REFUSED), 0);
    ModelRuns runs = new ModelRuns(scene.timing, Repeat.AFTER_FIND, LAG);
    RunClient client = new RunClient(scene, runs, "p", true, Naps.NONE);

    assertThatThrownBy(() -> client.create("job", KEY)).isInstanceOf(AloftException.class);
    Instant before = scene.timing.now();
    client.create("job", KEY);

    assertThat(Duration.between(before, scene.timing.now())).isLessThan(Duration.ofSeconds(2));
    assertThat(runs.created()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Repeat.class)
  void sendsWhatIsCalledWrongOnce(Repeat repeat) {
    Scene scene = quiet();
    ModelRuns runs = new ModelRuns(scene.timing, repeat, LAG);
    runs.callWrong(Effect.NONE);

    assertThatThrownBy(() -> client(scene, runs).create("job", KEY))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));

    assertThat(runs.refused()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Repeat.class)
  void findsWhatAWrongRequestMadeAllTheSame(Repeat repeat) {
    Scene scene = quiet();
    ModelRuns runs = new ModelRuns(scene.timing, repeat, Duration.ZERO);
    runs.callWrong(Effect.DONE);

    assertThat(client(scene, runs).create("job", KEY).vendorId()).isEqualTo("vendor-0");

    assertThat(runs.refused()).isEqualTo(1);
  }

  private static Scene quiet() {
    return new Scene(new Random(1), Faults.none(), 0);
  }

  private static RunClient client(Scene scene, ModelRuns runs) {
    return new RunClient(scene, runs, "p", false, Naps.NONE);
  }
}
