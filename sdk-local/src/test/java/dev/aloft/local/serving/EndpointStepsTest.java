package dev.aloft.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Target;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.LocalProcess;
import dev.aloft.model.ModelManifest;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.EndpointState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done next, and what is said of it, for every kind of observation. */
class EndpointStepsTest {
  private static final HostingProcess PROCESS =
      new HostingProcess(
          HostingProcess.PROCESS, new LocalProcess("", "", 1, 1), "127.0.0.1", 80, "secret");

  @TempDir static Path folder;

  private final EndpointRevision old = revision("old");
  private final EndpointRevision fresh = revision("new");
  private final Target<EndpointSpec> wantNew = Wishes.deploy("e", fresh);
  private final Target<EndpointSpec> wantBoth = Wishes.split("e", old, fresh, 10);
  private final Target<EndpointSpec> wantGone = Wishes.gone("e");

  @Test
  void nothingIsThere() {
    Observation seen = Observation.NOTHING;
    assertThat(next(wantNew, seen)).isEqualTo("load revision e-new, counted");
    assertThat(next(wantGone, seen)).isEqualTo("done");
    assertThat(EndpointSteps.state(wantNew, seen)).isEqualTo(EndpointState.ABSENT);
    assertThat(EndpointSteps.state(wantGone, seen)).isEqualTo(EndpointState.ABSENT);
  }

  @Test
  void theFirstRevisionLoads() {
    Observation seen = seen(Map.of(), loading(fresh));
    assertThat(next(wantNew, seen)).isEqualTo("wait, attended: loading revision new");
    assertThat(next(wantGone, seen)).isEqualTo("wait, attended: loading revision new");
    assertThat(EndpointSteps.state(wantNew, seen)).isEqualTo(EndpointState.CREATING);
    assertThat(EndpointSteps.state(wantGone, seen)).isEqualTo(EndpointState.DELETING);
  }

  @Test
  void theFirstRevisionIsLoaded() {
    Observation seen = seen(Map.of(), ready(fresh));
    assertThat(next(wantNew, seen)).isEqualTo("route endpoint e");
    assertThat(EndpointSteps.state(wantNew, seen)).isEqualTo(EndpointState.CREATING);
  }

  @Test
  void itServesAsWished() {
    Observation seen = seen(Map.of("new", 100), ready(fresh));
    assertThat(next(wantNew, seen)).isEqualTo("done");
    assertThat(next(wantGone, seen)).isEqualTo("route endpoint e");
    assertThat(EndpointSteps.state(wantNew, seen)).isEqualTo(EndpointState.READY);
    assertThat(EndpointSteps.state(wantGone, seen)).isEqualTo(EndpointState.DELETING);
  }

  @Test
  void theFirstRevisionFails() {
    Observation seen = seen(Map.of(), failed(fresh));
    assertThat(next(tried(wantNew, 1), seen)).isEqualTo("fail DATA_CORRUPTED: on purpose");
    assertThat(EndpointSteps.state(wantNew, seen)).isEqualTo(EndpointState.FAILED);
  }

  @Test
  void theOldRevisionServesUntilTheNewOneIsReady() {
    Observation seen = seen(Map.of("old", 100), ready(old));
    assertThat(next(wantNew, seen)).isEqualTo("load revision e-new, counted");
    assertThat(EndpointSteps.state(wantNew, seen)).isEqualTo(EndpointState.UPDATING);

    seen = seen(Map.of("old", 100), ready(old), loading(fresh));
    assertThat(next(wantNew, seen)).isEqualTo("wait, attended: loading revision new");
    assertThat(EndpointSteps.state(wantNew, seen)).isEqualTo(EndpointState.UPDATING);

    seen = seen(Map.of("old", 100), ready(old), ready(fresh));
    assertThat(next(wantNew, seen)).isEqualTo("route endpoint e");

    seen = seen(Map.of("new", 100), ready(old), ready(fresh));
    assertThat(next(wantNew, seen)).isEqualTo("unload revision e-old");
    assertThat(EndpointSteps.state(wantNew, seen)).isEqualTo(EndpointState.READY);
  }

  @Test
  void aFailedUpdateLeavesTheOldRevisionAlone() {
    Observation seen = seen(Map.of("old", 100), ready(old), failed(fresh));
    assertThat(next(tried(wantNew, 1), seen)).isEqualTo("fail DATA_CORRUPTED: on purpose");
    assertThat(EndpointSteps.state(wantNew, seen)).isEqualTo(EndpointState.DEGRADED);

    Target<EndpointSpec> back = Wishes.deploy("e", old);
    assertThat(next(back, seen)).isEqualTo("unload revision e-new");
    assertThat(next(back, seen(Map.of("old", 100), ready(old)))).isEqualTo("done");
  }

  @Test
  void aFailureOfAnEarlierWishIsNoneOfThisOne() {
    Observation seen = seen(Map.of("old", 100), ready(old), failed(fresh));
    assertThat(next(wantNew, seen)).isEqualTo("load revision e-new, counted");
    assertThat(next(tried(wantNew, 1), seen)).isEqualTo("fail DATA_CORRUPTED: on purpose");
    assertThat(next(wantNew, seen(Map.of(), failed(fresh))))
        .isEqualTo("load revision e-new, counted");
  }

  @Test
  void trafficIsSplitAndJoined() {
    Observation seen = seen(Map.of("old", 100), ready(old), ready(fresh));
    assertThat(next(wantBoth, seen)).isEqualTo("route endpoint e");
    seen = seen(Map.of("old", 90, "new", 10), ready(old), ready(fresh));
    assertThat(next(wantBoth, seen)).isEqualTo("done");
    assertThat(EndpointSteps.state(wantBoth, seen)).isEqualTo(EndpointState.READY);
    assertThat(next(wantNew, seen)).isEqualTo("route endpoint e");
  }

  @Test
  void anExpiryIsWrittenWithTheTrafficAndChangedWithoutLoading() {
    Duration day = Duration.ofDays(1);
    Target<EndpointSpec> forADay = Wishes.expiring(wantNew, day);
    Observation forEver = seen(Map.of("new", 100), ready(fresh));
    assertThat(next(forADay, forEver)).isEqualTo("route endpoint e");

    Observation expiring =
        new Observation(
            EndpointParts.of(
                new EndpointRecord(
                    "e",
                    Wishes.LOG,
                    PROCESS,
                    Map.of("new", 100),
                    List.of(ready(fresh)),
                    Expiry.from(Instant.EPOCH, day)),
                Wishes.LOG));
    assertThat(next(forADay, expiring)).isEqualTo("done");
    assertThat(next(wantNew, expiring)).isEqualTo("route endpoint e");
    assertThat(Expiry.from(Instant.EPOCH, ChronoUnit.FOREVER.getDuration()).at())
        .isEqualTo(Instant.MAX);
    assertThat(expiring.parts().get(0).fact("expiresAt")).isEqualTo("1970-01-02T00:00:00Z");
  }

  @Test
  void theServerProcessEnded() {
    Observation seen = lost(Map.of("new", 100), ready(fresh));
    assertThat(EndpointSteps.state(wantNew, seen)).isEqualTo(EndpointState.FAILED);
    assertThat(next(wantNew, seen)).isEqualTo("load revision e-new, counted");
    assertThat(next(wantGone, seen)).isEqualTo("route endpoint e");
    assertThat(next(wantGone, lost(Map.of(), ready(fresh)))).isEqualTo("unload revision e-new");
  }

  @Test
  void aModelThatEndsItsServerIsNotTriedForEver() {
    assertThat(next(tried(wantNew, 3), lost(Map.of(), ready(fresh))))
        .startsWith("fail MODEL_FAILED")
        .endsWith(
            "the last time: the server process that held it ended: "
                + "java.lang.OutOfMemoryError: Java heap space");
  }

  @Test
  void everyWriteIsForeseen() {
    Observation start = seen(Map.of("old", 100), ready(old));
    assertThat(planned(wantNew, start))
        .containsExactly("load revision e-new", "route endpoint e", "unload revision e-old");
    assertThat(planned(wantNew, Observation.NOTHING))
        .containsExactly("load revision e-new", "route endpoint e");
    assertThat(planned(wantGone, start))
        .containsExactly("route endpoint e", "unload revision e-old");
  }

  private static List<String> planned(Target<EndpointSpec> target, Observation start) {
    List<String> steps = new ArrayList<>();
    Observation seen = start;
    while (EndpointSteps.next(target, seen) instanceof Next.Act act && steps.size() < 10) {
      steps.add(act.action().toString());
      seen = EndpointForecast.after(act.action(), target, seen);
    }
    return steps;
  }

  @Test
  void whatAnotherLogMadeIsLeftAlone() {
    Observation seen =
        new Observation(
            EndpointParts.of(
                new EndpointRecord(
                    "e", "another", PROCESS, Map.of("old", 100), List.of(ready(old)), null),
                Wishes.LOG));
    assertThat(next(wantNew, seen)).startsWith("fail CONFLICT_NOT_OURS");
    assertThat(next(wantGone, seen)).startsWith("fail CONFLICT_NOT_OURS");
    assertThat(EndpointSteps.state(wantGone, seen)).isEqualTo(EndpointState.READY);
  }

  @Test
  void everyPartCarriesItsTagsAndNoSecret() {
    Observation seen = seen(Map.of("old", 100), ready(old), loading(fresh));
    assertThat(seen.parts())
        .hasSize(3)
        .allSatisfy(
            part -> {
              assertThat(part.facts())
                  .containsEntry("aloft-owner", Wishes.LOG)
                  .containsEntry("aloft-name", "e")
                  .containsKey("aloft-revision");
              assertThat(part.toString()).doesNotContain("secret");
            });
  }

  private static Target<EndpointSpec> tried(Target<EndpointSpec> target, int times) {
    return new Target<>(target.name(), Wishes.LOG, 1, target.spec(), null, Map.of("e-new", times));
  }

  private static String next(Target<EndpointSpec> target, Observation seen) {
    Next next = EndpointSteps.next(target, seen);
    if (next instanceof Next.Act act) {
      return act.action() + (act.action().counted() ? ", counted" : "");
    }
    if (next instanceof Next.Wait wait) {
      return "wait" + (wait.attended() ? ", attended" : "") + ": " + wait.phase();
    }
    if (next instanceof Next.Fail fail) {
      return "fail " + fail.code() + ": " + fail.reason();
    }
    return "done";
  }

  private static Observation seen(Map<String, Integer> traffic, RevisionRecord... revisions) {
    return new Observation(
        EndpointParts.of(
            new EndpointRecord("e", Wishes.LOG, PROCESS, traffic, Arrays.asList(revisions), null),
            Wishes.LOG));
  }

  private static Observation lost(Map<String, Integer> traffic, RevisionRecord... revisions) {
    return new Observation(
        EndpointParts.of(
            new EndpointRecord("e", Wishes.LOG, PROCESS, traffic, Arrays.asList(revisions), null)
                .lost("java.lang.OutOfMemoryError: Java heap space"),
            Wishes.LOG));
  }

  private static RevisionRecord loading(EndpointRevision revision) {
    return new RevisionRecord(
        revision.hash(),
        revision.modelUri(),
        revision.modelHash(),
        revision.manifest(),
        null,
        RevisionRecord.State.LOADING,
        null,
        "");
  }

  private static RevisionRecord ready(EndpointRevision revision) {
    return loading(revision).in(RevisionRecord.State.READY, null, "");
  }

  private static RevisionRecord failed(EndpointRevision revision) {
    return loading(revision)
        .in(RevisionRecord.State.FAILED, ErrorCode.DATA_CORRUPTED.name(), "on purpose");
  }

  private static EndpointRevision revision(String hash) {
    Path directory = folder.resolve(hash);
    ModelManifest manifest = TestModels.write(directory, 1, 2);
    return Wishes.revision(hash, directory, manifest);
  }
}
