package dev.aloft.local.worker;

import dev.aloft.data.CsvFormat;
import dev.aloft.data.CsvReader;
import dev.aloft.data.Data;
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
      return files.filter(Rows::hasContent).sorted().toList();
    }
  }

  /** Tools that write directories leave empty files behind, as marks or for parts without rows. */
  private static boolean hasContent(Path file) {
    return Files.isRegularFile(file) && file.toFile().length() > 0;
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
        current = open(files.next());
        reader = current;
      }
      if (current.next()) {
        return row(current);
      }
      current.close();
      reader = null;
    }
  }

  private CsvReader open(Path file) {
    CsvReader opened = opened(file);
    Columns known = columns;
    if (known == null) {
      columns = Columns.of(input, opened, format);
    } else {
      checkHeader(file, opened.columns(), known);
    }
    return opened;
  }

  private CsvReader opened(Path file) {
    try {
      return CsvReader.open(file, format);
    } catch (AloftException e) {
      throw e.toBuilder().summary("inputs." + input + ": " + e.summary()).build();
    }
  }

  private static void checkHeader(Path file, List<String> header, Columns known) {
    for (int i = 0; i < known.names().size(); i++) {
      int position = known.features().get(i);
      if (position >= header.size() || !header.get(position).equals(known.names().get(i))) {
        throw AloftException.of(
                ErrorCode.INVALID_REQUEST,
                file.getFileName()
                    + ": the columns must be those of the training data, in their order; \""
                    + known.names().get(i)
                    + "\" is not at position "
                    + position)
            .build();
      }
    }
  }

  private LabeledPoint row(CsvReader current) {
    Columns known = columns();
    float[] values = new float[known.names().size()];
    for (int i = 0; i < values.length; i++) {
      String name = known.names().get(i);
      int column = known.features().get(i);
      values[i] =
          known.isCategorical(name) && !current.isMissing(column)
              ? known.code(name, current.text(column).strip(), learn)
              : (float) current.number(column);
    }
    float label = (float) current.number(known.label());
    if (Float.isNaN(label)) {
      throw current.fault("the label is missing");
    }
    return new LabeledPoint(label, values.length, null, values);
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
  }
}
