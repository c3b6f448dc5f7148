package dev.aloft.gcp;

import dev.aloft.fake.work.ContainerLog;
import dev.aloft.fake.work.Images;
import dev.aloft.fake.work.ServingContainer;
import dev.aloft.fake.work.TrainingContainer;
import dev.aloft.fake.work.TrainingWork;
import dev.aloft.fake.work.Work;
import dev.aloft.testkit.TestTiming;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Containers that really work take real time, in which a clock that goes as fast as it can would
 * run days ahead. So it is held while they work: until they have printed their first line, since a
 * start takes what it takes, and then for as long as something short takes.
 */
final class HeldImages {
  private static final long LONGEST_MILLIS = 5_000;

  private final TestTiming timing;
  private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

  HeldImages(TestTiming timing) {
    this.timing = timing;
  }

  void over(Images images) {
    images.training(
        image -> !inside.get(),
        work -> {
          CompletableFuture<@Nullable Void> started = new CompletableFuture<>();
          hold(started);
          try {
            CompletableFuture<@Nullable Void> spoke = new CompletableFuture<>();
            TrainingWork heard = heard(work, spoke);
            return held(known(images, work.image()).start(heard), spoke);
          } finally {
            started.complete(null);
          }
        });
    images.serving(
        image -> !inside.get(),
        work -> {
          CompletableFuture<@Nullable Void> started = new CompletableFuture<>();
          hold(started);
          try {
            return server(images, work.image()).start(work);
          } finally {
            started.complete(null);
          }
        });
  }

  private TrainingContainer known(Images images, String image) {
    inside.set(true);
    try {
      return images
          .training(image)
          .orElseThrow(() -> new IllegalArgumentException("nobody knows " + image));
    } finally {
      inside.set(false);
    }
  }

  private ServingContainer server(Images images, String image) {
    inside.set(true);
    try {
      return images
          .serving(image)
          .orElseThrow(() -> new IllegalArgumentException("nobody knows " + image));
    } finally {
      inside.set(false);
    }
  }

  private static TrainingWork heard(TrainingWork work, CompletableFuture<@Nullable Void> spoke) {
    ContainerLog log = work.log();
    Consumer<String> errors = log.errors().orElse(log);
    return new TrainingWork(
        work.image(),
        work.root(),
        work.mount(),
        work.directory(),
        work.entrypoint(),
        work.arguments(),
        work.environment(),
        work.output(),
        ContainerLog.apart(
            line -> {
              log.accept(line);
              spoke.complete(null);
            },
            line -> {
              errors.accept(line);
              spoke.complete(null);
            }));
  }

  private Work held(Work work, CompletableFuture<@Nullable Void> spoke) {
    CompletableFuture<?> unused = work.exit().whenComplete((code, error) -> spoke.complete(null));
    holdWhile(spoke);
    CompletableFuture<?> unusedLater = spoke.thenRun(() -> holdUntilExit(work));
    return new Work() {
      @Override
      public CompletableFuture<Integer> exit() {
        return work.exit();
      }

      /** What saves before it ends takes real time too. */
      @Override
      public void terminate() {
        holdUntilExit(work);
        work.terminate();
      }

      @Override
      public void kill() {
        work.kill();
      }
    };
  }

  private void holdUntilExit(Work work) {
    CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    hold(over);
    CompletableFuture<?> unused = work.exit().whenComplete((code, error) -> over.complete(null));
  }

  private void hold(CompletableFuture<@Nullable Void> until) {
    holdWhile(until.completeOnTimeout(null, LONGEST_MILLIS, TimeUnit.MILLISECONDS));
  }

  /** The clock takes a task that waits to be begun for somebody at work. */
  private void holdWhile(CompletableFuture<@Nullable Void> until) {
    Executor waiting =
        task -> {
          CompletableFuture<?> unused =
              until.whenComplete((result, error) -> new Thread(task, "held-clock").start());
        };
    timing.tracking(waiting).execute(() -> {});
  }
}
