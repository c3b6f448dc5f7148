package dev.aloft.fake.aws;

import dev.aloft.fake.work.ServingContainer.Server;
import java.util.List;

/**
 * The running containers of a variant. They end when it is closed and the last request is through.
 * Thread-safe.
 */
final class Pipeline implements AutoCloseable {
  private final List<Step> steps;
  private final boolean direct;
  private final Runnable whenEnded;
  private int inside;
  private boolean closed;
  private boolean ended;

  /** A running container, and what messages call it. */
  record Step(String name, Server server) {}

  /**
   * Containers.
   *
   * @param direct whether callers choose one of them
   * @param whenEnded done when they have ended
   */
  Pipeline(List<Step> steps, boolean direct, Runnable whenEnded) {
    this.steps = List.copyOf(steps);
    this.direct = direct;
    this.whenEnded = whenEnded;
  }

  /** What a request goes through. */
  List<Step> steps() {
    return steps;
  }

  boolean isDirect() {
    return direct;
  }

  /** A request begins, unless they end. */
  synchronized boolean enter() {
    if (closed) {
      return false;
    }
    inside++;
    return true;
  }

  /** How many requests have begun and are not through. */
  synchronized int inside() {
    return inside;
  }

  /** A request that began is through. */
  void leave() {
    boolean last;
    synchronized (this) {
      inside--;
      last = mayEnd();
    }
    if (last) {
      end();
    }
  }

  @Override
  public void close() {
    boolean last;
    synchronized (this) {
      closed = true;
      last = mayEnd();
    }
    if (last) {
      end();
    }
  }

  private boolean mayEnd() {
    boolean now = closed && inside == 0 && !ended;
    ended |= now;
    return now;
  }

  private void end() {
    try {
      for (Step step : steps) {
        step.server().close();
      }
    } finally {
      whenEnded.run();
    }
  }
}
