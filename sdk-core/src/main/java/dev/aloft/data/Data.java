package dev.aloft.data;

import dev.aloft.error.Problems;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A reference to data: a local file or directory, or an object or prefix of a store, with the rules
 * for reading it. Nothing is opened before a job is submitted. Immutable; every method gives a
 * changed copy.
 */
public final class Data {
  private final String location;
  private final @Nullable CsvFormat csv;
  private final @Nullable String contentType;

  private Data(String location, @Nullable CsvFormat csv, @Nullable String contentType) {
    this.location = location;
    this.csv = csv;
    this.contentType = contentType;
  }

  /** CSV at a local path or a URI, with a header, commas, and no label until one is named. */
  public static Data csv(String pathOrUri) {
    return new Data(pathOrUri, CsvFormat.DEFAULTS, "text/csv");
  }

  /** CSV at a local path. */
  public static Data csv(Path path) {
    return csv(path.toString());
  }

  /** Anything else at a local path or a URI; handed to the work as it is. */
  public static Data of(String pathOrUri) {
    return new Data(pathOrUri, null, null);
  }

  /** Anything else at a local path. */
  public static Data of(Path path) {
    return of(path.toString());
  }

  /** The column to learn, by name. */
  public Data label(String column) {
    return edit(
        "label",
        format -> {
          format.labelName = column;
          format.labelIndex = -1;
        });
  }

  /** The column to learn, by its position from 0. */
  public Data label(int position) {
    return edit(
        "label",
        format -> {
          format.labelName = null;
          format.labelIndex = position;
        });
  }

  /** The first record is data; columns are then named {@code f0}, {@code f1}, …. */
  public Data noHeader() {
    return edit("noHeader", format -> format.header = false);
  }

  /** The character between fields. */
  public Data separator(char character) {
    return edit("separator", format -> format.separator = character);
  }

  /** The character around fields that hold separators or line breaks. */
  public Data quote(char character) {
    return edit("quote", format -> format.quote = character);
  }

  /** The texts that stand for a missing value, instead of the default ones. */
  public Data missing(String... texts) {
    return edit("missing", format -> format.missing = CsvFormat.setOf(texts));
  }

  /**
   * Columns whose values are categories: texts without an order, also where they look like numbers,
   * so that {@code 7} and {@code 07} are two. A category that the training data did not have is
   * missing when it is asked for. A number that is asked for is its text: {@code 7} is the category
   * {@code 7}, and {@code 7.0} is {@code 7.0}, another one. Built-in algorithms learn them where
   * the provider declares {@link dev.aloft.Capability#CATEGORIES}.
   */
  public Data categorical(String... columns) {
    return edit("categorical", format -> format.categorical = CsvFormat.setOf(columns));
  }

  /** Columns to leave out. */
  public Data ignore(String... columns) {
    return edit("ignore", format -> format.ignored = CsvFormat.setOf(columns));
  }

  /** The encoding of the text. */
  public Data charset(Charset charset) {
    return edit("charset", format -> format.charset = charset);
  }

  /** The MIME type told to the work. */
  public Data contentType(String type) {
    return new Data(location, csv, type);
  }

  /** The same rules at another place; used when local data is staged. */
  public Data at(String pathOrUri) {
    return new Data(pathOrUri, csv, contentType);
  }

  /** The path or URI as it was given. */
  public String location() {
    return location;
  }

  /** The reading rules, when this is CSV. */
  public Optional<CsvFormat> csvFormat() {
    return Optional.ofNullable(csv);
  }

  /** The MIME type, when known. */
  public Optional<String> contentType() {
    return Optional.ofNullable(contentType);
  }

  /** The URI scheme in lower case; {@code file} for local paths. One letter is a Windows drive. */
  public String scheme() {
    int colon = location.indexOf(':');
    return colon > 1 && location.substring(0, colon).matches("[a-zA-Z][a-zA-Z0-9+.-]*")
        ? location.substring(0, colon).toLowerCase(Locale.ROOT)
        : "file";
  }

  /** Whether this lies in the file system of this machine. */
  public boolean isLocal() {
    return scheme().equals("file");
  }

  /** The local path. */
  public Path localPath() {
    return location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
  }

  /** Notes what is wrong with this, without looking at the data. */
  public void check(String field, Problems problems) {
    problems.require(!location.isBlank(), field, location, "a path or URI");
    if (csv == null) {
      return;
    }
    problems.require(
        csv.separator() != csv.quote(),
        field + ".separator",
        csv.separator(),
        "a character other than the quote");
    problems.require(
        csv.labelName == null || csv.hasHeader() || csv.labelName.matches("f[0-9]+"),
        field + ".label",
        csv.labelName,
        "a position from 0, such as label(0), since the file has no header");
    problems.require(
        csv.labelName == null || !csv.ignored().contains(csv.labelName),
        field + ".ignore",
        csv.labelName,
        "columns without the label");
    problems.require(csv.labelIndex >= -1, field + ".label", csv.labelIndex, "a position from 0");
    Set<String> both = new LinkedHashSet<>(csv.ignored());
    both.retainAll(csv.categorical());
    problems.require(
        both.isEmpty(), field + ".ignore", both, "columns that are not categorical as well");
  }

  private Data edit(String method, Consumer<CsvFormat> change) {
    if (csv == null) {
      throw new IllegalStateException(
          method + " is for CSV: start with Data.csv(\"" + location + "\")");
    }
    return new Data(location, csv.edit(change), contentType);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Data data
        && data.location.equals(location)
        && Objects.equals(data.csv, csv)
        && Objects.equals(data.contentType, contentType);
  }

  @Override
  public int hashCode() {
    return Objects.hash(location, csv, contentType);
  }

  @Override
  public String toString() {
    return location;
  }
}
