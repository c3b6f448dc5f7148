package dev.aloft.local.worker;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of a CSV file, one at a time; empty lines are left out. One thread at a time. */
final class CsvReader implements Closeable {
  private static final int END = -1;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Path file;
  private final Reader in;
  private final char separator;
  private final char quote;
  private long line;
  private long nextLine = 1;
  private int next;

  CsvReader(Path file, char separator, char quote, Charset charset) throws IOException {
    this.file = file;
    this.separator = separator;
    this.quote = quote;
    CharsetDecoder decoder = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    this.in = new BufferedReader(new InputStreamReader(Files.newInputStream(file), decoder));
    this.next = in.read();
    if (next == BYTE_ORDER_MARK) {
      next = in.read();
    }
  }

  /** The next record; null at the end. */
  @Nullable List<String> read() throws IOException {
    while (next == '\n' || next == '\r') {
      endLine();
    }
    if (next == END) {
      return null;
    }
    line = nextLine;
    List<String> fields = new ArrayList<>();
    fields.add(field());
    while (next == separator) {
      advance();
      fields.add(field());
    }
    endLine();
    return fields;
  }

  private String field() throws IOException {
    if (next == quote) {
      return quoted();
    }
    StringBuilder text = new StringBuilder();
    while (next != separator && next != '\n' && next != '\r' && next != END) {
      text.append((char) next);
      advance();
    }
    return text.toString();
  }

  private String quoted() throws IOException {
    StringBuilder text = new StringBuilder();
    advance();
    while (true) {
      if (next == END) {
        throw fault("a quote is not closed");
      }
      if (next == quote) {
        advance();
        if (next != quote) {
          return text.toString();
        }
      }
      nextLine += next == '\n' ? 1 : 0;
      text.append((char) next);
      advance();
    }
  }

  private void endLine() throws IOException {
    if (next != '\n' && next != '\r' && next != END) {
      throw fault("text follows a closed quote");
    }
    if (next == '\r') {
      advance();
      if (next != '\n') {
        nextLine++;
        return;
      }
    }
    nextLine++;
    advance();
  }

  private void advance() throws IOException {
    next = in.read();
  }

  /** An error at the record that was read last. */
  AloftException fault(String what) {
    return AloftException.of(
            ErrorCode.INVALID_REQUEST, file.getFileName() + ", line " + line + ": " + what)
        .build();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
