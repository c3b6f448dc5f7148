package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.ProviderOptions;
import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Row;
import dev.aloft.driver.Payload;
import dev.aloft.driver.Settings;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.internal.intent.Revisions;
import dev.aloft.internal.layers.HandTiming;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import dev.aloft.operation.OperationState;
import dev.aloft.serving.Deployment;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.Predictions;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.Scaling;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows are written for what answers, which need not be what was wished last. */
class PredictorTest {
  private static final String NAME = "wine";
  private static final EndpointRevision OLD = revision(Protocol.CSV, "a", "b");
  private static final EndpointRevision NEW = revision(Protocol.V1, "a", "b", "c");
  private static final List<Row> OLD_ROWS = List.of(Row.of(1.0, 2.0));
  private static final List<Row> NEW_ROWS = List.of(Row.of(1.0, 2.0, 3.0));
  private static final List<Row> NAMED = List.of(Row.of(Map.of("a", 1.0, "b", 2.0)));
  private static final EndpointRevision TURNED = revision(Protocol.CSV, "b", "a");
  private static final Duration A_WHILE = Duration.ofSeconds(3);

  private final HandTiming timing = new HandTiming();
  private final ServedCloud cloud = new ServedCloud(timing);
  private final Session session =
      new Engine(
              new EngineContext(
                  EngineConfig.of("cloud", new Settings(Map.of(), Map.of(), Set.of()), timing)),
              cloud)
          .session(List.of());
  private final EndpointCore endpoint = new EndpointCore(session, NAME);

  private static EndpointRevision revision(Protocol protocol, String... columns) {
    return revision("mem://models/" + protocol, protocol, columns);
  }

  private static EndpointRevision revision(String model, Protocol protocol, String... columns) {
    Signature signature =
        new Signature(
            Arrays.stream(columns).map(name -> new Column(name, DataType.FLOAT64)).toList(),
            List.of(new Column("score", DataType.FLOAT64)));
    ModelManifest manifest =
        new ModelManifest(ModelFormat.CUSTOM, "", signature, null, Map.of(), Map.of());
    return Revisions.hashed(
        new EndpointRevision(
            "",
            model,
            "hash",
            manifest,
            null,
            null,
            "ready-made",
            protocol,
            null,
            Scaling.ONE,
            Map.of(),
            Map.of(),
            ProviderOptions.none()));
  }

  @BeforeEach
  void deployTheOldOne() {
    settle(wish(OLD));
  }

  @AfterEach
  void close() {
    session.close();
  }

  private long wish(EndpointRevision revision) {
    return session.engine().endpoints().want(NAME, EndpointSpec.of(NAME, revision), "deploy");
  }

  private void settle(long generation) {
    Turn turn = turn(generation);
    while (turn instanceof Turn.Pending) {
      turn = turn(generation);
    }
    assertThat(turn).isInstanceOf(Turn.Settled.class);
  }

  private Turn turn(long generation) {
    return session.engine().endpoints().turn(NAME, generation);
  }

  private String sent(EndpointCore through, List<Row> rows) {
    assertThat(through.predict(rows, null).get(0).value()).isEqualTo(0.5);
    return new String(cloud.lastPayload().body(), StandardCharsets.UTF_8).strip();
  }

  @Test
  void writesRowsForTheOldRevisionUntilTheNewOneServes() {
    cloud.holdsUpdates = true;
    long update = wish(NEW);
    assertThat(turn(update)).isInstanceOf(Turn.Pending.class);

    assertThat(sent(endpoint, OLD_ROWS)).isEqualTo("1.0,2.0");
    assertThat(endpoint.status().traffic()).containsExactly(Map.entry(OLD.hash(), 100));
    timing.advance(A_WHILE);
    assertThat(sent(endpoint, OLD_ROWS)).isEqualTo("1.0,2.0");

    cloud.holdsUpdates = false;
    settle(update);
    timing.advance(A_WHILE);
    assertThat(sent(endpoint, NEW_ROWS)).isEqualTo("{\"instances\":[[1.0,2.0,3.0]]}");
    assertThat(endpoint.status().traffic()).containsExactly(Map.entry(NEW.hash(), 100));
  }

  @Test
  void seesThatTheNewOneServesAlthoughItTakesWhatWasForTheOldOne() {
    cloud.holdsUpdates = true;
    long update = wish(TURNED);
    assertThat(turn(update)).isInstanceOf(Turn.Pending.class);
    assertThat(sent(endpoint, NAMED)).isEqualTo("1.0,2.0");

    cloud.holdsUpdates = false;
    settle(update);
    timing.advance(A_WHILE);

    assertThat(sent(endpoint, NAMED)).isEqualTo("2.0,1.0");
  }

  @Test
  void writesRowsForWhatTheTrafficSaysWhereTheProviderTells() {
    cloud.tellsTraffic = true;
    cloud.lagsBehind = true;
    long update = wish(NEW);
    assertThat(turn(update)).isInstanceOf(Turn.Pending.class);

    assertThat(cloud.serving).containsEntry(NAME, NEW.hash());
    assertThat(sent(endpoint, NEW_ROWS)).isEqualTo("{\"instances\":[[1.0,2.0,3.0]]}");
  }

  @Test
  void writesRowsForTheRevisionThatGoes() {
    cloud.holdsUpdates = true;
    turn(session.engine().endpoints().want(NAME, null, "undeploy"));

    assertThat(sent(endpoint, OLD_ROWS)).isEqualTo("1.0,2.0");
  }

  @Test
  void looksAgainWhenRowsDoNotFitWhatWasKnown() {
    assertThat(sent(endpoint, OLD_ROWS)).isEqualTo("1.0,2.0");
    settle(wish(NEW));
    timing.advance(A_WHILE);

    assertThat(sent(endpoint, NEW_ROWS)).isEqualTo("{\"instances\":[[1.0,2.0,3.0]]}");
  }

  @Test
  void looksAgainWhenTheModelRefusesWhatItIsSentAndRepeatsWhatMayBeRepeated() {
    EndpointRevision json = revision(Protocol.V1, "a", "b");
    EndpointCore repeatable = endpoint.repeatable();
    sent(endpoint, OLD_ROWS);
    sent(repeatable, OLD_ROWS);
    settle(wish(json));
    timing.advance(A_WHILE);

    assertThat(error(endpoint, OLD_ROWS).code()).isEqualTo(ErrorCode.MODEL_FAILED);
    assertThat(sent(endpoint, OLD_ROWS)).isEqualTo("{\"instances\":[[1.0,2.0]]}");
    assertThat(sent(repeatable, OLD_ROWS)).isEqualTo("{\"instances\":[[1.0,2.0]]}");
  }

  @Test
  void looksOnceInAWhileHoweverManyBadRowsCome() {
    sent(endpoint, OLD_ROWS);
    int before = cloud.looks.get();
    timing.advance(A_WHILE);

    for (int i = 0; i < 20; i++) {
      assertThat(error(endpoint, NEW_ROWS).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    assertThat(cloud.looks.get() - before).isEqualTo(1);
  }

  @Test
  void looksAgainOnceInAWhileWhenARevisionAnswersThatIsNotKnown() {
    sent(endpoint, OLD_ROWS);
    int before = cloud.looks.get();
    cloud.answersAs = "made elsewhere";
    timing.advance(A_WHILE);

    for (int i = 0; i < 20; i++) {
      sent(endpoint, OLD_ROWS);
    }
    assertThat(cloud.looks.get() - before).isEqualTo(1);

    timing.advance(A_WHILE);
    sent(endpoint, OLD_ROWS);
    assertThat(cloud.looks.get() - before).isEqualTo(2);

    cloud.answersAs = OLD.hash();
    timing.advance(A_WHILE);
    sent(endpoint, OLD_ROWS);
    timing.advance(A_WHILE);
    sent(endpoint, OLD_ROWS);
    assertThat(cloud.looks.get() - before).isEqualTo(3);
  }

  @Test
  void seesWithinAMinuteThatOthersHaveDeployedWhereNobodyTellsWhatAnswers() {
    assertThat(sent(endpoint, NAMED)).isEqualTo("1.0,2.0");
    int before = cloud.looks.get();
    timing.advance(Duration.ofSeconds(50));
    sent(endpoint, NAMED);
    sent(endpoint, NAMED);
    assertThat(cloud.looks.get() - before).isZero();
    settle(wish(TURNED));

    timing.advance(Duration.ofSeconds(11));
    sent(endpoint, NAMED);

    assertThat(sent(endpoint, NAMED)).isEqualTo("2.0,1.0");
  }

  @Test
  void neverGivesAnAnswerToRowsThatWereWrittenForAnotherRevision() {
    cloud.tellsRevision = true;
    EndpointCore repeatable = endpoint.repeatable();
    assertThat(sent(endpoint, NAMED)).isEqualTo("1.0,2.0");
    assertThat(sent(repeatable, NAMED)).isEqualTo("1.0,2.0");
    settle(wish(TURNED));

    AloftException error = error(endpoint, NAMED);

    assertThat(error.code()).isEqualTo(ErrorCode.BUSY);
    assertThat(error.effect()).isEqualTo(Effect.DONE);
    assertThat(error.summary()).contains(TURNED.hash(), "predict again");
    assertThat(sent(endpoint, NAMED)).isEqualTo("2.0,1.0");
    assertThat(sent(repeatable, NAMED)).isEqualTo("2.0,1.0");
  }

  @Test
  void knowsARevisionThatItSawComingWithoutALook() {
    cloud.tellsRevision = true;
    cloud.holdsUpdates = true;
    EndpointCore repeatable = endpoint.repeatable();
    long update = wish(TURNED);
    assertThat(turn(update)).isInstanceOf(Turn.Pending.class);
    assertThat(sent(repeatable, NAMED)).isEqualTo("1.0,2.0");
    cloud.holdsUpdates = false;
    settle(update);
    int before = cloud.looks.get();

    assertThat(sent(repeatable, NAMED)).isEqualTo("2.0,1.0");
    assertThat(sent(repeatable, NAMED)).isEqualTo("2.0,1.0");

    assertThat(cloud.looks.get()).isEqualTo(before);
  }

  @Test
  void takesTheAnswerOfAnotherModelForTheSameRows() {
    cloud.tellsRevision = true;
    sent(endpoint, NAMED);
    EndpointRevision better = revision("mem://models/better", Protocol.CSV, "a", "b");
    settle(wish(better));
    int before = cloud.calls();

    Predictions answer = endpoint.predict(NAMED, null);

    assertThat(answer.revision()).contains(better.hash());
    assertThat(cloud.calls() - before).isEqualTo(1);
  }

  @Test
  void givesNoAnswerOfAnUnknownRevisionThatCannotBeLookedAt() {
    cloud.tellsRevision = true;
    sent(endpoint, NAMED);
    settle(wish(TURNED));
    cloud.blind = ErrorCode.UNAVAILABLE;
    int before = cloud.calls();

    AloftException error = error(endpoint, NAMED);

    assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(error.effect()).isEqualTo(Effect.DONE);
    assertThat(error.summary()).contains(TURNED.hash(), "nothing can be seen");
    assertThat(cloud.calls() - before).isEqualTo(1);
  }

  @Test
  void looksForAllThreadsWhoseRowsAreRefused() throws InterruptedException {
    sent(endpoint, OLD_ROWS);
    settle(wish(NEW));
    timing.advance(A_WHILE);
    int before = cloud.looks.get();
    cloud.sight = new CountDownLatch(1);
    List<FutureTask<String>> answers =
        Stream.generate(() -> new FutureTask<>(() -> sent(endpoint, NEW_ROWS))).limit(8).toList();
    List<Thread> threads = answers.stream().map(Thread::new).toList();

    threads.forEach(Thread::start);
    threads.forEach(PredictorTest::awaitItsWaiting);
    cloud.sight.countDown();

    for (FutureTask<String> answer : answers) {
      assertThat(answer)
          .succeedsWithin(Duration.ofSeconds(30))
          .asString()
          .contains("[1.0,2.0,3.0]");
    }
    assertThat(cloud.looks.get() - before).isBetween(1, 2);
  }

  private static void awaitItsWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void predictsOnWhileAnUpdateCannotBeLookedAt() {
    cloud.holdsUpdates = true;
    long update = wish(NEW);
    assertThat(turn(update)).isInstanceOf(Turn.Pending.class);
    assertThat(sent(endpoint, OLD_ROWS)).isEqualTo("1.0,2.0");
    int before = cloud.looks.get();

    cloud.blind = ErrorCode.PERMISSION_DENIED;
    timing.advance(A_WHILE);
    for (int i = 0; i < 20; i++) {
      assertThat(sent(endpoint, OLD_ROWS)).isEqualTo("1.0,2.0");
    }
    assertThat(cloud.looks.get() - before).isEqualTo(1);

    cloud.blind = null;
    cloud.holdsUpdates = false;
    settle(update);
    timing.advance(A_WHILE);
    assertThat(sent(endpoint, NEW_ROWS)).isEqualTo("{\"instances\":[[1.0,2.0,3.0]]}");
  }

  @Test
  void forgetsWhatItKnewWhenItChangesTheEndpointItself() {
    settle(wish(NEW));
    assertThat(sent(endpoint, NEW_ROWS)).isEqualTo("{\"instances\":[[1.0,2.0,3.0]]}");

    endpoint.rollback();
    settle(session.engine().endpoints().history(NAME).get(0).generation());

    assertThat(sent(endpoint, OLD_ROWS)).isEqualTo("1.0,2.0");
  }

  @Test
  void getsReadyForAChangeThatIsMadeHereAndForNoPlan() {
    settle(wish(NEW));
    session.engine().endpoints().plan(NAME, EndpointSpec.of(NAME, TURNED));
    sent(endpoint, NEW_ROWS);
    endpoint.status();
    assertThat(cloud.prepared).isEmpty();

    endpoint.rollback();

    assertThat(cloud.prepared).containsExactly(EndpointSpec.of(NAME, OLD));
  }

  @Test
  void wishesOnceForTheRemovalOfWhatIsGone() {
    settle(session.engine().endpoints().want(NAME, null, "undeploy"));
    long last = endpoint.history().get(0).generation();

    Deployment again = endpoint.undeploy();

    assertThat(again.id().generation()).hasValue(last);
    assertThat(again.refresh().state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(endpoint.history().get(0).generation()).isEqualTo(last);

    cloud.serving.put(NAME, OLD.hash());
    endpoint.undeploy();
    assertThat(endpoint.history().get(0).generation()).isEqualTo(last + 1);
  }

  @Test
  void sendsRawBytesWhereNoCodecIs() {
    settle(wish(revision(Protocol.of("of-their-own"), "a", "b")));
    Payload payload = Payload.of(new byte[] {1, 2, 3}, "application/x-theirs");

    assertThat(endpoint.invoke(payload, null).text()).isEqualTo("0.5");
    assertThat(cloud.lastPayload().body()).containsExactly(1, 2, 3);
    assertThat(endpoint.url()).isEqualTo("mem://wine");

    AloftException error = error(endpoint, OLD_ROWS);
    assertThat(error.code()).isEqualTo(ErrorCode.UNSUPPORTED);
    assertThat(error.summary()).contains("of-their-own", "invoke");
    assertThat(error.operation()).contains("predict");
    assertThat(error.resource()).contains(NAME);
  }

  private static AloftException error(EndpointCore through, List<Row> rows) {
    return catchThrowableOfType(AloftException.class, () -> through.predict(rows, null));
  }

  @Test
  void advisesToRecoverWhereOnlyPartsAreLeft() {
    assertThat(steps(true)).containsExactly("aloft.recover()", "model.deploy(\"wine\")");
    assertThat(steps(false)).containsExactly("aloft.endpoints()", "model.deploy(\"wine\")");
  }

  private static List<String> steps(boolean partsLeft) {
    AloftException absent = AloftException.of(ErrorCode.NOT_FOUND, "nobody serves it").build();
    return PredictionWay.nowhere(absent, NAME, partsLeft).nextSteps().stream()
        .map(NextStep::line)
        .toList();
  }
}
