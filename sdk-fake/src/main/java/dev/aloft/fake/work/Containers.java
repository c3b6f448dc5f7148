package dev.aloft.fake.work;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The containers of one attempt of a job, one on each host. When one fails the others are ended.
 * Thread-safe.
 */
public final class Containers {
  private static final int TERMINATED = 143;

  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final List<Work> works = new ArrayList<>();
  private boolean started;
  private boolean stopped;
  private int open;
  private int code;

  /** None is started yet. */
  public Containers() {}

  /** Completes when all have ended: with 0, or with the exit code of the first that failed. */
  public CompletableFuture<Integer> exit() {
    return exit;
  }

  /** Starts them, unless they were asked to stop before. */
  public void start(TrainingContainer container, List<TrainingWork> hosts) throws Exception {
    for (TrainingWork host : hosts) {
      synchronized (this) {
        if (stopped) {
          break;
        }
      }
      try {
        Work work = container.start(host);
        synchronized (this) {
          works.add(work);
          open++;
        }
        CompletableFuture<Integer> unused =
            work.exit().whenComplete((result, error) -> ended(error == null ? result : 1));
      } catch (Exception e) {
        kill();
        allStarted();
        throw e;
      }
    }
    allStarted();
  }

  private void allStarted() {
    boolean over;
    synchronized (this) {
      started = true;
      code = code == 0 && works.isEmpty() ? TERMINATED : code;
      over = open == 0;
    }
    if (over) {
      exit.complete(code());
    }
  }

  private void ended(int result) {
    boolean failed;
    boolean over;
    synchronized (this) {
      failed = code == 0 && result != 0;
      code = failed ? result : code;
      open--;
      over = started && open == 0;
    }
    if (over) {
      exit.complete(code());
    } else if (failed) {
      kill();
    }
  }

  private synchronized int code() {
    return code;
  }

  /** Asks them to stop, as SIGTERM does. */
  public void terminate() {
    stopping().forEach(Work::terminate);
  }

  /** Ends them, as SIGKILL does. */
  public void kill() {
    stopping().forEach(Work::kill);
  }

  /** Whether none does anything but wait for its end. */
  public synchronized boolean areIdle() {
    return works.stream().allMatch(Work::isIdle);
  }

  private synchronized List<Work> stopping() {
    stopped = true;
    return List.copyOf(works);
  }
}
