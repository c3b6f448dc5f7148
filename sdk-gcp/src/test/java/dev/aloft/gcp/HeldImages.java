package dev.aloft.gcp;

import dev.aloft.fake.work.Images;
import dev.aloft.fake.work.ServingContainer;
import dev.aloft.fake.work.TrainingContainer;
import dev.aloft.fake.work.Work;
import dev.aloft.testkit.TestTiming;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Containers that really work take real time, in which a clock that goes as fast as it can would
 * run days ahead. So it is held while they work, for as long as something short takes.
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
            return held(known(images, work.image()).start(work));
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

  private Work held(Work work) {
    holdUntilExit(work);
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

  /** The clock takes a task that waits to be begun for somebody at work. */
  private void hold(CompletableFuture<@Nullable Void> until) {
    Executor waiting =
        task -> {
          CompletableFuture<?> unused =
              until
                  .completeOnTimeout(null, LONGEST_MILLIS, TimeUnit.MILLISECONDS)
                  .whenComplete((result, error) -> new Thread(task, "held-clock").start());
        };
    timing.tracking(waiting).execute(() -> {});
  }
}
