package dev.aloft.local.serving;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import dev.aloft.local.LocalErrors;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened to an endpoint: loads, routes, failed predictions. One line each, behind its time;
 * at most two files of 1 MiB. Thread-safe.
 */
final class EndpointLog {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointLog.class);
  private static final long LARGEST = 1 << 20;
  private static final int PAGE = 1 << 16;

  private final Path file;
  private final Clock clock;
  private boolean ended;

  EndpointLog(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /** Where the lines before the present file's are. */
  static Path older(Path file) {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  /** Adds a line. An endpoint whose log cannot be written serves all the same. */
  synchronized void add(String text) {
    if (ended) {
      return; // a call that was under way must not bring the file of a removed endpoint back
    }
    String line = clock.instant() + " " + text.replaceAll("\\R", " ⏎ ") + "\n";
    try {
      if (Files.exists(file) && Files.size(file) > LARGEST) {
        Files.move(file, older(file), StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(
          file,
          line,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.warn("cannot write {}: {}", file, line, e);
    }
  }

  /** Takes no more lines: the endpoint is removed. */
  synchronized void end() {
    ended = true;
  }

  /**
   * Reads a page.
   *
   * @param cursor the offset in the file; null for its beginning
   */
  static LogPage read(Path file, @Nullable String cursor) {
    long offset = cursor == null ? 0 : Long.parseLong(cursor);
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long start = offset > in.length() ? 0 : offset;
      byte[] bytes = new byte[(int) Math.min(PAGE, in.length() - start)];
      in.seek(start);
      in.readFully(bytes);
      int end = endOfLastLine(bytes);
      return new LogPage(
          lines(new String(bytes, 0, end, StandardCharsets.UTF_8)),
          Long.toString(start + end),
          start + end >= in.length() || end == 0);
    } catch (java.io.FileNotFoundException e) {
      return new LogPage(List.of(), Long.toString(offset), true);
    } catch (IOException e) {
      throw LocalErrors.translate("read", file.toString(), e);
    }
  }

  private static int endOfLastLine(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private static List<LogLine> lines(String text) {
    List<LogLine> lines = new ArrayList<>();
    text.lines().forEach(line -> lines.add(line(line)));
    return lines;
  }

  private static LogLine line(String text) {
    int space = text.indexOf(' ');
    try {
      return new LogLine(Instant.parse(text.substring(0, space)), "", text.substring(space + 1));
    } catch (DateTimeException | IndexOutOfBoundsException e) {
      return new LogLine(null, "", text);
    }
  }
}
