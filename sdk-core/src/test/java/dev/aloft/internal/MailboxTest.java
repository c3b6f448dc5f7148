package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.operation.OperationState;
import dev.aloft.operation.OperationStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How one listener is told. */
class MailboxTest {
  private static final int STATUSES = 2000;

  private final ExecutorService pool = Executors.newFixedThreadPool(4);
  private final Operations operations = new Operations(new SystemTiming(), pool, () -> 0.5);

  @AfterEach
  void endThreads() {
    pool.shutdownNow();
  }

  @Test
  void tellsOneAtATimeAndInOrder() throws Exception {
    List<String> told = new ArrayList<>();
    AtomicInteger inside = new AtomicInteger();
    AtomicBoolean together = new AtomicBoolean();
    CompletableFuture<Boolean> last = new CompletableFuture<>();
    Mailbox mailbox =
        new Mailbox(
            status -> {
              together.compareAndSet(false, inside.incrementAndGet() > 1);
              told.add(status.phase());
              Thread.onSpinWait();
              inside.decrementAndGet();
              if (status.phase().equals(Integer.toString(STATUSES - 1))) {
                last.complete(true);
              }
            },
            operations);

    for (int i = 0; i < STATUSES; i++) {
      mailbox.post(status(i));
      mailbox.deliver();
    }

    assertThat(last.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(together).isFalse();
    assertThat(told).hasSize(STATUSES);
    for (int i = 0; i < STATUSES; i++) {
      assertThat(told.get(i)).isEqualTo(Integer.toString(i));
    }
  }

  @Test
  void tellsNothingOnceItIsClosed() {
    List<String> told = new ArrayList<>();
    Operations here = new Operations(new SystemTiming(), Runnable::run, () -> 0.5);
    Mailbox mailbox = new Mailbox(status -> told.add(status.phase()), here);
    mailbox.post(status(1));
    mailbox.deliver();
    mailbox.post(status(2));

    mailbox.close();
    mailbox.post(status(3));
    mailbox.deliver();

    assertThat(told).containsExactly("1");
  }

  private static OperationStatus status(int number) {
    return new OperationStatus(
        OperationState.RUNNING, "", Integer.toString(number), null, false, Instant.EPOCH);
  }
}
