package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private CloudClient cloud = CloudClient.open();

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void completesTheErrorsOfRequests() {
    AloftException bare = AloftException.of(ErrorCode.NOT_FOUND, "no such thing").build();

    AloftException error = failure(() -> cloud.request("Describe", () -> fail(bare)));

    assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(error.provider()).contains("cloud");
    assertThat(error.operation()).contains("Describe");
    assertThat(error.resource()).contains("part");
    assertThat(cloud.errors).containsExactly(error);
  }

  @Test
  void makesForeignExceptionsInternal() {
    AloftException error =
        failure(() -> cloud.request("Describe", () -> fail(new IllegalStateException("odd"))));
    assertThat(error.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(error.getCause()).hasMessage("odd");

    AloftException checked =
        failure(() -> cloud.request("Describe", () -> fail(new IOException("torn"))));
    assertThat(checked.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(checked.getCause()).hasMessage("torn");
  }

  @Test
  void keepsTheFlagOfAnInterrupt() {
    AloftException error =
        failure(() -> cloud.request("Describe", () -> fail(new InterruptedException("stop"))));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(error.code()).isEqualTo(ErrorCode.INTERRUPTED);
    assertThat(error.isOutcome()).isFalse();
    assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
  }

  @Test
  void changesRequestsJustBeforeTheyLeave() {
    cloud =
        CloudClient.with(
            new BeforeSend<>(StringBuilder.class, text -> text.append(" one")),
            new BeforeSend<>(CharSequence.class, text -> ((StringBuilder) text).append(" two")),
            new BeforeSend<>(Thread.class, Thread::interrupt));

    assertThat(cloud.context.customise(new StringBuilder("request")))
        .hasToString("request one two");
  }

  @Test
  void sendsNothingWhenAChangeFails() {
    cloud = CloudClient.with(new BeforeSend<>(StringBuilder.class, text -> text.deleteCharAt(9)));

    AloftException error =
        failure(
            () ->
                cloud.request(
                    "Create", () -> cloud.context.customise(new StringBuilder("x")) + ""));

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.effect()).isEqualTo(Effect.NONE);
    assertThat(error.summary()).contains("beforeSend").contains("StringBuilder");
  }

  private static String fail(Exception error) throws Exception {
    throw error;
  }

  private static AloftException failure(Callable<String> body) {
    return catchThrowableOfType(AloftException.class, body::call);
  }
}
