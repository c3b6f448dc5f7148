package dev.aloft.fake.aws;

import dev.aloft.fake.FakeClock;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What CloudWatch Logs keeps. A group and a stream come into being with their first line, and not
 * before. Thread-safe; whoever reads holds its monitor.
 */
final class Logs implements LogSink {
  private final FakeClock clock;
  private final NavigableMap<String, LogGroup> groups = new TreeMap<>();

  Logs(FakeClock clock) {
    this.clock = clock;
  }

  static AwsFailure notFound(String message) {
    return new AwsFailure(400, "ResourceNotFoundException", message);
  }

  @Override
  public void line(String group, String stream, String message) {
    long now = clock.now().toEpochMilli(); // before the own monitor: operations hold the clock's
    synchronized (this) {
      groups
          .computeIfAbsent(group, name -> new LogGroup(name, now))
          .streams()
          .computeIfAbsent(stream, name -> new LogStream(name, now))
          .add(new LogStream.Event(now, now, message));
    }
  }

  /** All groups by name. */
  NavigableMap<String, LogGroup> groups() {
    return groups;
  }

  LogGroup group(String name) {
    LogGroup found = groups.get(name);
    if (found == null) {
      throw notFound("The specified log group does not exist.");
    }
    return found;
  }
}
