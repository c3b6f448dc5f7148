package dev.aloft.aws;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts pages of several streams into one order by time. A line is given only when no stream can
 * still have an older one; what is held back is read again with the next page. Pure.
 */
final class LogMerge {
  private LogMerge() {}

  /**
   * A page of one stream.
   *
   * @param stream its name
   * @param from where it begins
   * @param lines its lines, those that were given already among them
   * @param next the token behind it
   */
  record StreamPage(String stream, LogCursor.Place from, List<Line> lines, String next) {
    boolean atEnd() {
      return next.equals(from.token()) || next.isEmpty();
    }

    List<Line> fresh() {
      return lines.subList(Math.min(from.lines(), lines.size()), lines.size());
    }

    /** Up to when lines may be given as far as this stream knows. */
    long horizon() {
      if (atEnd()) {
        return Long.MAX_VALUE;
      }
      return lines.isEmpty() ? Long.MIN_VALUE : lines.get(lines.size() - 1).at();
    }
  }

  /**
   * A line.
   *
   * @param at when, in milliseconds
   * @param stream which stream it is of
   * @param text the line
   */
  record Line(long at, String stream, String text) {}

  /**
   * What is given, and where each stream goes on.
   *
   * @param lines the lines in order
   * @param cursor where to go on
   * @param caughtUp whether every stream was read to its end
   */
  record Merged(List<Line> lines, LogCursor cursor, boolean caughtUp) {}

  static Merged merge(List<StreamPage> pages) {
    long horizon = pages.stream().mapToLong(StreamPage::horizon).min().orElse(Long.MAX_VALUE);
    List<Line> given = new ArrayList<>();
    Map<String, LogCursor.Place> places = new TreeMap<>();
    boolean caughtUp = true;
    for (StreamPage page : pages) {
      List<Line> fresh = page.fresh();
      int count = 0;
      while (count < fresh.size() && fresh.get(count).at() <= horizon) {
        count++;
      }
      given.addAll(fresh.subList(0, count));
      boolean whole = count == fresh.size();
      int behind = page.from().lines() + count;
      places.put(
          page.stream(),
          whole && !page.atEnd()
              ? new LogCursor.Place(page.next(), 0)
              : new LogCursor.Place(page.from().token(), behind));
      caughtUp &= whole && page.atEnd();
    }
    given.sort(Comparator.comparingLong(Line::at));
    return new Merged(given, new LogCursor(places), caughtUp);
  }
}
