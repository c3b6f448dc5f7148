package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogMergeTest {

  @Test
  void givesLinesOfSeveralHostsInTheOrderOfTimeWhereverPagesEnd() {
    List<LogMerge.Line> one = lines("a", 0, 2, 4, 6, 8, 10);
    List<LogMerge.Line> other = lines("b", 1, 3, 5, 7, 9, 11);
    for (int page = 1; page < 8; page++) {
      List<Long> seen = new ArrayList<>();
      LogCursor cursor = LogCursor.parse(null);
      boolean caughtUp = false;
      while (!caughtUp) {
        LogMerge.Merged merged =
            LogMerge.merge(List.of(page(one, "a", cursor, page), page(other, "b", cursor, 3)));
        merged.lines().forEach(line -> seen.add(line.at()));
        cursor = LogCursor.parse(merged.cursor().text());
        caughtUp = merged.caughtUp();
      }
      assertThat(seen).isEqualTo(IntStream.rangeClosed(0, 11).mapToObj(Long::valueOf).toList());
    }
  }

  @Test
  void goesOnBehindAnEmptyPage() {
    LogCursor.Place start = LogCursor.Place.START;
    LogMerge.Merged merged =
        LogMerge.merge(List.of(new LogMerge.StreamPage("a", start, List.of(), "f/1")));
    assertThat(merged.caughtUp()).isFalse();
    assertThat(merged.cursor().place("a").token()).isEqualTo("f/1");
  }

  @Test
  void isSilentWithoutStreams() {
    LogMerge.Merged merged = LogMerge.merge(List.of());
    assertThat(merged.lines()).isEmpty();
    assertThat(merged.caughtUp()).isTrue();
  }

  private static List<LogMerge.Line> lines(String stream, long... times) {
    List<LogMerge.Line> lines = new ArrayList<>();
    for (long time : times) {
      lines.add(new LogMerge.Line(time, stream, "line " + time));
    }
    return lines;
  }

  /** As the service answers: the token that comes back unchanged is the end. */
  private static LogMerge.StreamPage page(
      List<LogMerge.Line> all, String stream, LogCursor cursor, int size) {
    LogCursor.Place from = cursor.place(stream);
    int start = from.token().isEmpty() ? 0 : Integer.parseInt(from.token());
    int end = Math.min(all.size(), start + size);
    return new LogMerge.StreamPage(stream, from, all.subList(start, end), Integer.toString(end));
  }
}
