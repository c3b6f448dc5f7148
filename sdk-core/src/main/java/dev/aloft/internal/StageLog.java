package dev.aloft.internal;

import dev.aloft.driver.Timing;
import dev.aloft.internal.staging.StageListener;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs how far a staging has got, every few seconds. Thread-safe. */
final class StageLog implements StageListener {
  private static final Logger LOG = LoggerFactory.getLogger(StageLog.class);
  private static final long EVERY = Duration.ofSeconds(5).toNanos();
  private static final double MIB = 1 << 20;
  private static final long KIB = 1 << 10;

  private final String job;
  private final Timing timing;
  private final AtomicLong next;

  StageLog(String job, Timing timing) {
    this.job = job;
    this.timing = timing;
    this.next = new AtomicLong(timing.nanos() + EVERY);
  }

  @Override
  public void on(long sent, long total) {
    long due = next.get();
    if (timing.nanos() - due >= 0 && next.compareAndSet(due, timing.nanos() + EVERY)) {
      LOG.info(
          "{}: {} of {} staged ({} %)",
          job, size(sent), size(total), total == 0 ? 100 : sent * 100 / total);
    }
  }

  /** In MiB from one on, else in whole KiB, so that little is not told as nothing. */
  static String size(long bytes) {
    return bytes >= MIB
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / MIB)
        : (bytes + KIB - 1) / KIB + " KiB";
  }
}
