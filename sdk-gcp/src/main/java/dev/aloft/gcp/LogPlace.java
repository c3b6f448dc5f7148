package dev.aloft.gcp;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last entry of a log that was given: entries are in the order of their times, and those of one
 * time in that of their ids. Immutable.
 *
 * @param at its time; null before the first
 * @param id its id
 */
record LogPlace(@Nullable Instant at, String id) {

  static LogPlace parse(@Nullable String cursor) {
    int bar = cursor == null ? -1 : cursor.indexOf('|');
    return cursor == null || bar < 0
        ? new LogPlace(null, "")
        : new LogPlace(Instant.parse(cursor.substring(0, bar)), cursor.substring(bar + 1));
  }

  static LogPlace after(LogEntry entry) {
    return new LogPlace(entry.at(), entry.id());
  }

  boolean isBefore(LogEntry entry) {
    if (at == null) {
      return true;
    }
    int order = at.compareTo(entry.at());
    return order < 0 || (order == 0 && id.compareTo(entry.id()) < 0);
  }

  String cursor() {
    return at == null ? "" : at + "|" + id;
  }
}
