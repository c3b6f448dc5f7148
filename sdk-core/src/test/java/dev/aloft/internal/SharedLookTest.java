package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedLookTest {
  private final CountDownLatch sight = new CountDownLatch(1);
  private final AtomicInteger looks = new AtomicInteger();
  private final SharedLook<Integer> look = new SharedLook<>(this::look);

  private Integer look() {
    int number = looks.incrementAndGet();
    try {
      sight.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (number == 2) {
      throw AloftException.of(ErrorCode.UNAVAILABLE, "nothing can be seen").build();
    }
    return number;
  }

  private FutureTask<Integer> started() {
    FutureTask<Integer> task = new FutureTask<>(look::get);
    Thread thread = new Thread(task);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return task;
  }

  @Test
  void sharesTheNextLookAndItsFailure() {
    FutureTask<Integer> first = started();
    FutureTask<Integer> second = started();
    FutureTask<Integer> third = started();
    assertThat(look.ifFree()).isNull();

    sight.countDown();

    assertThat(first).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(1);
    for (FutureTask<Integer> later : List.of(second, third)) {
      assertThatThrownBy(later::get)
          .isInstanceOf(ExecutionException.class)
          .hasStackTraceContaining("nothing can be seen");
    }
    assertThat(look.get()).isEqualTo(3);
    assertThat(look.ifFree()).isEqualTo(4);
  }

  @Test
  void leavesTheLookToOthersWhenItIsInterrupted() {
    FutureTask<Integer> first = started();
    Thread.currentThread().interrupt();

    assertThatThrownBy(look::get)
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
    assertThat(Thread.interrupted()).isTrue();

    sight.countDown();
    assertThat(first).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(1);
  }
}
