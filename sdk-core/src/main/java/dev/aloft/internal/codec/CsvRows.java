package dev.aloft.internal.codec;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Table;
import dev.aloft.error.AloftException;
import dev.aloft.internal.CsvTokenizer;
import dev.aloft.model.Signature;
import java.io.ByteArrayInputStream;
import java.io.CharArrayWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows on the wire as CSV: texts always in quotes, so that an empty field is missing and {@code ""}
 * is empty text. The only column of a table writes {@code nan} for missing, since empty lines mean
 * nothing.
 */
final class CsvRows {
  private CsvRows() {}

  static byte[] write(Table rows) {
    CharArrayWriter text = new CharArrayWriter();
    for (int row = 0; row < rows.rowCount(); row++) {
      for (int column = 0; column < rows.columnCount(); column++) {
        text.append(column == 0 ? "" : ",").append(cell(rows, row, column));
      }
      text.append('\n');
    }
    return utf8(text.toString());
  }

  static byte[] utf8(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (CharacterCodingException e) {
      throw JsonBody.invalid("a text holds half a surrogate pair, which UTF-8 cannot carry");
    }
  }

  private static String cell(Table rows, int row, int column) {
    DataType type = rows.columns().get(column).type();
    if (rows.isMissing(row, column)) {
      return missing(rows, row, type);
    }
    return switch (type) {
      case FLOAT64 -> CsvText.of(rows.getDouble(row, column));
      case FLOAT32 -> CsvText.of(rows.getFloat(row, column));
      case INT64, INT32 -> Long.toString(rows.getLong(row, column));
      case BOOL -> Boolean.toString(rows.getBoolean(row, column));
      case STRING -> quoted(Objects.requireNonNull(rows.getString(row, column)));
    };
  }

  private static String missing(Table rows, int row, DataType type) {
    if (rows.columnCount() > 1) {
      return "";
    }
    if (type == DataType.STRING) {
      throw JsonBody.invalid(
          "row " + row + " is missing, which CSV cannot carry in the only column of texts");
    }
    return "nan";
  }

  static String quoted(String text) {
    return "\"" + text.replace("\"", "\"\"") + "\"";
  }

  static Table read(byte[] body, boolean header, Signature signature) {
    List<Column> columns = columns(body, header, signature);
    boolean named = header || signature.isKnown();
    Table.Builder table =
        named
            ? Table.builder(columns)
            : Table.builder(columns.stream().map(Column::type).toArray(DataType[]::new));
    each(
        body,
        header,
        csv -> {
          checkWidth(csv, columns.size());
          for (int i = 0; i < columns.size(); i++) {
            add(csv, i, columns.get(i).type(), table);
          }
        });
    return JsonRows.fit(table.build(), signature);
  }

  private static void checkWidth(CsvTokenizer csv, int columns) {
    if (csv.size() != columns) {
      throw csv.fault(csv.size() + " cells, " + columns + " are wanted");
    }
  }

  private static void add(CsvTokenizer csv, int column, DataType type, Table.Builder table) {
    String text = csv.field(column);
    try {
      if (text.isEmpty() && !csv.isQuoted(column)) {
        table.addMissing(column);
        return;
      }
      switch (type) {
        case STRING -> table.addString(column, text);
        case BOOL -> addBoolean(text, column, table);
        case FLOAT32 -> table.addFloat(column, CsvText.toFloat(text));
        case FLOAT64 -> table.addDouble(column, CsvText.toDouble(text));
        default -> addWhole(text, column, table);
      }
    } catch (NumberFormatException e) {
      throw csv.fault("cell " + column + " is \"" + text + "\" where a " + type + " is wanted");
    } catch (AloftException e) {
      throw csv.fault("cell " + column + ": " + e.summary());
    }
  }

  private static void addBoolean(String text, int column, Table.Builder table) {
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      table.addBoolean(column, text.equalsIgnoreCase("true"));
    } else {
      table.addDouble(column, CsvText.toDouble(text));
    }
  }

  private static void addWhole(String text, int column, Table.Builder table) {
    try {
      table.addLong(column, Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      table.addDouble(column, CsvText.toDouble(text));
    }
  }

  /** The model's columns where they are known and in the file's order, else from the texts. */
  private static List<Column> columns(byte[] body, boolean header, Signature signature) {
    if (!header && signature.isKnown()) {
      return signature.inputs();
    }
    List<String> names = new ArrayList<>();
    List<@Nullable DataType> types = new ArrayList<>();
    BitSet exact = new BitSet();
    each(
        body,
        false,
        csv -> {
          boolean isHeader = header && names.isEmpty();
          for (int i = 0; i < csv.size(); i++) {
            if (isHeader) {
              names.add(csv.field(i));
            } else {
              widen(csv, i, types, exact);
            }
          }
        });
    Map<String, DataType> known = JsonRows.types(signature);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < Math.max(names.size(), types.size()); i++) {
      DataType type = i < types.size() ? types.get(i) : null;
      String name = i < names.size() ? names.get(i) : "f" + i;
      DataType inferred = type == null ? DataType.FLOAT64 : type;
      columns.add(new Column(name, known.getOrDefault(name, inferred)));
    }
    return columns;
  }

  private static void widen(
      CsvTokenizer csv, int column, List<@Nullable DataType> types, BitSet exact) {
    while (types.size() <= column) {
      types.add(null);
    }
    String text = csv.field(column);
    if (text.isEmpty() && !csv.isQuoted(column)) {
      return;
    }
    DataType next = csv.isQuoted(column) ? DataType.STRING : CsvText.typeOf(text);
    DataType before = types.get(column);
    DataType both = before == null || before == next ? next : common(before, next);
    if (next == DataType.INT64 && CsvText.changesAsDouble(Long.parseLong(text))) {
      exact.set(column);
    }
    if (both == DataType.FLOAT64 && exact.get(column)) {
      throw csv.fault(
          "cell " + column + " is \"" + text + "\": beside it a whole number would be changed");
    }
    types.set(column, both);
  }

  private static DataType common(DataType one, DataType other) {
    return one.isNumber() && other.isNumber() ? DataType.FLOAT64 : DataType.STRING;
  }

  /** What to do with each record. */
  interface RecordReader {
    void read(CsvTokenizer csv) throws IOException;
  }

  static void each(byte[] body, boolean skipFirst, RecordReader reader) {
    InputStreamReader in =
        new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8.newDecoder());
    try (CsvTokenizer csv = new CsvTokenizer(in, ',', '"', "the CSV")) {
      if (skipFirst && !csv.next()) {
        return;
      }
      while (csv.next()) {
        reader.read(csv);
      }
    } catch (CharacterCodingException e) {
      throw JsonBody.invalid("the CSV is not UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
