package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.gcp.LogSharing.Page;
import dev.aloft.gcp.LogSharing.Piece;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests wait until the test answers them; who asks meanwhile is seen to wait. */
@Timeout(60)
class LogSharingTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final LogPlace BEGINNING = LogPlace.parse(null);
  private static final int ROOM = 40;

  private final Waits waits = new Waits();
  private final Logging logging = new Logging();
  private final LogSharing sharing = new LogSharing(waits, logging, ROOM);
  private final List<Thread> threads = new ArrayList<>();

  /** Says what is asked, and gives what it is told to. */
  private static final class Logging implements LogSharing.Service {
    private final SynchronousQueue<String> asked = new SynchronousQueue<>();
    private final SynchronousQueue<Supplier<Page>> answers = new SynchronousQueue<>();

    @Override
    public String condition(String log, @Nullable Instant from) {
      return from == null ? log : log + "@" + from.getEpochSecond();
    }

    @Override
    public Page list(String condition, String token) {
      try {
        asked.put(token.isEmpty() ? condition : token + " of " + condition);
        return answers.take().get();
      } catch (InterruptedException e) {
        throw AloftException.of(ErrorCode.INTERRUPTED, "interrupted while it reads").build();
      }
    }

    /** What is asked next. */
    String asked() throws InterruptedException {
      return asked.take();
    }

    void answer(String token, LogEntry... entries) throws InterruptedException {
      answers.put(() -> new Page(List.of(entries), token, START));
    }
  }

  /** Sees those who wait. */
  private static final class Waits implements Timing {
    private CountDownLatch more = new CountDownLatch(0);

    synchronized void expect(int count) {
      more = new CountDownLatch(count);
    }

    @Override
    public void await(CompletableFuture<?> done) throws InterruptedException {
      synchronized (this) {
        more.countDown();
      }
      Timing.super.await(done);
    }

    @Override
    public Instant now() {
      return START;
    }

    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
      throw new UnsupportedOperationException("nothing here is done later");
    }

    @Override
    public void pause(Duration time) {
      throw new UnsupportedOperationException("nothing here pauses");
    }
  }

  private record Reading(Thread thread, CompletableFuture<Piece> piece) {
    List<String> lines() throws Exception {
      return piece.get().entries().stream().map(entry -> entry.line().text()).toList();
    }

    AloftException failure() {
      return (AloftException)
          catchThrowableOfType(ExecutionException.class, () -> piece.get()).getCause();
    }
  }

  private Reading read(String log, LogPlace from) {
    CompletableFuture<Piece> piece = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                piece.complete(sharing.read(log, from));
              } catch (RuntimeException | Error e) {
                piece.completeExceptionally(e);
              }
            });
    threads.add(thread);
    thread.start();
    return new Reading(thread, piece);
  }

  /** Begins to read, and sees that it waits for another one. */
  private Reading join(String log, LogPlace from) throws InterruptedException {
    waits.expect(1);
    Reading reading = read(log, from);
    waits.more.await();
    return reading;
  }

  private static LogEntry entry(String log, int second, String id) {
    Instant at = START.plusSeconds(second);
    return new LogEntry(log, at, id, new LogLine(at, "", log + second + id));
  }

  private static LogPlace behind(String log, int second, String id) {
    return LogPlace.after(entry(log, second, id));
  }

  @AfterEach
  void nobodyIsLeft() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void whoAsksWhileOthersReadSharesTheNextRequest() throws Exception {
    Reading a = read("a", BEGINNING);
    assertThat(logging.asked()).isEqualTo("(a)");
    Reading b = join("b", BEGINNING);
    Reading c = join("c", behind("c", 7, "x"));
    logging.answer("", entry("a", 1, "x"), entry("a", 2, "x"));
    assertThat(a.lines()).containsExactly("a1x", "a2x");

    assertThat(logging.asked()).isEqualTo("(b OR c@1767225607)");
    logging.answer("", entry("b", 1, "x"), entry("c", 7, "x"), entry("c", 7, "y"));

    assertThat(b.lines()).containsExactly("b1x");
    assertThat(c.lines()).containsExactly("c7y");
    assertThat(c.piece().get().whole()).isTrue();
  }

  @Test
  void twoWhoReadOneLogGetWhatIsBehindTheirOwnPlaces() throws Exception {
    Reading first = read("z", BEGINNING);
    logging.asked();
    Reading a = join("a", BEGINNING);
    Reading again = join("a", behind("a", 1, "x"));
    logging.answer("");
    logging.asked();
    logging.answer("", entry("a", 1, "x"), entry("a", 2, "x"));

    assertThat(first.lines()).isEmpty();
    assertThat(a.lines()).containsExactly("a1x", "a2x");
    assertThat(again.lines()).containsExactly("a2x");
  }

  @Test
  void whoHasNothingOfAFullPageComesBeforeThoseWhoHadSomething() throws Exception {
    Reading first = read("z", BEGINNING);
    logging.asked();
    Reading a = join("a", BEGINNING);
    Reading b = join("b", BEGINNING);
    logging.answer("");
    assertThat(logging.asked()).isEqualTo("(a OR b)");
    Reading later = join("c", BEGINNING);
    logging.answer("more", entry("a", 1, "x"));
    assertThat(a.lines()).containsExactly("a1x");
    assertThat(a.piece().get().whole()).isFalse();

    assertThat(logging.asked()).isEqualTo("(b)");
    Reading aAgain = join("a", behind("a", 1, "x"));
    logging.answer("", entry("b", 9, "x"));
    assertThat(b.lines()).containsExactly("b9x");

    assertThat(logging.asked()).isEqualTo("(c OR a@1767225601)");
    logging.answer("");
    assertThat(later.lines()).isEmpty();
    assertThat(aAgain.lines()).isEmpty();
    assertThat(first.lines()).isEmpty();
  }

  @Test
  void pagesWithNothingNewAreReadOn() throws Exception {
    Reading a = read("a", behind("a", 1, "x"));
    assertThat(logging.asked()).isEqualTo("(a@1767225601)");
    logging.answer("t1", entry("a", 1, "x"));
    assertThat(logging.asked()).isEqualTo("t1 of (a@1767225601)");
    logging.answer("t2", entry("a", 1, "y"));

    assertThat(a.lines()).containsExactly("a1y");
    assertThat(a.piece().get().whole()).isFalse();
  }

  @Test
  void aSparseLogIsSearchedToItsEnd() throws Exception {
    Reading a = read("a", BEGINNING);
    assertThat(logging.asked()).isEqualTo("(a)");
    for (int page = 1; page <= 30; page++) {
      logging.answer("t" + page);
      assertThat(logging.asked()).isEqualTo("t" + page + " of (a)");
    }
    logging.answer("", entry("a", 1, "x"));

    assertThat(a.lines()).containsExactly("a1x");
  }

  @Test
  void whoComesWhileASparseLogIsSearchedIsAskedForSoon() throws Exception {
    Reading a = read("a", BEGINNING);
    assertThat(logging.asked()).isEqualTo("(a)");
    Reading b = join("b", BEGINNING);
    logging.answer("t1");
    assertThat(logging.asked()).isEqualTo("t1 of (a)");
    logging.answer("t2");
    assertThat(logging.asked()).isEqualTo("t2 of (a)");
    logging.answer("t3");

    assertThat(logging.asked()).isEqualTo("(b)");
    logging.answer("", entry("b", 1, "x"));
    assertThat(b.lines()).containsExactly("b1x");
    assertThat(logging.asked()).isEqualTo("t3 of (a)");
    logging.answer("", entry("a", 9, "x"));
    assertThat(a.lines()).containsExactly("a9x");
  }

  @Test
  void twoSearchesTakeTurnsAndGoOnWhenTheirLeaderIsGone() throws Exception {
    Reading a = read("a", BEGINNING);
    logging.asked();
    Reading b = join("b", BEGINNING);
    for (String page : List.of("1", "2")) {
      logging.answer("a" + page);
      assertThat(logging.asked()).isEqualTo("a" + page + " of (a)");
    }
    logging.answer("a3");
    assertThat(logging.asked()).isEqualTo("(b)");
    for (String page : List.of("1", "2")) {
      logging.answer("b" + page);
      assertThat(logging.asked()).isEqualTo("b" + page + " of (b)");
    }
    logging.answer("b3");
    assertThat(logging.asked()).isEqualTo("a3 of (a)");

    a.thread().interrupt();

    assertThat(a.failure().code()).isEqualTo(ErrorCode.INTERRUPTED);
    assertThat(logging.asked()).isEqualTo("b3 of (b)");
    logging.answer("", entry("b", 1, "x"));
    assertThat(b.lines()).containsExactly("b1x");
  }

  @Test
  void aSearchThatNeverEndsIsGivenUp() throws Exception {
    Reading a = read("a", BEGINNING);
    for (int page = 1; page <= 1000; page++) {
      logging.asked();
      logging.answer("t" + page);
    }

    assertThat(a.failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void aConditionHoldsNoMoreThanThereIsRoomFor() throws Exception {
    Reading first = read("z", BEGINNING);
    logging.asked();
    List<Reading> others = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      others.add(join("a log of some length " + i, BEGINNING));
    }
    logging.answer("");
    for (int i = 0; i < 4; i++) {
      assertThat(logging.asked()).isEqualTo("(a log of some length " + i + ")");
      logging.answer("");
      assertThat(others.get(i).lines()).isEmpty();
    }
    assertThat(first.lines()).isEmpty();
  }

  @Test
  void aFailureIsThatOfAllWhoSharedTheRequestAndOfNobodyElse() throws Exception {
    Reading first = read("z", BEGINNING);
    logging.asked();
    Reading a = join("a", BEGINNING);
    Reading b = join("b", BEGINNING);
    logging.answer("");
    logging.asked();
    Reading later = join("c", BEGINNING);
    logging.answers.put(
        () -> {
          throw AloftException.of(ErrorCode.UNAVAILABLE, "the service is away").build();
        });

    assertThat(a.failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(b.failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(b.failure()).isNotSameAs(a.failure());
    assertThat(logging.asked()).isEqualTo("(c)");
    logging.answer("", entry("c", 1, "x"));
    assertThat(later.lines()).containsExactly("c1x");
    assertThat(first.lines()).isEmpty();
  }

  @Test
  void anInterruptedReaderLeavesItsRequestToTheNext() throws Exception {
    Reading first = read("z", BEGINNING);
    logging.asked();
    Reading a = join("a", BEGINNING);
    Reading b = join("b", BEGINNING);
    logging.answer("");
    assertThat(logging.asked()).isEqualTo("(a OR b)");

    a.thread().interrupt();
    assertThat(a.failure().code()).isEqualTo(ErrorCode.INTERRUPTED);
    assertThat(logging.asked()).isEqualTo("(b)");
    logging.answer("", entry("b", 1, "x"));
    assertThat(b.lines()).containsExactly("b1x");
    assertThat(first.lines()).isEmpty();
  }

  @Test
  void whoIsInterruptedWhileItWaitsIsAskedForNoMore() throws Exception {
    Reading first = read("z", BEGINNING);
    logging.asked();
    Reading a = join("a", BEGINNING);
    Reading b = join("b", BEGINNING);
    a.thread().interrupt();
    assertThat(a.failure().code()).isEqualTo(ErrorCode.INTERRUPTED);
    logging.answer("");

    assertThat(logging.asked()).isEqualTo("(b)");
    logging.answer("");
    assertThat(b.lines()).isEmpty();
    assertThat(first.lines()).isEmpty();
  }
}
