package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.data.Row;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.Predictions;
import dev.aloft.serving.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rows are written for what answers, which need not be what was wished last. */
class PredictorTest extends PredictedEndpoint {
  private static final List<Row> NAMED = List.of(Row.of(Map.of("a", 1.0, "b", 2.0)));
  private static final Duration A_WHILE = Duration.ofSeconds(3);

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
}
