package dev.aloft.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One request, one try, over TCP. */
@Timeout(60)
class HttpSenderTest {
  /** Enough for a request to arrive over a connection that is open. */
  private static final Duration REACHED = Duration.ofSeconds(3);

  private final PlainContext context = new PlainContext();
  private final HttpConnections connections = new HttpConnections(Duration.ofSeconds(10), null);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);
  private final CountDownLatch arrived = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    answer("/ok", 200, Map.of(), "hello");
    answer("/busy", 503, Map.of("Retry-After", "0"), "later");
    answer("/moved", 302, Map.of("Location", "/ok"), "");
    server.createContext(
        "/hangs",
        exchange -> {
          asked.incrementAndGet();
          arrived.countDown();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.createContext(
        "/stalls",
        exchange -> {
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          arrived.countDown();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
  }

  private void answer(String path, int status, Map<String, String> headers, String text) {
    server.createContext(
        path,
        exchange -> {
          asked.incrementAndGet();
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          headers.forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
          }
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
    threads.shutdown();
    connections.close();
  }

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
  void anInterruptBreaksOffWhatHangs() throws Exception {
    CompletableFuture<AloftException> thrown = new CompletableFuture<>();
    Thread caller =
        new Thread(() -> thrown.complete(refusal(sender(Authentication.NONE), "/hangs")));
    caller.start();
    arrived.await();

    caller.interrupt();

    assertThat(thrown.get().code()).isEqualTo(ErrorCode.INTERRUPTED);
    assertThat(thrown.get().effect()).isEqualTo(Effect.UNKNOWN);
  }

  @Test
  void anInterruptBreaksOffABodyThatStandsStill() throws Exception {
    CompletableFuture<AloftException> thrown = new CompletableFuture<>();
    Thread caller =
        new Thread(() -> thrown.complete(refusal(sender(Authentication.NONE), "/stalls")));
    caller.start();
    arrived.await();

    caller.interrupt();

    assertThat(thrown.get().code()).isEqualTo(ErrorCode.INTERRUPTED);
    assertThat(thrown.get().effect()).isEqualTo(Effect.UNKNOWN);
  }

  @Test
  void anInterruptBreaksOffWhatHangsAfterABodyThatCameOutOfAChannel(@TempDir Path directory)
      throws Exception {
    Path file = Files.write(directory.resolve("file"), new byte[100_000]);
    RequestBody body =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            return null;
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            try (FileChannel channel = FileChannel.open(file)) {
              sink.writeAll(Okio.source(Channels.newInputStream(channel)));
            }
          }
        };
    CompletableFuture<AloftException> thrown = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () ->
                thrown.complete(
                    catchThrowableOfType(
                        AloftException.class,
                        () ->
                            sender(Authentication.NONE)
                                .send(call(), get("/hangs").post(body), HttpAnswer::text))));
    caller.start();
    arrived.await();
    while (isWriting(caller)) {
      Thread.onSpinWait();
    }

    caller.interrupt();

    assertThat(thrown.get().code()).isEqualTo(ErrorCode.INTERRUPTED);
  }

  private static boolean isWriting(Thread caller) {
    return caller.isAlive()
        && Arrays.stream(caller.getStackTrace())
            .noneMatch(frame -> frame.getMethodName().equals("readResponseHeaders"));
  }

  @Test
  void anInterruptOfTheCallerCancelsNoOtherCall() throws Exception {
    Thread.currentThread().interrupt();
    AloftException error = refusal(sender(Authentication.NONE), "/ok");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(error.code()).isEqualTo(ErrorCode.INTERRUPTED);

    assertThat(sender(Authentication.NONE).<String>send(call(), get("/ok"), HttpAnswer::text))
        .isEqualTo("hello");
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
  void anInterruptEndsTheWaitForAToken() throws Exception {
    CompletableFuture<AloftException> thrown = new CompletableFuture<>();
    Authentication slow =
        (address, executor) -> {
          arrived.countDown();
          return new CompletableFuture<>();
        };
    Thread caller = new Thread(() -> thrown.complete(refusal(sender(slow), "/ok")));
    caller.start();
    arrived.await();

    caller.interrupt();

    assertThat(thrown.get().code()).isEqualTo(ErrorCode.INTERRUPTED);
    assertThat(thrown.get().effect()).isEqualTo(Effect.NONE);
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
  void anInterruptThatTheClientThrowsUndeclaredIsTold() {
    RequestBody body =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            return null;
          }

          @Override
          public void writeTo(BufferedSink sink) {
            HttpSenderTest.<RuntimeException>undeclared(new InterruptedException());
          }
        };

    AloftException error =
        catchThrowableOfType(
            AloftException.class,
            () ->
                sender(Authentication.NONE).send(call(), get("/ok").post(body), HttpAnswer::text));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(error.code()).isEqualTo(ErrorCode.INTERRUPTED);
    assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Exception> void undeclared(Exception thrown) throws T {
    throw (T) thrown;
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

  private void connect() {
    assertThat(sender(Authentication.NONE).<String>send(call(), get("/ok"), HttpAnswer::text))
        .isEqualTo("hello");
    asked.set(0);
  }

  private AloftException refusal(HttpSender sender, String path) {
    Request.Builder request = get(path).post(RequestBody.create(new byte[] {1}, null));
    return catchThrowableOfType(
        AloftException.class, () -> sender.send(call(), request, HttpAnswer::text));
  }

  private HttpSender sender(Authentication authentication) {
    return new HttpSender(
        context,
        connections,
        authentication,
        (call, answer) ->
            AloftException.of(ErrorCode.PROVIDER_ERROR, "status " + answer.status()).build());
  }

  private Call.Builder call() {
    return context.call("Try", "thing");
  }

  private Request.Builder get(String path) {
    return new Request.Builder().url("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }
}
