package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.fake.Exchange;
import dev.aloft.fake.Exchanges;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.gcp.Timetable;
import dev.aloft.fake.work.TrainingWork;
import dev.aloft.fake.work.Work;
import dev.aloft.training.Container;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many runs print at the same time, and each is followed by somebody. */
class FollowManyTest {
  private static final String IMAGE = "us-central1-docker.pkg.dev/aloft-test/ours/prints:1";
  private static final int RUNS = 200;
  private static final int LINES = 30;
  private static final int READS_A_MINUTE = 60;
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration LATE = Duration.ofMillis(4500);
  private static final Duration SOON = Duration.ofSeconds(25);

  private final AtomicInteger begun = new AtomicInteger();
  private final Map<String, Instant> printed = new ConcurrentHashMap<>();

  @Test
  void eachFollowerGetsItsLinesInOrderAndSoonWithinTheReadsOfOneProject(@TempDir Path directory)
      throws InterruptedException {
    try (GcpHarness place =
            new GcpHarness(
                directory, cloud -> cloud.timetable(Timetable.every(Duration.ofMinutes(1))));
        Aloft aloft = place.client().open()) {
      FakeClock clock = place.cloud().clock();
      Instant first = clock.now().plus(Duration.ofMinutes(7));
      place.cloud().incidents().lateLines(line -> line.endsWith(" late"), LATE);
      place.cloud().images().training(IMAGE::equals, work -> printing(work, clock, first));
      List<Follower> followers = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        TrainingRun run =
            aloft.trainer().train(TrainingJob.builder("told", Container.of(IMAGE)).build());
        followers.add(new Follower(run, clock, printed));
      }
      place.pass(Duration.between(clock.now(), first).minusSeconds(30));
      Exchanges exchanges = place.cloud().exchanges();
      exchanges.clear();

      followers.forEach(Follower::start);
      for (Follower follower : followers) {
        follower.join();
      }

      List<Exchange> reads = exchanges.of("logging.entries.list");
      System.out.printf(
          "%d followed runs: %d reads of the log in %s, %d descriptions; a line came after %s at"
              + " the latest%n",
          RUNS,
          reads.size(),
          Duration.between(reads.get(0).at(), reads.get(reads.size() - 1).at()),
          exchanges.count("GetCustomJob"),
          followers.stream().map(one -> one.longest).max(Duration::compareTo).orElseThrow());
      for (Follower follower : followers) {
        assertThat(follower.trouble).isNull();
        assertThat(follower.lines).isEqualTo(expected());
        assertThat(follower.longest).isLessThan(SOON);
      }
      assertAtMostInAnyMinute(reads, READS_A_MINUTE);
      assertThat(exchanges.all()).noneMatch(asked -> asked.status() == 429);
      assertThat(exchanges.count("GetCustomJob")).isLessThan(2L * RUNS);
      place.pass(Duration.ofMinutes(10));
      assertThat(exchanges.of("logging.entries.list")).hasSameSizeAs(reads);
    }
  }

  private static List<String> expected() {
    return IntStream.range(0, LINES).mapToObj(FollowManyTest::line).toList();
  }

  private static String line(int number) {
    return "line " + number + (number % 5 == 3 ? " late" : "");
  }

  /** Each container is a little behind the one before it. */
  private Work printing(TrainingWork work, FakeClock clock, Instant first) throws Exception {
    Files.createDirectories(work.output().resolve("model"));
    Files.writeString(work.output().resolve("model/m"), "1");
    Printing printing = new Printing(new CompletableFuture<>());
    Instant start = first.plusMillis(7L * begun.getAndIncrement());
    for (int i = 0; i < LINES; i++) {
      String line = line(i);
      clock.at(start.plus(PAUSE.multipliedBy(i)), () -> print(work, line, clock));
    }
    clock.at(start.plus(PAUSE.multipliedBy(LINES + 5L)), () -> printing.exit().complete(0));
    return printing;
  }

  private void print(TrainingWork work, String line, FakeClock clock) {
    printed.put(work.output().getFileName() + " " + line, clock.now());
    work.log().accept(line);
  }

  /** A container that ends by the cloud's clock. */
  private record Printing(CompletableFuture<Integer> exit) implements Work {
    @Override
    public void terminate() {
      exit.complete(0);
    }

    @Override
    public void kill() {
      exit.complete(137);
    }

    @Override
    public boolean isIdle() {
      return true;
    }
  }

  /** Somebody who waits for a run and reads what it prints. */
  private static final class Follower extends Thread implements Appendable {
    private final TrainingRun run;
    private final FakeClock clock;
    private final Map<String, Instant> printed;
    private final List<String> lines = new ArrayList<>();
    private Duration longest = Duration.ZERO;
    private @Nullable Throwable trouble;

    Follower(TrainingRun run, FakeClock clock, Map<String, Instant> printed) {
      super("follows " + run.name());
      this.run = run;
      this.clock = clock;
      this.printed = printed;
    }

    @Override
    public void run() {
      try {
        run.awaitWithLogs(this);
      } catch (RuntimeException | Error e) {
        trouble = e;
      }
    }

    @Override
    public Appendable append(CharSequence text) {
      if (text.toString().startsWith("line ")) {
        String line = text.toString().strip();
        Duration since = Duration.between(printed.get(run.name() + " " + line), clock.now());
        longest = since.compareTo(longest) > 0 ? since : longest;
        lines.add(line);
      }
      return this;
    }

    @Override
    public Appendable append(CharSequence text, int start, int end) {
      return append(text.subSequence(start, end));
    }

    @Override
    public Appendable append(char one) {
      return append(String.valueOf(one));
    }
  }

  private static void assertAtMostInAnyMinute(List<Exchange> reads, int most) {
    for (int i = most; i < reads.size(); i++) {
      Duration apart = Duration.between(reads.get(i - most).at(), reads.get(i).at());
      assertThat(apart).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
    }
  }
}
