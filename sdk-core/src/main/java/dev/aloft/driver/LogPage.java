package dev.aloft.driver;

import java.util.List;

/**
 * A bounded piece of a log.
 *
 * @param lines the lines, oldest first
 * @param cursor where to go on; stays valid in other processes
 * @param caughtUp whether nothing more is known to be there now
 */
public record LogPage(List<LogLine> lines, String cursor, boolean caughtUp) {

  /** Copies the list. */
  public LogPage {
    lines = List.copyOf(lines);
  }
}
