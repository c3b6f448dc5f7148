package dev.aloft.data;

import static java.util.stream.Collectors.joining;

import dev.aloft.driver.Suggestions;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Brings a table to the columns that a model wants. */
final class TableConversion {
  private TableConversion() {}

  static Table as(Table table, List<Column> wanted) {
    if (table.columns().equals(wanted)) {
      return table;
    }
    Map<String, Integer> places = table.hasNames() ? places(table) : Map.of();
    if (table.hasNames()) {
      refuseUnknown(places, wanted);
    } else {
      checkCount(table, wanted);
    }
    Cells[] cells = new Cells[wanted.size()];
    for (int i = 0; i < cells.length; i++) {
      Column column = wanted.get(i);
      Integer place = table.hasNames() ? places.get(column.name()) : Integer.valueOf(i);
      cells[i] = convert(place == null ? null : table.cells(place), column, table.rowCount());
    }
    return Table.over(wanted, true, cells, table.rowCount());
  }

  private static Map<String, Integer> places(Table table) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < table.columnCount(); i++) {
      places.put(table.columns().get(i).name(), i);
    }
    return places;
  }

  private static void refuseUnknown(Map<String, Integer> places, List<Column> wanted) {
    Set<String> unknown = new TreeSet<>(places.keySet());
    wanted.forEach(column -> unknown.remove(column.name()));
    if (!unknown.isEmpty()) {
      List<String> takes = names(wanted);
      throw unknown(
          unknown, takes, takes.stream().filter(name -> !places.containsKey(name)).toList());
    }
  }

  private static AloftException unknown(
      Set<String> unknown, List<String> wanted, List<String> left) {
    String meant =
        unknown.stream()
            .flatMap(name -> Suggestions.nearest(name, left).stream())
            .distinct()
            .collect(joining(" and "));
    String dropped = unknown.stream().map(name -> '"' + name + '"').collect(joining(", "));
    return AloftException.of(
            ErrorCode.INVALID_REQUEST,
            "the model has no column "
                + unknown
                + "; it takes "
                + wanted
                + (meant.isEmpty() ? "" : "; did you mean " + meant + "?"))
        .nextStep(
            NextStep.java(
                "leaves out what the model does not take", "table.without(" + dropped + ")"))
        .build();
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  private static void checkCount(Table table, List<Column> wanted) {
    if (table.columnCount() != wanted.size()) {
      throw invalid(
          "the rows have "
              + table.columnCount()
              + " cells, the model takes "
              + wanted.size()
              + ": "
              + names(wanted));
    }
  }

  private static Cells convert(@Nullable Cells from, Column column, int rows) {
    if (from != null && from.type() == column.type()) {
      return from;
    }
    CellsBuilder builder = new CellsBuilder(column, rows);
    for (int row = 0; row < rows; row++) {
      if (from == null || from.isMissing(row)) {
        builder.addMissing();
      } else {
        addCell(from, row, builder);
      }
    }
    return builder.build();
  }

  private static void addCell(Cells from, int row, CellsBuilder builder) {
    switch (from.type()) {
      case FLOAT64 -> builder.addDouble(from.doubleAt(row));
      case FLOAT32 -> builder.addFloat(from.floatAt(row));
      case INT64, INT32 -> builder.addLong(from.longAt(row));
      default -> builder.add(from.at(row));
    }
  }

  private static AloftException invalid(String message) {
    return AloftException.of(ErrorCode.INVALID_REQUEST, message).build();
  }
}
