package dev.aloft.testkit.memory;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.MetricLine;
import dev.aloft.operation.OperationState;
import dev.aloft.training.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run: waits 5 s, works, and ends by itself unless it is stopped. */
final class CloudRun {
  private static final Duration QUEUE = Duration.ofSeconds(5);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final String name;
  private final String group;
  private final Map<String, String> tags;
  private final Instant created;
  private final Instant ends;
  private final Work work;
  private @Nullable Instant stoppedAt;

  CloudRun(String name, String group, Map<String, String> tags, Work work, Instant created) {
    this.name = name;
    this.group = group;
    this.tags = tags;
    this.work = work;
    this.created = created;
    this.ends = created.plus(QUEUE).plus(work.duration());
  }

  /**
   * What a run does.
   *
   * @param duration how long it works
   * @param failure why it ends badly; null when it does not
   * @param timesOut whether it ends because of its own limit
   * @param modelUri where it leaves its model
   */
  record Work(Duration duration, @Nullable String failure, boolean timesOut, String modelUri) {}

  /**
   * Where it stands.
   *
   * @param state the portable state
   * @param word the cloud's word
   */
  record Stage(OperationState state, String word) {}

  Stage status(Instant now) {
    Instant asked = stoppedAt;
    if (asked != null && asked.isBefore(ends)) {
      return now.isBefore(asked.plus(STOP))
          ? new Stage(OperationState.CANCELLING, "Stopping")
          : new Stage(OperationState.CANCELLED, "Stopped");
    }
    if (now.isBefore(created.plus(QUEUE))) {
      return new Stage(OperationState.QUEUED, "Pending");
    }
    if (now.isBefore(ends)) {
      return new Stage(OperationState.RUNNING, "InProgress");
    }
    return work.failure() == null
        ? new Stage(OperationState.SUCCEEDED, "Completed")
        : new Stage(OperationState.FAILED, "Failed");
  }

  void stop(Instant now) {
    if (stoppedAt == null) {
      stoppedAt = now;
    }
  }

  /** What it has printed by now: a line every 10 s, and the last words. */
  List<LogLine> log(Instant now) {
    List<LogLine> lines = new ArrayList<>();
    Instant until = now.isBefore(ends) ? now : ends;
    int round = 0;
    for (Instant at = created.plus(QUEUE); !at.isAfter(until); at = at.plusSeconds(10)) {
      lines.add(new LogLine(at, "", "round " + round));
      lines.add(new LogLine(at, "", metric(round++)));
      if (round == 50) {
        break;
      }
    }
    if (status(now).state() == OperationState.FAILED) {
      lines.add(new LogLine(ends, "", "ValueError: " + work.failure()));
    }
    return lines;
  }

  private static String metric(int round) {
    return MetricLine.MARK + MetricLine.write(new Metric("auc", 1 - 0.5 / (1 + round), round));
  }

  String name() {
    return name;
  }

  String group() {
    return group;
  }

  Map<String, String> tags() {
    return tags;
  }

  Instant created() {
    return created;
  }

  Work work() {
    return work;
  }
}
