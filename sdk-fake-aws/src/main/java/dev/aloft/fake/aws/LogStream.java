package dev.aloft.fake.aws;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The lines of one stream of a log group, in the order of their times. Guarded by {@link Logs}. */
final class LogStream {
  private static final int PAGE_BYTES = 1 << 20;
  private static final int EVENT_BYTES = 26;

  private final String name;
  private final long created;
  private final List<Event> events = new ArrayList<>(0);

  LogStream(String name, long created) {
    this.name = name;
    this.created = created;
  }

  /**
   * A line.
   *
   * @param time milliseconds since 1970
   * @param ingested when it came
   * @param message its text
   */
  record Event(long time, long ingested, String message) {}

  String name() {
    return name;
  }

  long created() {
    return created;
  }

  void add(Event event) {
    int place = events.size();
    while (place > 0 && events.get(place - 1).time() > event.time()) {
      place--;
    }
    events.add(place, event);
  }

  List<Event> events() {
    return events;
  }

  /** The time of the last line; -1 when there is none. */
  long last() {
    return events.isEmpty() ? -1 : events.get(events.size() - 1).time();
  }

  /** The number of the first line that is not older than a time. */
  int from(long time) {
    int low = 0;
    int high = events.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (events.get(middle).time() < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Where a page ends that begins at a line and reaches at most to another. */
  int pageEnd(int begin, int end, int limit) {
    int bytes = 0;
    int at = begin;
    while (at < end && at - begin < limit) {
      bytes += bytes(events.get(at));
      if (bytes > PAGE_BYTES && at > begin) {
        break;
      }
      at++;
    }
    return at;
  }

  /** Where a page begins that ends before a line and reaches at most back to another. */
  int pageBegin(int begin, int end, int limit) {
    int bytes = 0;
    int at = end;
    while (at > begin && end - at < limit) {
      bytes += bytes(events.get(at - 1));
      if (bytes > PAGE_BYTES && at < end) {
        break;
      }
      at--;
    }
    return at;
  }

  private static int bytes(Event event) {
    return event.message().getBytes(StandardCharsets.UTF_8).length + EVENT_BYTES;
  }
}
