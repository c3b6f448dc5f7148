package dev.aloft.data;

import dev.aloft.driver.Suggestions;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problem;
import dev.aloft.error.Problems;
import dev.aloft.internal.CsvTokenizer;
import dev.aloft.internal.codec.CsvText;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file record by record, in bounded memory, by the rules of a {@link CsvFormat}: quoted
 * fields with separators, line breaks and doubled quotes in them; lines that end with LF, CRLF or
 * CR; a byte order mark. Empty lines and ignored columns are left out. Columns are counted from 0
 * without the ignored ones. Not thread-safe.
 *
 * <p>Every fault of the file is INVALID_REQUEST with the file's name and the line: records that
 * differ in length, quotes that do not close, bytes that are not in the encoding, names that the
 * rules mention and the header lacks, names that stand in it twice.
 */
public final class CsvReader implements Closeable {
  private static final List<Character> SEPARATORS = List.of(';', '\t', '|', ',');

  private final Path file;
  private final CsvFormat format;
  private final CsvTokenizer records;
  private final List<String> columns = new ArrayList<>();
  private final List<Integer> positions = new ArrayList<>();
  private int width;
  private int label = -1;
  private boolean ahead;

  private CsvReader(Path file, CsvFormat format, CsvTokenizer records) {
    this.file = file;
    this.format = format;
    this.records = records;
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws AloftException NOT_FOUND when it does not exist; INVALID_REQUEST when it is empty or
   *     its header does not fit the rules
   */
  public static CsvReader open(Path file, CsvFormat format) {
    CsvTokenizer records = null;
    try {
      InputStreamReader in =
          new InputStreamReader(
              Files.newInputStream(file),
              format
                  .charset()
                  .newDecoder()
                  .onMalformedInput(CodingErrorAction.REPORT)
                  .onUnmappableCharacter(CodingErrorAction.REPORT));
      records =
          new CsvTokenizer(
              in, format.separator(), format.quote(), String.valueOf(file.getFileName()));
      CsvReader reader = new CsvReader(file, format, records);
      reader.start();
      return reader;
    } catch (IOException e) {
      throw failed(file, e);
    } catch (RuntimeException e) {
      closeQuietly(records, e);
      throw e;
    }
  }

  private static void closeQuietly(@Nullable CsvTokenizer records, RuntimeException because) {
    try {
      if (records != null) {
        records.close();
      }
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  private void start() {
    if (!advance()) {
      throw AloftException.of(ErrorCode.INVALID_REQUEST, file + " is empty").build();
    }
    width = records.size();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      names.add(format.hasHeader() ? records.field(i).strip() : "f" + i);
    }
    check(names);
    for (int i = 0; i < width; i++) {
      if (!format.ignored().contains(names.get(i))) {
        boolean isLabel =
            format.label().isPresent()
                ? format.label().get().equals(names.get(i))
                : format.labelPosition().equals(OptionalInt.of(i));
        label = isLabel ? columns.size() : label;
        positions.add(i);
        columns.add(names.get(i));
      }
    }
    ahead = !format.hasHeader();
  }

  private void check(List<String> names) {
    Problems problems = new Problems();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      problems.require(!name.isEmpty(), "header", name, "a name for the column at " + i);
      problems.require(seen.add(name), "header", name, "names that differ from each other");
    }
    format.label().ifPresent(name -> present("label", name, names, problems));
    format.categorical().forEach(name -> present("categorical", name, names, problems));
    format.ignored().forEach(name -> present("ignore", name, names, problems));
    format
        .labelPosition()
        .ifPresent(
            at ->
                problems.require(
                    at < names.size(),
                    "label",
                    at,
                    "a position below " + names.size() + otherSeparator(names).orElse("")));
    problems.throwIfAny(String.valueOf(file.getFileName()));
  }

  private static void present(String field, String name, List<String> names, Problems problems) {
    problems.require(
        names.contains(name),
        field,
        name,
        "a column of the file: "
            + names
            + otherSeparator(names)
                .or(
                    () ->
                        Suggestions.nearest(name, names)
                            .map(near -> "; did you mean " + near + "?"))
                .orElse(""));
  }

  /** What to do with a file of one column whose name looks like several. */
  private static Optional<String> otherSeparator(List<String> names) {
    return names.size() > 1
        ? Optional.empty()
        : SEPARATORS.stream()
            .filter(separator -> names.get(0).indexOf(separator) >= 0)
            .findFirst()
            .map(separator -> "; if it is several, say .separator(" + quoted(separator) + ")");
  }

  private static String quoted(char separator) {
    return separator == '\t' ? "'\\t'" : "'" + separator + "'";
  }

  /** The names of the columns, without the ignored ones. */
  public List<String> columns() {
    return List.copyOf(columns);
  }

  /** Which of the columns is to be learned. */
  public OptionalInt label() {
    return label < 0 ? OptionalInt.empty() : OptionalInt.of(label);
  }

  /** Goes to the next record; false at the end. */
  public boolean next() {
    if (ahead) {
      ahead = false;
      return true;
    }
    if (!advance()) {
      return false;
    }
    if (records.size() != width) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST,
              file.getFileName()
                  + ", line "
                  + line()
                  + ": "
                  + (records.size() == 1
                      ? "there is 1 field"
                      : "there are " + fields(records.size()))
                  + " instead of "
                  + width)
          .problems(
              List.of(
                  new Problem(
                      "line " + line(),
                      fields(records.size()),
                      fields(width)
                          + "; complete the line, or put quotes around a field that holds "
                          + quoted(format.separator()))))
          .build();
    }
    return true;
  }

  private static String fields(int count) {
    return count == 1 ? "1 field" : count + " fields";
  }

  private boolean advance() {
    try {
      return records.next();
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** The line on which the record starts, from 1. */
  public long line() {
    return records.line();
  }

  /** A field as it stands there, without its quotes. */
  public String text(int column) {
    return records.field(positions.get(column));
  }

  /** Whether a field is one of the texts that stand for a missing value. */
  public boolean isMissing(int column) {
    boolean quoted = records.isQuoted(positions.get(column));
    return format.missing().contains(quoted ? text(column) : text(column).strip());
  }

  /**
   * A field as a number, NaN when it is missing.
   *
   * @throws AloftException INVALID_REQUEST naming file, line and column when it is none
   */
  public double number(int column) {
    if (isMissing(column)) {
      return Double.NaN;
    }
    try {
      return CsvText.toDouble(text(column));
    } catch (NumberFormatException e) {
      throw fault(
          "\""
              + text(column)
              + "\" in column "
              + columns.get(column)
              + " is no number; "
              + (column == label
                  ? "the label must be numeric; encode classes as 0, 1, …"
                  : "name the column in categorical(…) or ignore(…), or the text in missing(…)"));
    }
  }

  /** A fault of the present record, with the file's name and the line. */
  public AloftException fault(String message) {
    return records.fault(message);
  }

  /** What kind of value a field is. */
  DataType typeOf(int column) {
    return format.categorical().contains(columns.get(column))
        ? DataType.STRING
        : CsvText.typeOf(text(column).strip());
  }

  @Override
  public void close() {
    try {
      records.close();
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static AloftException failed(Path file, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return AloftException.of(ErrorCode.NOT_FOUND, file + " does not exist").build();
    }
    if (cause instanceof AccessDeniedException) {
      return AloftException.of(ErrorCode.PERMISSION_DENIED, file + " may not be read").build();
    }
    if (cause instanceof CharacterCodingException) {
      return AloftException.of(
              ErrorCode.INVALID_REQUEST,
              file + " holds bytes that are not in its encoding; name it with charset(…)")
          .cause(cause)
          .build();
    }
    return AloftException.of(ErrorCode.UNAVAILABLE, file + " cannot be read")
        .effect(Effect.NONE)
        .cause(cause)
        .build();
  }
}
