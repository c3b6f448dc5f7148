package dev.aloft.fake.aws;

import java.util.NavigableMap;
import java.util.TreeMap;

/** A group of log streams. Guarded by {@link Logs}. */
final class LogGroup {
  private final String name;
  private final long created;
  private final NavigableMap<String, LogStream> streams = new TreeMap<>();

  LogGroup(String name, long created) {
    this.name = name;
    this.created = created;
  }

  String name() {
    return name;
  }

  long created() {
    return created;
  }

  NavigableMap<String, LogStream> streams() {
    return streams;
  }

  LogStream stream(String stream) {
    LogStream found = streams.get(stream);
    if (found == null) {
      throw Logs.notFound("The specified log stream does not exist.");
    }
    return found;
  }
}
