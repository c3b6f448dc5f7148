package dev.aloft.fake.work;

import dev.aloft.fake.FakeClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The steps of something that goes on by the clock and by long work: what was meant for an earlier
 * step is void. Long work is done outside of the clock's monitor, one piece after another. Guarded
 * by that monitor.
 */
public final class Steps {
  private final FakeClock clock;
  private final Executor lanes;
  private final BooleanSupplier goesOn;
  private final Consumer<Throwable> problems;
  private CompletableFuture<?> background = CompletableFuture.completedFuture(null);
  private int step;

  /**
   * The first step.
   *
   * @param goesOn whether the whole of it has not ended
   * @param problems told why long work failed, when its step is not over
   */
  public Steps(
      FakeClock clock, Executor lanes, BooleanSupplier goesOn, Consumer<Throwable> problems) {
    this.clock = clock;
    this.lanes = lanes;
    this.goesOn = goesOn;
    this.problems = problems;
  }

  /** Work that may find data wanting. */
  @FunctionalInterface
  public interface LongWork {
    /** Does it. */
    void run() throws Exception;
  }

  /** The number of this step. */
  public int current() {
    return step;
  }

  /** Goes on to another step. */
  public void next() {
    step++;
  }

  /** Does something after a while, if this step is not over by then. */
  public void later(Duration time, Runnable action) {
    int mine = step;
    clock.after(
        time,
        () -> {
          if (goesOn.getAsBoolean() && step == mine) {
            action.run();
          }
        });
  }

  /** Works, and goes on after that if this step is not over by then. */
  public void work(LongWork work, Runnable then) {
    int mine = step;
    anyway(
        () -> {
          Throwable problem = problem(work);
          clock.exclusively(
              () -> {
                if (!goesOn.getAsBoolean() || step != mine) {
                  return;
                }
                if (problem == null) {
                  then.run();
                } else {
                  problems.accept(problem);
                }
              });
        });
  }

  /** Works after all the work before, whatever becomes of it. */
  public void anyway(Runnable work) {
    background = background.thenRunAsync(work, lanes);
  }

  /** A stretch of time and a piece of work; goes on when both are over. */
  public void stage(Duration time, LongWork work, Runnable next) {
    Runnable half = halves(next);
    later(time, half);
    work(work, half);
  }

  /** Something to be called twice; the second time it goes on. */
  public static Runnable halves(Runnable next) {
    int[] open = {2};
    return () -> {
      open[0]--;
      if (open[0] == 0) {
        next.run();
      }
    };
  }

  private static @Nullable Throwable problem(LongWork work) {
    try {
      work.run();
      return null;
    } catch (Exception | Error e) {
      return e;
    }
  }
}
