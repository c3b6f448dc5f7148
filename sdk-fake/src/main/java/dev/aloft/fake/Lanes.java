package dev.aloft.fake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does background work of a cloud a few pieces at a time, so that 10,000 jobs need no 10,000
 * threads.
 */
final class Lanes implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

  private final Backstage backstage;
  private final int most;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int running;

  Lanes(Backstage backstage, int most) {
    this.backstage = backstage;
    this.most = most;
  }

  @Override
  public void execute(Runnable work) {
    synchronized (waiting) {
      waiting.add(work);
      if (running == most) {
        return;
      }
      running++;
    }
    backstage.background(this::drain);
  }

  private void drain() {
    for (Runnable work = next(); work != null; work = next()) {
      try {
        work.run();
      } catch (RuntimeException | Error e) {
        LOG.error("work of the fake failed", e);
      }
    }
  }

  private @Nullable Runnable next() {
    synchronized (waiting) {
      Runnable work = waiting.poll();
      if (work == null) {
        running--;
      }
      return work;
    }
  }
}
