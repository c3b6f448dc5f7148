package dev.aloft.internal.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.aloft.driver.Rate;
import dev.aloft.error.AloftException;
import dev.aloft.error.Attempt;
import dev.aloft.error.Blame;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryLayerTest {
  private static final Duration TOTAL = Duration.ofMinutes(2);
  private static final long NO_BOUND = Long.MAX_VALUE / 4;

  private final HandTiming timing = new HandTiming();
  private final Deque<AloftException> errors = new ArrayDeque<>();
  private final List<Call> sent = new ArrayList<>();
  private final RetryLayer retry = retry(Map.of());

  private RetryLayer retry(Map<String, Rate> rates) {
    return new RetryLayer(timing, () -> 1, TOTAL, new Pacer(() -> rates, timing), () -> NO_BOUND);
  }

  @Test
  void sendsARepeatableCallAgainUntilItIsAnswered() {
    fail(Requests.unavailable(), Requests.unavailable());

    assertThat(send(Requests.read())).isEqualTo("answer");

    assertThat(sent).extracting(Call::attempt).containsExactly(1, 2, 3);
    assertThat(timing.pauses()).containsExactly(Duration.ofMillis(200), Duration.ofMillis(400));
  }

  @Test
  void neverSendsAgainWhatMayHaveBeenDone() {
    AloftException unknown = Requests.unavailable();
    fail(unknown);

    assertThat(failure(Requests.write())).isSameAs(unknown);
    assertThat(sent).hasSize(1);
  }

  @Test
  void sendsAgainWhatCertainlyWasNotDone() {
    fail(Requests.error(ErrorCode.THROTTLED, Effect.NONE));

    assertThat(send(Requests.write())).isEqualTo("answer");
    assertThat(sent).hasSize(2);
  }

  @Test
  void waitsAsLongAsTheProviderAsks() {
    fail(
        AloftException.of(ErrorCode.THROTTLED, "slow down")
            .retryAfter(Duration.ofSeconds(30).plusNanos(1))
            .build());

    send(Requests.read());

    assertThat(timing.pauses()).containsExactly(Duration.ofMillis(30_001));
  }

  @Test
  void givesUpAtOnceWhenTheProviderAsksForMoreThanTheTotalTime() {
    fail(
        AloftException.of(ErrorCode.THROTTLED, "slow down")
            .retryAfter(Duration.ofHours(1))
            .build());

    AloftException error = failure(Requests.read());

    assertThat(error.isGivenUp()).isTrue();
    assertThat(error.retryAfter()).contains(Duration.ofHours(1));
    assertThat(timing.pauses()).isEmpty();
  }

  @Test
  void countsNoTimeInWhichTheProcessSlept() {
    String answer =
        retry.around(
            Requests.read(),
            call -> {
              sent.add(call);
              if (sent.size() > 1) {
                return "answer";
              }
              timing.advance(Duration.ofHours(3));
              throw Requests.unavailable();
            });

    assertThat(answer).isEqualTo("answer");
    assertThat(sent).hasSize(2);
  }

  @Test
  void countsASlowTryInFull() {
    AloftException error =
        catchThrowableOfType(
            AloftException.class,
            () ->
                retry.around(
                    Requests.read().withTimeout(TOTAL),
                    call -> {
                      sent.add(call);
                      timing.advance(TOTAL.plusSeconds(1));
                      throw Requests.unavailable();
                    }));

    assertThat(error.isGivenUp()).isTrue();
    assertThat(sent).hasSize(1);
  }

  @Test
  void marksWhatItGaveUpOnAndListsTheTries() {
    failForever(Requests.error(ErrorCode.THROTTLED, Effect.NONE));

    AloftException error = failure(Requests.read());

    assertThat(error.isGivenUp()).isTrue();
    assertThat(error.isRetryable()).isFalse();
    assertThat(error.code()).isEqualTo(ErrorCode.THROTTLED);
    assertThat(error.attempts()).hasSameSizeAs(sent).hasSizeGreaterThan(3);
    assertThat(error.attempts())
        .extracting(Attempt::provider, Attempt::region, Attempt::code)
        .containsOnly(tuple("cloud", "account/region", ErrorCode.THROTTLED));
    assertThat(timing.nanos()).isLessThan(TOTAL.toNanos());
  }

  @Test
  void neverMultiplies() {
    failForever(Requests.error(ErrorCode.THROTTLED, Effect.NONE));
    RetryLayer outer = retry(Map.of());

    AloftException error =
        catchThrowableOfType(
            AloftException.class,
            () -> outer.around(Requests.read(), call -> retry.around(call, this::answer)));

    assertThat(error.attempts()).hasSameSizeAs(sent);
  }

  @Test
  void saysThatAnEarlierTryMayHaveHadAnEffect() {
    fail(Requests.unavailable(), Requests.error(ErrorCode.ALREADY_EXISTS, Effect.NONE));

    AloftException error = failure(Requests.call("Put").repeatable().build());

    assertThat(error.code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
    assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(error.isGivenUp()).isFalse();
    assertThat(error.attempts()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"BUSY", "NO_CAPACITY", "PREEMPTED", "WAIT_TIMEOUT", "INTERRUPTED", "NOT_FOUND"})
  void leavesToTheCallerWhatTimeAloneDoesNotHeal(ErrorCode code) {
    fail(Requests.error(code, Effect.NONE));

    assertThat(failure(Requests.read()).code()).isEqualTo(code);
    assertThat(sent).hasSize(1);
  }

  @Test
  void endsACallThatMustNotBeRepeatedWithinItsOwnTimeLimit() {
    failForever(Requests.error(ErrorCode.THROTTLED, Effect.NONE));
    Duration limit = Duration.ofSeconds(5);

    AloftException error = failure(Requests.call("Create").timeout(limit).build());

    assertThat(error.isGivenUp()).isTrue();
    assertThat(timing.nanos()).isLessThan(limit.toNanos());
    assertThat(sent.get(sent.size() - 1).timeout()).isLessThan(limit);
  }

  @Test
  void cutsNoTryThatWasGivenLongerThanTheTotalTime() {
    Duration longer = TOTAL.multipliedBy(2);

    send(Requests.call("CopyObject").repeatable().timeout(longer).build());
    send(Requests.call("Invoke").timeout(longer).build());

    assertThat(sent).extracting(Call::timeout).containsExactly(longer, longer);
  }

  @Test
  void triesNothingAnewAfterTheTotalTimeHoweverLongOneTryMayTake() {
    fail(Requests.unavailable());

    AloftException error =
        catchThrowableOfType(
            AloftException.class,
            () ->
                retry.around(
                    Requests.call("CopyObject").repeatable().timeout(TOTAL.multipliedBy(2)).build(),
                    call -> {
                      timing.advance(TOTAL);
                      return answer(call);
                    }));

    assertThat(error.isGivenUp()).isTrue();
    assertThat(sent).hasSize(1);
  }

  @Test
  void endsWithWhatTheThreadsRequestsHaveLeft() {
    Duration lease = Duration.ofSeconds(30);
    RetryLayer leased =
        new RetryLayer(
            timing,
            () -> 1,
            TOTAL,
            new Pacer(Map::of, timing),
            () -> lease.toNanos() - timing.nanos());
    failForever(Requests.unavailable());

    failure(leased, Requests.read());

    assertThat(sent).hasSizeGreaterThan(3);
    assertThat(timing.nanos()).isLessThan(lease.toNanos());
    timing.advance(lease);
    sent.clear();

    AloftException late = failure(leased, Requests.read());

    assertThat(sent).isEmpty();
    assertThat(late.effect()).isEqualTo(Effect.NONE);
    assertThat(late.isRetryable()).isFalse();
  }

  @Test
  void endsWhenTheWaitingThreadIsInterrupted() {
    AloftException refusal = Requests.error(ErrorCode.THROTTLED, Effect.NONE);
    fail(refusal);
    Thread.currentThread().interrupt();

    AloftException error = failure(Requests.read());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(error.code()).isEqualTo(ErrorCode.INTERRUPTED);
    assertThat(error.isOutcome()).isFalse();
    assertThat(error.getCause()).isSameAs(refusal);
    assertThat(error.attempts()).hasSize(1);
  }

  @Test
  void letsFurtherTriesWaitForTheirTurnInTheRate() {
    RetryLayer paced = retry(Map.of("control", Rate.perSecond(0.1)));
    fail(
        Requests.error(ErrorCode.THROTTLED, Effect.NONE),
        Requests.error(ErrorCode.THROTTLED, Effect.NONE));

    paced.around(Requests.read(), this::answer);

    assertThat(timing.pauses())
        .containsExactly(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(9_600));
  }

  @Test
  void stopsSendingToAServiceThatIsUnavailable() {
    openBreaker();
    sent.clear();

    AloftException error = failure(Requests.write());

    assertThat(sent).isEmpty();
    assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(error.effect()).isEqualTo(Effect.NONE);
    assertThat(error.retryAfter()).contains(Breakers.OPEN);
  }

  @Test
  void saysWhatTheServiceSaidLast() {
    AloftException answer =
        AloftException.of(ErrorCode.UNAVAILABLE, "ServiceUnavailable: back at noon")
            .effect(Effect.UNKNOWN)
            .blame(Blame.PROVIDER)
            .rawCode("503")
            .requestId("r-1")
            .build();
    failForever(answer);
    for (int i = 0; i < Breakers.AT_LEAST; i++) {
      failure(Requests.write());
    }

    AloftException error = failure(Requests.write());

    assertThat(error.summary()).contains("back at noon", "nothing is sent");
    assertThat(error.blame()).isEqualTo(Blame.PROVIDER);
    assertThat(error.rawCode()).contains("503");
    assertThat(error.requestId()).contains("r-1");
    assertThat(error).hasCause(answer);
  }

  @Test
  void stopsForTheBucketThatIsUnavailableOnly() {
    openBreaker();

    retry.around(Requests.call("Invoke").bucket("predict").build(), this::answer);

    assertThat(sent.get(sent.size() - 1).bucket()).isEqualTo("predict");
  }

  @Test
  void looksAgainAfterAWhileByTheClientsClock() {
    openBreaker();
    timing.advance(Breakers.OPEN.plusMillis(1));
    errors.clear();

    assertThat(send(Requests.write())).isEqualTo("answer");
    assertThat(send(Requests.write())).isEqualTo("answer");
  }

  @Test
  void takesEveryOtherErrorAsASignOfLife() {
    failForever(Requests.error(ErrorCode.PROVIDER_ERROR, Effect.UNKNOWN));
    for (int i = 0; i < 3 * Breakers.WINDOW; i++) {
      failure(Requests.write());
    }

    assertThat(sent).hasSize(3 * Breakers.WINDOW);
  }

  private void openBreaker() {
    failForever(Requests.unavailable());
    for (int i = 0; i < Breakers.AT_LEAST; i++) {
      failure(Requests.write());
    }
    errors.clear();
  }

  private void fail(AloftException... each) {
    errors.addAll(List.of(each));
  }

  private void failForever(AloftException error) {
    for (int i = 0; i < 1_000; i++) {
      errors.add(error);
    }
  }

  private String send(Call call) {
    return retry.around(call, this::answer);
  }

  private AloftException failure(Call call) {
    return failure(retry, call);
  }

  private AloftException failure(RetryLayer layer, Call call) {
    return catchThrowableOfType(AloftException.class, () -> layer.around(call, this::answer));
  }

  private String answer(Call call) {
    sent.add(call);
    if (!errors.isEmpty()) {
      throw errors.remove();
    }
    return "answer";
  }
}
