package dev.aloft.driver;

import dev.aloft.data.CsvFormat;
import dev.aloft.data.CsvReader;
import dev.aloft.data.Data;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file, or the files of a directory, as the built-in algorithms read them: without a header,
 * the label first, commas, numbers only, nothing where a value is missing. Made as it is read.
 */
public final class CsvRewriting extends InputStream {
  private static final int CHUNK = 1 << 16;
  private static final float WHOLE = 1 << 24;

  private final String input;
  private final CsvFormat format;
  private final Iterator<Path> files;
  private final @Nullable List<String> wanted;
  private final StringBuilder lines = new StringBuilder();
  private byte[] bytes = new byte[0];
  private int at;
  private @Nullable CsvReader reader;
  private @Nullable List<String> columns;
  private boolean empty = true;

  /**
   * Opens the first file when it is read.
   *
   * @param input the name of the input, for messages
   * @param data a CSV file or a directory of them on this machine
   * @param wanted the columns to learn from that it must have, in their order; null for any
   */
  public CsvRewriting(String input, Data data, @Nullable List<String> wanted) throws IOException {
    this.input = input;
    this.format = data.csvFormat().orElseThrow();
    this.files = files(data.localPath()).iterator();
    this.wanted = wanted;
  }

  /**
   * The columns to learn from, in their order.
   *
   * @param input the name of the input, for messages
   * @param data a CSV file or a directory of them on this machine
   */
  public static List<String> features(String input, Data data) throws IOException {
    for (Path file : files(data.localPath())) {
      try (CsvReader csv = CsvReader.open(file, data.csvFormat().orElseThrow())) {
        return features(input, csv);
      }
    }
    throw bad(input, "no files");
  }

  private static List<String> features(String input, CsvReader csv) {
    List<String> names = new ArrayList<>(csv.columns());
    names.remove(label(input, csv));
    return names;
  }

  private static int label(String input, CsvReader csv) {
    return csv.label()
        .orElseThrow(
            () -> bad(input, "no column to learn; name one with label(…): " + csv.columns()));
  }

  private static AloftException bad(String input, String what) {
    return AloftException.of(ErrorCode.INVALID_REQUEST, "the input " + input + " has " + what)
        .build();
  }

  private static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (at == bytes.length && !fill()) {
      return -1;
    }
    int count = Math.min(length, bytes.length - at);
    System.arraycopy(bytes, at, buffer, offset, count);
    at += count;
    return count;
  }

  private boolean fill() {
    lines.setLength(0);
    while (lines.length() < CHUNK && advance()) {
      row(Objects.requireNonNull(reader));
    }
    bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
    at = 0;
    if (bytes.length == 0 && empty) {
      throw bad(input, "no rows");
    }
    empty = false;
    return bytes.length > 0;
  }

  private boolean advance() {
    while (true) {
      CsvReader current = reader;
      if (current == null) {
        if (!files.hasNext()) {
          return false;
        }
        current = CsvReader.open(files.next(), format);
        reader = current;
        check(current);
      }
      if (current.next()) {
        return true;
      }
      current.close();
      reader = null;
    }
  }

  private void check(CsvReader csv) {
    List<String> found = features(input, csv);
    List<String> first = columns == null ? wanted : columns;
    if (first != null && !first.equals(found)) {
      throw csv.fault(
          "the columns must be those of the training data, in their order; they are "
              + found
              + " instead of "
              + first);
    }
    columns = found;
  }

  private void row(CsvReader csv) {
    int label = label(input, csv);
    if (csv.isMissing(label)) {
      throw csv.fault("the label is missing");
    }
    number(csv, label);
    for (int column = 0; column < csv.columns().size(); column++) {
      if (column != label) {
        lines.append(',');
        if (!csv.isMissing(column)) {
          number(csv, column);
        }
      }
    }
    lines.append('\n');
  }

  /** The algorithm computes with numbers of single precision. */
  private void number(CsvReader csv, int column) {
    float value = (float) csv.number(column);
    if (Float.isInfinite(value)) {
      throw csv.fault(
          "\"" + csv.text(column) + "\" in column " + csv.columns().get(column) + " is too large");
    }
    if (Float.isNaN(value)) {
      return; // what is no number is missing
    }
    if (value == Math.rint(value) && Math.abs(value) < WHOLE) {
      lines.append((long) value);
    } else {
      lines.append(value);
    }
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
