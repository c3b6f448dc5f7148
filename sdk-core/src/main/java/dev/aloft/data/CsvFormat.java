package dev.aloft.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a CSV file is to be read; each provider converts to what its algorithm wants. Immutable; made
 * through {@link Data#csv}.
 */
public final class CsvFormat {
  static final CsvFormat DEFAULTS = new CsvFormat();

  boolean header = true;
  @Nullable String labelName;
  int labelIndex = -1;
  char separator = ',';
  char quote = '"';
  Set<String> missing = setOf("", "NA", "NaN", "nan", "null", "?");
  Set<String> categorical = Set.of();
  Set<String> ignored = Set.of();
  Charset charset = StandardCharsets.UTF_8;

  private CsvFormat() {}

  /** A changed copy; the edit must not keep the copy. */
  CsvFormat edit(Consumer<CsvFormat> change) {
    CsvFormat copy = new CsvFormat();
    copy.header = header;
    copy.labelName = labelName;
    copy.labelIndex = labelIndex;
    copy.separator = separator;
    copy.quote = quote;
    copy.missing = missing;
    copy.categorical = categorical;
    copy.ignored = ignored;
    copy.charset = charset;
    change.accept(copy);
    return copy;
  }

  static Set<String> setOf(String... texts) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(texts)));
  }

  /**
   * Whether the first record names the columns. Default true; without, {@code f0}, {@code f1}, ….
   */
  public boolean hasHeader() {
    return header;
  }

  /** The name of the column to learn. */
  public Optional<String> label() {
    return Optional.ofNullable(labelName);
  }

  /** The position from 0 of the column to learn, when it was given by position. */
  public OptionalInt labelPosition() {
    return labelIndex < 0 ? OptionalInt.empty() : OptionalInt.of(labelIndex);
  }

  /** The character between fields. Default comma. */
  public char separator() {
    return separator;
  }

  /** The character around fields that hold separators or line breaks. Default {@code "}. */
  public char quote() {
    return quote;
  }

  /**
   * Texts that stand for a missing value. Default: the empty field, {@code NA}, {@code NaN}, {@code
   * nan}, {@code null}, {@code ?}.
   */
  public Set<String> missing() {
    return missing;
  }

  /** Columns whose values are categories. */
  public Set<String> categorical() {
    return categorical;
  }

  /** Columns that are left out. */
  public Set<String> ignored() {
    return ignored;
  }

  /** The encoding. Default UTF-8; a byte order mark is skipped. */
  public Charset charset() {
    return charset;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CsvFormat format
        && header == format.header
        && Objects.equals(labelName, format.labelName)
        && labelIndex == format.labelIndex
        && separator == format.separator
        && quote == format.quote
        && missing.equals(format.missing)
        && categorical.equals(format.categorical)
        && ignored.equals(format.ignored)
        && charset.equals(format.charset);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        header, labelName, labelIndex, separator, quote, missing, categorical, ignored, charset);
  }

  @Override
  public String toString() {
    return "CSV"
        + (header ? " with header" : " without header")
        + ", separator '"
        + separator
        + "'"
        + (labelName != null ? ", label " + labelName : "")
        + (labelIndex >= 0 ? ", label at " + labelIndex : "");
  }
}
