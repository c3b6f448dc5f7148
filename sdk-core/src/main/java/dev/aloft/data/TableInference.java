package dev.aloft.data;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.codec.CsvText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a table of rows whose types are not told. */
final class TableInference {
  private final List<Row> rows;
  private final boolean named;
  private final List<String> names;

  private TableInference(List<Row> rows) {
    this.rows = rows;
    this.named = rows.get(0).names().isPresent();
    this.names = named ? names(rows) : positions(rows);
  }

  static Table table(List<Row> rows) {
    return rows.isEmpty() ? Table.builder().build() : new TableInference(rows).fill();
  }

  private static List<String> names(List<Row> rows) {
    Set<String> names = new LinkedHashSet<>();
    List<String> before = List.of();
    for (int i = 0; i < rows.size(); i++) {
      Optional<List<String>> own = rows.get(i).names();
      if (own.isEmpty()) {
        throw invalid("row " + i + " has no names, row 0 has");
      }
      if (!own.get().equals(before)) {
        names.addAll(own.get());
        before = own.get();
      }
    }
    return List.copyOf(names);
  }

  private static List<String> positions(List<Row> rows) {
    int width = rows.get(0).size();
    for (int i = 1; i < rows.size(); i++) {
      if (rows.get(i).names().isPresent()) {
        throw invalid("row " + i + " has names, row 0 has none");
      }
      if (rows.get(i).size() != width) {
        throw invalid("row " + i + " has " + rows.get(i).size() + " cells, row 0 has " + width);
      }
    }
    List<String> names = new ArrayList<>(width);
    for (int i = 0; i < width; i++) {
      names.add("f" + i);
    }
    return names;
  }

  private Table fill() {
    List<Column> columns = new ArrayList<>(names.size());
    Cells[] cells = new Cells[names.size()];
    for (int i = 0; i < cells.length; i++) {
      Column column = new Column(names.get(i), type(i));
      CellsBuilder builder = new CellsBuilder(column, rows.size());
      for (Row row : rows) {
        row.addTo(builder, place(row, i));
      }
      columns.add(column);
      cells[i] = builder.build();
    }
    return Table.over(columns, named, cells, rows.size());
  }

  private DataType type(int column) {
    DataType type = null;
    boolean beyondDouble = false;
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      int place = place(row, column);
      DataType next = place < 0 ? null : row.typeAt(place);
      if (next == null) {
        continue;
      }
      beyondDouble |= next == DataType.INT64 && CsvText.changesAsDouble(wholeOf(row.cell(place)));
      DataType both = type == null ? next : common(type, next);
      if (both == null || (beyondDouble && isBroken(both))) {
        throw invalid(
            "row "
                + i
                + ", column \""
                + names.get(column)
                + "\": a value of type "
                + next
                + " cannot stand in a column of type "
                + type
                + " without being changed");
      }
      type = both;
    }
    return type == null ? DataType.FLOAT64 : type;
  }

  /** Where a row holds a column; -1 where it does not. */
  private int place(Row row, int column) {
    if (!named) {
      return column;
    }
    List<String> own = row.names().orElseThrow();
    String name = names.get(column);
    return column < own.size() && own.get(column).equals(name) ? column : own.indexOf(name);
  }

  private static @Nullable DataType common(DataType one, DataType other) {
    if (one == other) {
      return one;
    }
    if (!one.isNumber() || !other.isNumber()) {
      return null;
    }
    return isBroken(one) || isBroken(other) ? DataType.FLOAT64 : DataType.INT64;
  }

  private static boolean isBroken(DataType type) {
    return type == DataType.FLOAT32 || type == DataType.FLOAT64;
  }

  private static long wholeOf(@Nullable Object cell) {
    return cell instanceof Number number ? number.longValue() : 0;
  }

  private static AloftException invalid(String message) {
    return AloftException.of(ErrorCode.INVALID_REQUEST, message).build();
  }
}
