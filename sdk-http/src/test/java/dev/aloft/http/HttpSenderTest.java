package dev.aloft.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;

/** One request, one try, over TCP. */
class HttpSenderTest extends HttpSends {
  @Test
  void readsAnAnswerAndTheServersTime() throws IOException {
    HttpSender sender = sender(Authentication.NONE);

    assertThat(sender.<String>send(call(), get("/ok"), HttpAnswer::text)).isEqualTo("hello");
    try (InputStream in = sender.open(call(), get("/ok"))) {
      assertThat(in.readAllBytes()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(sender.clock().now())
        .hasValueSatisfying(
            now ->
                assertThat(now)
                    .isBetween(Instant.now().minusSeconds(5), Instant.now().plusSeconds(1)));
  }

  @Test
  void neverRepeatsNorFollowsByItself() {
    for (String path : new String[] {"/busy", "/moved"}) {
      asked.set(0);

      assertThat(refusal(sender(Authentication.NONE), path).summary()).startsWith("status ");

      assertThat(asked).as(path).hasValue(1);
    }
  }

  @Test
  void theDeadlineBreaksOffWhatHangs() {
    connect();
    AloftException error =
        catchThrowableOfType(
            AloftException.class,
            () ->
                sender(Authentication.NONE)
                    .send(call().timeout(REACHED), get("/hangs"), HttpAnswer::text));

    assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void theEndOfTheConnectionsBreaksOffWhatHangsAndSendsNothingMore() throws Exception {
    CompletableFuture<AloftException> thrown = new CompletableFuture<>();
    new Thread(() -> thrown.complete(refusal(sender(Authentication.NONE), "/hangs"))).start();
    arrived.await();

    connections.close();

    assertThat(thrown.get().code()).isEqualTo(ErrorCode.UNAVAILABLE);
    asked.set(0);
    assertThat(refusal(sender(Authentication.NONE), "/ok").effect()).isEqualTo(Effect.NONE);
    assertThat(asked).hasValue(0);
  }

  @Test
  void aStreamThatNeverBeginsIsGivenUp() {
    connect();
    AloftException error =
        catchThrowableOfType(
            AloftException.class,
            () -> sender(Authentication.NONE).open(call().timeout(REACHED), get("/hangs")));

    assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
  }

  @Test
  void aTokenThatDoesNotComeIsNotWaitedForLongerThanTheCallMayTake() {
    AloftException error =
        catchThrowableOfType(
            AloftException.class,
            () ->
                sender((address, executor) -> new CompletableFuture<>())
                    .send(call().timeout(Duration.ofMillis(50)), get("/ok"), HttpAnswer::text));

    assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(error.effect()).isEqualTo(Effect.NONE);
    assertThat(asked).hasValue(0);
  }

  @Test
  void asksInTheThreadOfItsCaller() {
    List<Thread> signing = new ArrayList<>();
    RequestBody body =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            return null;
          }

          @Override
          public void writeTo(BufferedSink sink) {
            signing.add(Thread.currentThread());
          }
        };

    sender(Authentication.NONE).send(call(), get("/ok").post(body), HttpAnswer::text);

    assertThat(signing).containsExactly(Thread.currentThread());
  }

  @Test
  void whatWasNotSentLeavesNothingOpen() {
    server.stop(0);
    AloftException refused = refusal(sender(Authentication.NONE), "/ok");
    assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(refused.effect()).isEqualTo(Effect.NONE);

    Authentication nobody =
        (address, executor) -> CompletableFuture.failedFuture(new IOException("no credentials"));
    AloftException unsigned = refusal(sender(nobody), "/ok");
    assertThat(unsigned.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(unsigned.effect()).isEqualTo(Effect.NONE);
  }

  @Test
  void credentialsThatCannotBeFetchedAnyMoreLeaveNothingOpen() {
    Authentication closed =
        (address, executor) -> {
          throw new RejectedExecutionException("shut down");
        };

    AloftException error = refusal(sender(closed), "/ok");

    assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(error.effect()).isEqualTo(Effect.NONE);
    assertThat(error).hasRootCauseInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void whatCannotBeReadMayBeAskedForAgain() {
    AloftException error =
        catchThrowableOfType(
            AloftException.class,
            () ->
                sender(Authentication.NONE)
                    .send(
                        call(),
                        get("/ok"),
                        answer -> {
                          throw new IllegalStateException("no JSON");
                        }));

    assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(error.isRetryable()).isTrue();
  }
}
