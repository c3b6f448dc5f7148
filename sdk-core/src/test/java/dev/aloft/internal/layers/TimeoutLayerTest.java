package dev.aloft.internal.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TimeoutLayerTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final HandTiming timing = new HandTiming();
  private final ErrorContextLayer context = new ErrorContextLayer();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void endsATryThatIsNotAnswered() throws Exception {
    TimeoutLayer layer = new TimeoutLayer(timing, 2, LIMIT);
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    CompletableFuture<AloftException> ended =
        CompletableFuture.supplyAsync(
            () -> {
              AloftException error = failure(layer, call(LIMIT), () -> waitForEver(begun));
              flag.complete(Thread.currentThread().isInterrupted());
              return error;
            },
            threads);
    begun.await();

    timing.advance(LIMIT.minusMillis(1));
    assertThat(ended).isNotDone();
    timing.advance(Duration.ofMillis(1));

    assertThat(ended.get().code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(ended.get().effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(ended.get().summary()).contains("10000 ms");
    assertThat(flag.get()).as("the interrupt was the layer's own").isFalse();
  }

  @Test
  void watchesTheShorterOfTwoLimitsFirst() throws Exception {
    TimeoutLayer layer = new TimeoutLayer(timing, 2, LIMIT);
    CountDownLatch begun = new CountDownLatch(2);
    CompletableFuture<AloftException> slow =
        CompletableFuture.supplyAsync(
            () -> failure(layer, call(LIMIT.multipliedBy(6)), () -> waitForEver(begun)), threads);
    CompletableFuture<AloftException> quick =
        CompletableFuture.supplyAsync(
            () -> failure(layer, call(LIMIT), () -> waitForEver(begun)), threads);
    begun.await();

    timing.advance(LIMIT);
    assertThat(quick.get().code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(slow).isNotDone();
    timing.advance(LIMIT.multipliedBy(5));
    assertThat(slow.get().code()).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void keepsAnAnswerThatCameLate() {
    TimeoutLayer layer = new TimeoutLayer(timing, 2, LIMIT);

    String answer =
        layer.around(
            call(LIMIT),
            call -> {
              timing.advance(LIMIT);
              return "late";
            });

    assertThat(answer).isEqualTo("late");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void keepsAnErrorThatWasAnAnswer() {
    TimeoutLayer layer = new TimeoutLayer(timing, 2, LIMIT);

    AloftException error =
        failure(
            layer,
            call(LIMIT),
            () -> {
              timing.advance(LIMIT);
              throw Requests.error(ErrorCode.NOT_FOUND, Effect.NONE);
            });

    assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void leavesAForeignInterruptAlone() {
    TimeoutLayer layer = new TimeoutLayer(timing, 2, LIMIT);
    Thread.currentThread().interrupt();

    AloftException error = failure(layer, call(LIMIT), () -> waitForEver(new CountDownLatch(1)));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(error.code()).isEqualTo(ErrorCode.INTERRUPTED);
  }

  @Test
  void keepsOneTimerHoweverManyCallsThereAre() throws Exception {
    TimeoutLayer layer = new TimeoutLayer(timing, 2, LIMIT);
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<AloftException> slow =
        CompletableFuture.supplyAsync(
            () -> failure(layer, call(Duration.ofHours(1)), () -> waitForEver(begun)), threads);
    begun.await();

    for (int i = 0; i < 100; i++) {
      layer.around(call(Duration.ofSeconds(1)), call -> "quick");
      timing.advance(Duration.ofSeconds(2));
      assertThat(timing.scheduled()).isLessThanOrEqualTo(1);
    }

    timing.advance(Duration.ofHours(1));
    assertThat(slow.get().code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(timing.scheduled()).isZero();
  }

  @Test
  void letsSoManyRunAndMakesTheNextWait() throws Exception {
    TimeoutLayer layer = new TimeoutLayer(timing, 1, LIMIT);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    CompletableFuture<String> first =
        CompletableFuture.supplyAsync(
            () -> layer.around(call(LIMIT), call -> holdPlace(inside, mayEnd)), threads);
    inside.await();
    CompletableFuture<String> second =
        CompletableFuture.supplyAsync(() -> layer.around(call(LIMIT), call -> "second"), threads);

    assertThat(second).isNotDone();
    mayEnd.countDown();

    assertThat(first.get()).isEqualTo("first");
    assertThat(second.get()).isEqualTo("second");
  }

  @Test
  void refusesWhenNoPlaceComesFree() throws Exception {
    TimeoutLayer layer = new TimeoutLayer(timing, 1, Duration.ZERO);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    CompletableFuture<String> first =
        CompletableFuture.supplyAsync(
            () -> layer.around(call(LIMIT), call -> holdPlace(inside, mayEnd)), threads);
    inside.await();

    AloftException error = failure(layer, call(LIMIT), () -> "never");
    mayEnd.countDown();

    assertThat(error.code()).isEqualTo(ErrorCode.THROTTLED);
    assertThat(error.effect()).isEqualTo(Effect.NONE);
    assertThat(error.isGivenUp()).isTrue();
    assertThat(error.summary()).contains("max-concurrent-requests");
    assertThat(first.get()).isEqualTo("first");
  }

  @Test
  void letsARequestSendAnotherFromInside() {
    TimeoutLayer layer = new TimeoutLayer(timing, 1, Duration.ZERO);

    String inner = layer.around(call(LIMIT), call -> layer.around(call, again -> "inner"));
    String after = layer.around(call(LIMIT), call -> "after");

    assertThat(inner + " " + after).isEqualTo("inner after");
  }

  private AloftException failure(TimeoutLayer layer, Call call, Callable<String> sender) {
    return catchThrowableOfType(
        AloftException.class,
        () ->
            layer.around(
                call, inner -> context.around(inner, sent -> ErrorContextLayer.send(sender))));
  }

  private static Call call(Duration limit) {
    return Requests.call("Describe").timeout(limit).build();
  }

  private static String waitForEver(CountDownLatch begun) throws InterruptedException {
    begun.countDown();
    new CountDownLatch(1).await();
    return "never";
  }

  private static String holdPlace(CountDownLatch inside, CountDownLatch mayEnd) {
    inside.countDown();
    try {
      mayEnd.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return "first";
  }
}
