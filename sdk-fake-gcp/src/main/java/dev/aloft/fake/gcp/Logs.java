package dev.aloft.fake.gcp;

import dev.aloft.fake.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The entries of Cloud Logging; the latest {@value #KEPT} of them. Thread-safe. */
final class Logs implements LogSink {
  private static final int KEPT = 200_000;

  private final FakeClock clock;
  private final Incidents incidents;
  private final Duration lag;
  private final Deque<LogEntry> entries = new ArrayDeque<>();
  private long numbers;

  /** With how long it takes at least until an entry is found. */
  Logs(Cloud cloud, Duration lag) {
    this.clock = cloud.clock();
    this.incidents = cloud.incidents();
    this.lag = lag;
  }

  @Override
  public void write(
      String resourceType, Map<String, String> labels, String severity, String message) {
    String log =
        labels.getOrDefault("task_name", "aiplatform.googleapis.com%2Fprediction_container");
    Duration late = lag.plus(incidents.late(message));
    synchronized (clock) { // operations hold it; entries are in the order of their times
      Instant now = clock.now();
      synchronized (entries) {
        if (entries.size() == KEPT) {
          entries.removeFirst();
        }
        entries.addLast(
            new LogEntry(
                now,
                now.plus(late),
                numbers++,
                resourceType,
                Map.copyOf(labels),
                severity,
                log,
                message));
      }
    }
  }

  /**
   * Entries that a condition lets through, in order.
   *
   * @param descending whether the latest come first
   * @param after the number of the entry to go on behind; less than 0 for the first page
   * @param most how many at most
   */
  List<LogEntry> find(Predicate<LogEntry> condition, boolean descending, long after, int most) {
    Instant now = clock.now();
    List<LogEntry> all;
    synchronized (entries) {
      all = new ArrayList<>(entries);
    }
    if (descending) {
      Collections.reverse(all);
    }
    return all.stream()
        .filter(
            entry -> after < 0 || (descending ? entry.number() < after : entry.number() > after))
        .filter(entry -> !entry.received().isAfter(now))
        .filter(condition)
        .limit(most)
        .toList();
  }
}
