package dev.aloft.local.worker;

import dev.aloft.data.CsvFormat;
import dev.aloft.data.Data;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import ml.dmlc.xgboost4j.LabeledPoint;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an input as native code wants them, read as they are asked for. An error must not
 * pass through native code: it ends the rows, and {@link #check} throws it. Not thread-safe.
 */
final class Rows implements Iterator<LabeledPoint>, Closeable {
  private final String input;
  private final CsvFormat format;
  private final Iterator<Path> files;
  private final boolean learn;
  private @Nullable Columns columns;
  private @Nullable CsvReader reader;
  private @Nullable LabeledPoint next;
  private @Nullable RuntimeException failure;
  private long count;

  /**
   * The rows of a file, or of all files of a directory in the order of their names.
   *
   * @param known the columns of the training data; null when these are they
   */
  Rows(String input, Data data, @Nullable Columns known) throws IOException {
    this.input = input;
    this.format = data.csvFormat().orElseThrow();
    this.files = filesOf(data.localPath()).iterator();
    this.learn = known == null;
    this.columns = known;
    advance();
  }

  private static List<Path> filesOf(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The columns; known from the first record on. */
  Columns columns() {
    check();
    if (columns == null) {
      throw empty();
    }
    return columns;
  }

  long count() {
    return count;
  }

  /** Throws what ended the rows too early. */
  void check() {
    if (failure != null) {
      throw failure;
    }
  }

  AloftException empty() {
    return AloftException.of(ErrorCode.INVALID_REQUEST, "the input " + input + " has no rows")
        .build();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public LabeledPoint next() {
    LabeledPoint row = next;
    if (row == null) {
      throw new NoSuchElementException();
    }
    count++;
    advance();
    return row;
  }

  private void advance() {
    try {
      next = read();
    } catch (IOException e) {
      failure = new UncheckedIOException(e);
      next = null;
    } catch (RuntimeException e) {
      failure = e;
      next = null;
    }
  }

  private @Nullable LabeledPoint read() throws IOException {
    while (true) {
      CsvReader current = reader;
      if (current == null) {
        if (!files.hasNext()) {
          return null;
        }
        current = open(files.next());
        reader = current;
      }
      List<String> fields = current.read();
      if (fields != null) {
        return row(current, fields);
      }
      current.close();
      reader = null;
    }
  }

  private CsvReader open(Path file) throws IOException {
    CsvReader opened = new CsvReader(file, format.separator(), format.quote(), format.charset());
    if (format.hasHeader()) {
      List<String> header = opened.read();
      if (header != null) {
        header = header.stream().map(String::strip).toList();
        checkHeader(opened, header);
        columns = columns == null ? Columns.of(input, header, format) : columns;
      }
    }
    return opened;
  }

  private void checkHeader(CsvReader opened, List<String> header) {
    Columns known = columns;
    if (known == null) {
      return;
    }
    for (int i = 0; i < known.names().size(); i++) {
      int position = known.features().get(i);
      if (position >= header.size() || !header.get(position).equals(known.names().get(i))) {
        throw opened.fault(
            "the columns must be those of the training data, in their order; \""
                + known.names().get(i)
                + "\" is not at position "
                + position);
      }
    }
  }

  private LabeledPoint row(CsvReader current, List<String> fields) {
    Columns known = columns;
    if (known == null) {
      known = Columns.of(input, Names.numbered(fields.size()), format);
      columns = known;
    }
    if (fields.size() != known.width()) {
      throw current.fault("there are " + fields.size() + " fields instead of " + known.width());
    }
    float[] values = new float[known.names().size()];
    for (int i = 0; i < values.length; i++) {
      String name = known.names().get(i);
      String text = fields.get(known.features().get(i)).strip();
      values[i] =
          known.isCategorical(name) && !isMissing(text)
              ? known.code(name, text, learn)
              : number(current, name, text);
    }
    float label = number(current, "label", fields.get(known.label()).strip());
    if (Float.isNaN(label)) {
      throw current.fault("the label is missing");
    }
    return new LabeledPoint(label, values.length, null, values);
  }

  private boolean isMissing(String text) {
    return format.missing().contains(text);
  }

  private float number(CsvReader current, String column, String text) {
    if (isMissing(text)) {
      return Float.NaN;
    }
    try {
      return (float) Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw current.fault(
          "\""
              + text
              + "\" in column "
              + column
              + " is no number; name the column in categorical(…) or ignore(…), or the text in"
              + " missing(…)");
    }
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }
}
