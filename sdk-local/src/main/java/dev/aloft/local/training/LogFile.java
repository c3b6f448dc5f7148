package dev.aloft.local.training;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A log read piece by piece; the cursor is the number of bytes that were read. A line that is not
 * complete yet is given when it is, or when the run has ended. Immutable.
 */
final class LogFile {
  private static final int PIECE = 1 << 18;
  private static final int MOST_LINES = 2000;

  private final Path file;

  LogFile(Path file) {
    this.file = file;
  }

  /**
   * A piece from a cursor.
   *
   * @param ended whether nothing more will be written
   */
  LogPage page(@Nullable String cursor, boolean ended) throws IOException {
    long offset = cursor == null ? 0 : Long.parseLong(cursor);
    return Files.exists(file)
        ? read(offset, ended, MOST_LINES)
        : new LogPage(List.of(), Long.toString(offset), true);
  }

  /** The last lines of the last piece, with one that is not complete yet. */
  List<LogLine> tail(int most) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    long start = Math.max(0, Files.size(file) - PIECE);
    List<LogLine> lines = read(start, true, Integer.MAX_VALUE).lines();
    int whole = start > 0 && lines.size() > 1 ? 1 : 0; // the first line may lack its start
    return lines.subList(Math.max(whole, lines.size() - most), lines.size());
  }

  private LogPage read(long offset, boolean withRest, int most) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long size = log.length();
      byte[] bytes = new byte[(int) Math.max(0, Math.min(PIECE, size - offset))];
      log.seek(Math.min(offset, size));
      log.readFully(bytes);
      boolean atEnd = offset + bytes.length >= size;
      List<LogLine> lines = new ArrayList<>();
      int used = cut(bytes, atEnd && withRest, most, lines);
      return new LogPage(lines, Long.toString(offset + used), atEnd && lines.size() < most);
    }
  }

  /** Adds the lines and gives how many bytes they took. */
  private static int cut(byte[] bytes, boolean withRest, int most, List<LogLine> lines) {
    int start = 0;
    for (int i = 0; i < bytes.length && lines.size() < most; i++) {
      if (bytes[i] == '\n') {
        lines.add(line(bytes, start, i));
        start = i + 1;
      }
    }
    boolean endless = start == 0 && bytes.length == PIECE;
    if (start < bytes.length && lines.size() < most && (withRest || endless)) {
      lines.add(line(bytes, start, bytes.length));
      start = bytes.length;
    }
    return start;
  }

  private static LogLine line(byte[] bytes, int start, int end) {
    int last = end > start && bytes[end - 1] == '\r' ? end - 1 : end;
    String text = new String(bytes, start, last - start, StandardCharsets.UTF_8);
    return new LogLine(null, "", text);
  }
}
