package dev.aloft.internal.staging;

import java.util.concurrent.atomic.AtomicLong;

/** Adds up what several threads have sent. Thread-safe. */
final class Progress {
  private final StageListener listener;
  private final long total;
  private final AtomicLong sent = new AtomicLong();

  Progress(StageListener listener, long total) {
    this.listener = listener;
    this.total = total;
  }

  void add(long bytes) {
    if (bytes != 0) {
      listener.on(sent.addAndGet(bytes), total);
    }
  }
}
