package dev.aloft.local.worker;

import dev.aloft.data.CsvFormat;
import dev.aloft.data.CsvReader;
import dev.aloft.data.Data;
import dev.aloft.driver.LabelRange;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.io.Closeable;
import java.io.IOException;
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
  private final LabelRange labels = new LabelRange();
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
    if (columns == null || next == null) {
      throw AloftException.of(ErrorCode.INVALID_REQUEST, "the input " + input + " has no rows")
          .build();
    }
    return columns;
  }

  long count() {
    return count;
  }

  /** The labels of the rows so far. */
  LabelRange labels() {
    return labels;
  }

  /** Throws what ended the rows too early. */
  void check() {
    if (failure != null) {
      throw failure;
    }
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
    } catch (RuntimeException e) {
      failure = e;
      next = null;
    }
  }

  private @Nullable LabeledPoint read() {
    while (true) {
      CsvReader current = reader;
      if (current == null) {
        if (!files.hasNext()) {
          return null;
        }
        current = CsvReader.open(files.next(), format);
        reader = current;
        columnsOf(current).check(current);
      }
      Columns known = columnsOf(current);
      if (current.next()) {
        return row(current, known);
      }
      current.close();
      reader = null;
    }
  }

  private Columns columnsOf(CsvReader file) {
    Columns known = columns;
    if (known == null) {
      known = Columns.of(input, file, format);
      columns = known;
    }
    return known;
  }

  private LabeledPoint row(CsvReader file, Columns known) {
    float[] values = new float[known.names().size()];
    for (int i = 0; i < values.length; i++) {
      String name = known.names().get(i);
      int column = known.features().get(i);
      values[i] =
          known.isCategorical(name) && !file.isMissing(column)
              ? known.code(name, file.text(column), learn)
              : (float) file.number(column);
    }
    float label = (float) file.number(known.label());
    if (Float.isNaN(label)) {
      throw file.fault("the label is missing");
    }
    labels.add(label);
    return new LabeledPoint(label, values.length, null, values);
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
  }
}
