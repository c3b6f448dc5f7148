package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Aloft;
import dev.aloft.driver.LogLine;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.fake.Exchange;
import dev.aloft.fake.gcp.Stage;
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
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines come into the log after those that were written later, or after their job has ended. */
class LateLogsTest {
  private static final String IMAGE = "us-central1-docker.pkg.dev/aloft-test/ours/prints:1";
  private static final Duration LATE = Duration.ofSeconds(3);

  @TempDir Path directory;

  private GcpHarness place(int exit) {
    GcpHarness place =
        new GcpHarness(
            directory,
            cloud ->
                cloud.timetable(
                    Timetable.every(Duration.ofSeconds(20)).with(Stage.LOGS_LAG, LATE)));
    place.cloud().images().training(IMAGE::equals, work -> printing(work, exit));
    return place;
  }

  private static Work printing(TrainingWork work, int exit) throws Exception {
    Files.createDirectories(work.output().resolve("model"));
    Files.writeString(work.output().resolve("model/m"), "1");
    work.log().accept("first");
    work.log().accept("last words");
    return new Ended(exit);
  }

  /** A container that is done as soon as it starts. */
  private record Ended(int code) implements Work {
    @Override
    public CompletableFuture<Integer> exit() {
      return CompletableFuture.completedFuture(code);
    }

    @Override
    public void terminate() {}

    @Override
    public void kill() {}

    @Override
    public boolean isIdle() {
      return true;
    }
  }

  private static TrainingRun train(Aloft aloft) {
    return aloft.trainer().train(TrainingJob.builder("told", Container.of(IMAGE)).build());
  }

  /** A client whose clock is so far ahead of the service's, or behind it. */
  private static UnaryOperator<Timing> ahead(Duration by) {
    return timing ->
        new Timing() {
          @Override
          public Instant now() {
            return timing.now().plus(by);
          }

          @Override
          public long nanos() {
            return timing.nanos();
          }

          @Override
          public Cancellable schedule(Duration delay, Runnable task) {
            return timing.schedule(delay, task);
          }

          @Override
          public void pause(Duration time) throws InterruptedException {
            timing.pause(time);
          }

          @Override
          public void await(CompletableFuture<?> done) throws InterruptedException {
            timing.await(done);
          }

          @Override
          public java.util.concurrent.Executor tracking(java.util.concurrent.Executor executor) {
            return timing.tracking(executor);
          }
        };
  }

  @ParameterizedTest
  @ValueSource(ints = {-8, 0, 8})
  void whoFollowsGetsTheLastLinesWhateverItsClockSays(int secondsAhead) {
    try (GcpHarness place = place(0);
        Aloft aloft =
            place
                .client()
                .timing(ahead(Duration.ofSeconds(secondsAhead)).apply(place.timing()))
                .open()) {
      StringBuilder out = new StringBuilder();

      train(aloft).awaitWithLogs(out);

      assertThat(out.toString().lines()).containsSubsequence("first", "last words");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-8, 0, 8})
  void anErrorTellsTheLastLinesWhateverTheClientsClockSays(int secondsAhead) {
    try (GcpHarness place = place(1);
        Aloft aloft =
            place
                .client()
                .timing(ahead(Duration.ofSeconds(secondsAhead)).apply(place.timing()))
                .open()) {
      TrainingRun run = train(aloft);

      AloftException error = catchThrowableOfType(AloftException.class, run::await);

      assertThat(error.code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
      assertThat(error.logTail()).containsExactly("first", "last words");
    }
  }

  @Test
  void aPageWithNothingInItAndMoreBehindItIsNotTheEnd() {
    try (GcpHarness place = place(1);
        Aloft aloft = place.client().open()) {
      place.cloud().incidents().emptyLogPages(true);
      TrainingRun run = train(aloft);

      AloftException error = catchThrowableOfType(AloftException.class, run::await);

      assertThat(error.logTail()).containsExactly("first", "last words");
      assertThat(run.logs()).extracting(LogLine::text).containsSubsequence("first", "last words");
    }
  }

  @Test
  void noLogIsSearchedFromBeforeItsJobWasMade() {
    try (GcpHarness place = place(1);
        Aloft aloft = place.client().open()) {
      TrainingRun run = train(aloft);
      AloftException unused = catchThrowableOfType(AloftException.class, run::await);
      assertThat(run.logs()).isNotEmpty();

      assertThat(place.cloud().exchanges().of("logging.entries.list"))
          .extracting(Exchange::body)
          .isNotEmpty()
          .allMatch(body -> body.contains("timestamp>="));
    }
  }
}
