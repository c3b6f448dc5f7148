package dev.aloft.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is interrupted gets away at once, and knows what may have been sent. */
class HttpInterruptTest extends HttpSends {
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
  void anInterruptThatTheClientThrowsUndeclaredIsTold() {
    RequestBody body =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            return null;
          }

          @Override
          public void writeTo(BufferedSink sink) {
            HttpInterruptTest.<RuntimeException>undeclared(new InterruptedException());
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
}
