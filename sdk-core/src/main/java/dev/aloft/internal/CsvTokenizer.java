package dev.aloft.internal;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Cuts CSV into records: quoted fields with separators, line breaks and doubled quotes in them;
 * lines that end with LF, CRLF or CR; empty lines are left out. Holds one record at a time, at most
 * 16 Mi characters. Not thread-safe.
 */
public final class CsvTokenizer implements Closeable {
  private static final int LONGEST = 16 << 20;
  private static final int END = -1;

  private final Reader in;
  private final int separator;
  private final int quote;
  private final String name;
  private final char[] buffer = new char[8192];
  private int position;
  private int limit;
  private boolean first = true;
  private long nextLine = 1;
  private long line;

  private final StringBuilder text = new StringBuilder();
  private final List<String> fields = new ArrayList<>();
  private final BitSet quoted = new BitSet();
  private int length;

  /**
   * Over characters.
   *
   * @param name what is read, for messages
   */
  public CsvTokenizer(Reader in, char separator, char quote, String name) {
    this.in = in;
    this.separator = separator;
    this.quote = quote;
    this.name = name;
  }

  /**
   * Goes to the next record.
   *
   * @return false at the end
   * @throws AloftException INVALID_REQUEST with the line for quotes that do not close and for
   *     records that are too long
   */
  public boolean next() throws IOException {
    int c = read();
    while (c == '\n' || c == '\r') {
      endLine(c);
      c = read();
    }
    if (c == END) {
      return false;
    }
    line = nextLine;
    length = 0;
    fields.clear();
    quoted.clear();
    while (true) {
      c = readField(c);
      if (c != separator) {
        endLine(c);
        return true;
      }
      c = read();
    }
  }

  /** The line on which the record starts, from 1. */
  public long line() {
    return line;
  }

  /** How many fields the record has. */
  public int size() {
    return fields.size();
  }

  /** A field without its quotes. */
  public String field(int index) {
    return fields.get(index);
  }

  /** Whether a field stood in quotes. */
  public boolean isQuoted(int index) {
    return quoted.get(index);
  }

  /** A fault of the record. */
  public AloftException fault(String message) {
    return AloftException.of(ErrorCode.INVALID_REQUEST, name + ", line " + line + ": " + message)
        .build();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Reads a field that starts with this character; gives the one that ends it. */
  private int readField(int start) throws IOException {
    text.setLength(0);
    int c = start;
    if (c == quote) {
      quoted.set(fields.size());
      c = quotedText();
    } else {
      while (c != separator && c != '\n' && c != '\r' && c != END) {
        append(c);
        c = read();
      }
    }
    fields.add(text.toString());
    return c;
  }

  private int quotedText() throws IOException {
    while (true) {
      int c = read();
      if (c == END) {
        throw fault("a quote does not close");
      } else if (c == quote) {
        c = read();
        if (c != quote) {
          return afterQuote(c);
        }
        append(c);
      } else {
        append(c);
        countLine(c);
      }
    }
  }

  private int afterQuote(int c) {
    if (c != separator && c != '\n' && c != '\r' && c != END) {
      throw fault(
          "'"
              + (char) c
              + "' follows a closing quote; a quote inside a quoted field must be doubled");
    }
    return c;
  }

  private void append(int c) {
    if (++length > LONGEST) {
      throw fault("the record is longer than " + LONGEST + " characters; does a quote not close?");
    }
    text.append((char) c);
  }

  private void countLine(int c) throws IOException {
    if (c == '\n' || (c == '\r' && peek() != '\n')) {
      nextLine++;
    }
  }

  private void endLine(int c) throws IOException {
    if (c == '\r' && peek() == '\n') {
      read();
    }
    nextLine += c == END ? 0 : 1;
  }

  private int peek() throws IOException {
    return position < limit || fill() ? buffer[position] : END;
  }

  private int read() throws IOException {
    return position < limit || fill() ? buffer[position++] : END;
  }

  private boolean fill() throws IOException {
    int count = in.read(buffer, 0, buffer.length);
    position = 0;
    limit = Math.max(0, count);
    if (first && limit > 0) {
      first = false;
      position = buffer[0] == '\uFEFF' ? 1 : 0;
      return position < limit || fill();
    }
    return count > 0;
  }
}
