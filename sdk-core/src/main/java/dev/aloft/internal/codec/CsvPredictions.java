package dev.aloft.internal.codec;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Tensor;
import dev.aloft.error.AloftException;
import dev.aloft.model.Signature;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Predictions as CSV: a line for each row, the outputs' values side by side. */
final class CsvPredictions {
  private CsvPredictions() {}

  static byte[] write(List<Tensor> outputs) {
    StringBuilder text = new StringBuilder();
    int rows = outputs.isEmpty() ? 0 : outputs.get(0).rows();
    for (int row = 0; row < rows; row++) {
      boolean first = true;
      for (Tensor output : outputs) {
        for (int i = row * output.width(); i < (row + 1) * output.width(); i++) {
          text.append(first ? "" : ",").append(element(output, i));
          first = false;
        }
      }
      text.append('\n');
    }
    return CsvRows.utf8(text.toString());
  }

  private static String element(Tensor output, int index) {
    return switch (output.type()) {
      case FLOAT64 -> CsvText.of(output.getDouble(index));
      case FLOAT32 -> CsvText.of(output.getFloat(index));
      case INT64, INT32 -> Long.toString(output.getLong(index));
      case BOOL -> Boolean.toString(output.getBoolean(index));
      case STRING -> CsvRows.quoted(output.getString(index));
    };
  }

  static List<Tensor> read(byte[] body, int rows, Signature signature) {
    try {
      List<List<String>> lines = lines(body);
      return tensors(shaped(lines, rows), rows, signature);
    } catch (NumberFormatException e) {
      throw JsonBody.corrupted("the answer holds " + e.getMessage());
    } catch (AloftException e) {
      throw JsonBody.corrupted(e.summary());
    }
  }

  private static List<List<String>> lines(byte[] body) {
    List<List<String>> lines = new ArrayList<>();
    CsvRows.each(
        body,
        false,
        csv -> {
          List<String> line = new ArrayList<>();
          for (int i = 0; i < csv.size(); i++) {
            line.add(csv.isQuoted(i) ? csv.field(i) : csv.field(i).strip());
          }
          lines.add(line);
        });
    return lines;
  }

  /**
   * The cells of each row. Containers that answer many rows on one line, the values of a row in
   * brackets where it has several, are understood too.
   */
  private static List<List<String>> shaped(List<List<String>> lines, int rows) {
    if (lines.size() == rows) {
      return lines;
    }
    List<String> all = lines.size() == 1 ? lines.get(0) : List.of();
    if (rows == 0 || all.isEmpty() || all.size() % rows != 0) {
      throw JsonBody.corrupted("the answer has " + lines.size() + " lines for " + rows + " rows");
    }
    int width = all.size() / rows;
    List<List<String>> shaped = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      shaped.add(all.subList(row * width, (row + 1) * width));
    }
    return shaped;
  }

  private static List<Tensor> tensors(List<List<String>> cells, int rows, Signature signature) {
    int width = cells.isEmpty() ? 1 : cells.get(0).size();
    for (int row = 0; row < rows; row++) {
      if (cells.get(row).size() != width) {
        throw JsonBody.corrupted(
            "the answer has "
                + cells.get(row).size()
                + " values for row "
                + row
                + " and "
                + width
                + " for row 0");
      }
    }
    List<Column> known = signature.outputs();
    if (known.size() < 2) {
      String name = known.isEmpty() ? PredictionsJson.NAME : known.get(0).name();
      DataType type = known.isEmpty() ? null : known.get(0).type();
      long[] shape = width == 1 ? new long[] {rows} : new long[] {rows, width};
      return List.of(values(cells, 0, width, type, name).toTensor(name, shape));
    }
    if (known.size() != width) {
      throw JsonBody.corrupted(
          "the answer has " + width + " values for a row, the model gives " + known);
    }
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      Column column = known.get(i);
      tensors.add(
          values(cells, i, i + 1, column.type(), column.name()).toTensor(column.name(), rows));
    }
    return tensors;
  }

  private static ValueList values(
      List<List<String>> cells, int from, int to, @Nullable DataType type, String name) {
    DataType all = type == null ? common(cells, from, to) : type;
    ValueList values = new ValueList(all, "\"" + name + "\"");
    for (List<String> row : cells) {
      for (int i = from; i < to; i++) {
        add(values, all, all == DataType.STRING ? row.get(i) : bare(row.get(i)));
      }
    }
    return values;
  }

  private static void add(ValueList values, DataType type, String text) {
    switch (type) {
      case STRING -> values.addString(text);
      case FLOAT32 -> values.addNumber(CsvText.toFloat(text));
      case FLOAT64 -> values.addNumber(CsvText.toDouble(text));
      case BOOL -> values.addBoolean(isTrue(text));
      default -> addWhole(values, text);
    }
  }

  private static void addWhole(ValueList values, String text) {
    try {
      values.addLong(Long.parseLong(text));
    } catch (NumberFormatException e) {
      values.addNumber(CsvText.toDouble(text));
    }
  }

  private static boolean isTrue(String text) {
    if (text.equalsIgnoreCase("true") || text.equals("1")) {
      return true;
    }
    if (text.equalsIgnoreCase("false") || text.equals("0")) {
      return false;
    }
    throw new NumberFormatException("\"" + text + "\" where true or false is wanted");
  }

  private static DataType common(List<List<String>> cells, int from, int to) {
    DataType type = null;
    String exact = null;
    for (List<String> row : cells) {
      for (int i = from; i < to; i++) {
        DataType next = CsvText.typeOf(bare(row.get(i)));
        exact = next == DataType.INT64 && isExact(bare(row.get(i))) ? row.get(i) : exact;
        boolean numbers = type != null && type.isNumber() && next.isNumber();
        type = type == null || type == next ? next : numbers ? DataType.FLOAT64 : DataType.STRING;
      }
    }
    if (exact != null && type == DataType.FLOAT64) {
      throw JsonBody.corrupted(
          "the answer holds " + exact + " beside broken numbers, among which it would be changed");
    }
    return type == null ? DataType.FLOAT64 : type;
  }

  private static boolean isExact(String whole) {
    return CsvText.changesAsDouble(Long.parseLong(whole));
  }

  /** A number without the brackets around the values of a row. */
  private static String bare(String text) {
    int from = text.startsWith("[") ? 1 : 0;
    int to = text.endsWith("]") ? text.length() - 1 : text.length();
    return from < to ? text.substring(from, to).strip() : text;
  }
}
