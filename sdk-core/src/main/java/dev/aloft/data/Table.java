package dev.aloft.data;

import dev.aloft.RichView;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.Views;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows with typed columns, kept column by column. A cell may be missing; among broken numbers NaN
 * and missing are one, as they are for the models that take them. Columns either have names, or are
 * called {@code f0}, {@code f1}, … by position. Immutable.
 */
public final class Table implements RichView {
  private static final int SHOWN = 20;

  private final List<Column> columns;
  private final boolean named;
  private final Cells[] cells;
  private final int rows;

  private Table(List<Column> columns, boolean named, Cells[] cells, int rows) {
    this.columns = columns;
    this.named = named;
    this.cells = cells;
    this.rows = rows;
  }

  /**
   * Rows as a table. Types are inferred: whole numbers stay whole until a column mixes them with
   * broken ones.
   *
   * @throws AloftException INVALID_REQUEST when rows differ in their cells, or a column mixes text,
   *     numbers and booleans; the message names the row
   */
  public static Table of(List<Row> rows) {
    return TableInference.table(rows);
  }

  /**
   * A local CSV file as a table, by its reading rules; ignored columns are left out. Columns whose
   * fields are all whole numbers are INT64, all numbers FLOAT64, all {@code true} or {@code false}
   * BOOL; any other, and every categorical one, is STRING. Reads the file twice.
   *
   * @throws AloftException NOT_FOUND; INVALID_REQUEST with the line for what the file does wrong,
   *     and for a whole number that would be changed among the broken ones of its column;
   *     UNSUPPORTED for data that is not CSV or not local
   */
  public static Table read(Data data) {
    return CsvTable.read(data);
  }

  /** Starts a table with named columns. */
  public static Builder builder(List<Column> columns) {
    return new Builder(columns, true);
  }

  /** Starts a table whose columns have no names, only types. */
  public static Builder builder(DataType... types) {
    List<Column> columns = new ArrayList<>(types.length);
    for (DataType type : types) {
      columns.add(new Column("f" + columns.size(), type));
    }
    return new Builder(columns, false);
  }

  /** The columns. */
  public List<Column> columns() {
    return columns;
  }

  /** Whether the columns have names of their own. */
  public boolean hasNames() {
    return named;
  }

  /** How many rows there are. */
  public int rowCount() {
    return rows;
  }

  /** How many columns there are. */
  public int columnCount() {
    return columns.size();
  }

  /**
   * The position of a column.
   *
   * @throws AloftException NOT_FOUND naming the columns that there are
   */
  public int column(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw AloftException.of(
            ErrorCode.NOT_FOUND,
            "there is no column \""
                + name
                + "\", but "
                + columns.stream().map(Column::name).toList())
        .build();
  }

  /**
   * The table without some columns, such as the label.
   *
   * @throws AloftException NOT_FOUND for a column that is not there
   */
  public Table without(String... names) {
    Set<Integer> dropped = new HashSet<>();
    for (String name : names) {
      dropped.add(column(name));
    }
    List<Column> kept = new ArrayList<>();
    List<Cells> keptCells = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      if (!dropped.contains(i)) {
        kept.add(columns.get(i));
        keptCells.add(cells[i]);
      }
    }
    return new Table(List.copyOf(kept), named, keptCells.toArray(new Cells[0]), rows);
  }

  /** Whether a cell is missing. */
  public boolean isMissing(int row, int column) {
    return cells[column].isMissing(row);
  }

  /**
   * A cell as a 64-bit number; booleans are 1 and 0, missing is NaN.
   *
   * @throws IllegalStateException in a column of texts
   */
  public double getDouble(int row, int column) {
    return cells[column].doubleAt(row);
  }

  /**
   * A cell as a 32-bit number, rounded where it has more digits; missing is NaN.
   *
   * @throws IllegalStateException in a column of texts
   */
  public float getFloat(int row, int column) {
    return cells[column].floatAt(row);
  }

  /**
   * A whole cell.
   *
   * @throws IllegalStateException in a column of anything else, and when it is missing
   */
  public long getLong(int row, int column) {
    return cells[column].longAt(row);
  }

  /**
   * A boolean cell.
   *
   * @throws IllegalStateException in a column of anything else, and when it is missing
   */
  public boolean getBoolean(int row, int column) {
    return cells[column].booleanAt(row);
  }

  /**
   * A text cell, null when it is missing.
   *
   * @throws IllegalStateException in a column of anything else
   */
  public @Nullable String getString(int row, int column) {
    return cells[column].stringAt(row);
  }

  /** A cell in its column's type, null when it is missing. */
  public @Nullable Object get(int row, int column) {
    return cells[column].at(row);
  }

  /** A column as 64-bit numbers; booleans are 1 and 0, missing is NaN. */
  public double[] toDoubles(int column) {
    return cells[column].toDoubles();
  }

  /** One row. */
  public Row row(int index) {
    Objects.checkIndex(index, rows);
    @Nullable Object[] values = new Object[cells.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = cells[i].at(index);
    }
    return named ? Row.named(columns.stream().map(Column::name).toList(), values) : Row.of(values);
  }

  /** The rows; each is made when it is asked for. */
  public List<Row> rows() {
    return new AbstractList<>() {
      @Override
      public Row get(int index) {
        return row(index);
      }

      @Override
      public int size() {
        return rows;
      }
    };
  }

  /** Some of the rows, in their order. */
  public Table slice(int from, int to) {
    Objects.checkFromToIndex(from, to, rows);
    Cells[] part = new Cells[cells.length];
    for (int i = 0; i < part.length; i++) {
      part[i] = cells[i].slice(from, to);
    }
    return new Table(columns, named, part, to - from);
  }

  /**
   * The same cells under the columns that a model wants: by name where this table has names and
   * they are the model's, by position otherwise. A named column that is not there is missing. Whole
   * numbers become broken ones, broken ones without a fraction become whole, 64-bit numbers are
   * rounded to 32 bits, booleans are 1 and 0, numbers become text: {@code 7} the text {@code 7},
   * and {@code 7.0} the text {@code 7.0}, which as a category is another one.
   *
   * @throws AloftException INVALID_REQUEST for a column too many or too few, and for a cell that
   *     the wanted type cannot hold
   */
  public Table as(List<Column> wanted) {
    return TableConversion.as(this, wanted);
  }

  Cells cells(int column) {
    return cells[column];
  }

  @Override
  public Map<String, String> mimeBundle() {
    List<List<String>> shown = new ArrayList<>();
    for (Row row : slice(0, Math.min(rows, SHOWN)).rows()) {
      List<String> texts = new ArrayList<>();
      row.toMap().values().forEach(cell -> texts.add(cell == null ? "" : cell.toString()));
      shown.add(texts);
    }
    return Views.table(columns.stream().map(Column::name).toList(), shown, rows);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Table table
        && named == table.named
        && rows == table.rows
        && columns.equals(table.columns)
        && Arrays.equals(cells, table.cells);
  }

  @Override
  public int hashCode() {
    return 31 * columns.hashCode() + Arrays.hashCode(cells);
  }

  @Override
  public String toString() {
    return rows + " rows of " + columns;
  }

  /**
   * Builds a table cell by cell; the cells of a column come in the order of the rows. Not
   * thread-safe.
   */
  public static final class Builder {
    private final List<Column> columns;
    private final boolean named;
    private final CellsBuilder[] builders;

    private Builder(List<Column> columns, boolean named) {
      this.columns = List.copyOf(columns);
      this.named = named;
      this.builders = new CellsBuilder[columns.size()];
      if (named && columns.stream().map(Column::name).distinct().count() < columns.size()) {
        throw invalid("two columns have the same name: " + columns);
      }
      for (int i = 0; i < builders.length; i++) {
        // most tables are made for the one row of a prediction
        builders[i] = new CellsBuilder(columns.get(i), 1);
      }
    }

    /**
     * Adds a number to a column.
     *
     * @throws AloftException INVALID_REQUEST when the column's type cannot hold it
     */
    public Builder addDouble(int column, double value) {
      builders[column].addDouble(value);
      return this;
    }

    /** Adds a number to a column; see {@link #addDouble}. */
    public Builder addFloat(int column, float value) {
      builders[column].addFloat(value);
      return this;
    }

    /** Adds a whole number to a column; see {@link #addDouble}. */
    public Builder addLong(int column, long value) {
      builders[column].addLong(value);
      return this;
    }

    /** Adds a boolean to a column; see {@link #addDouble}. */
    public Builder addBoolean(int column, boolean value) {
      builders[column].addBoolean(value);
      return this;
    }

    /** Adds a text to a column; see {@link #addDouble}. */
    public Builder addString(int column, String value) {
      builders[column].addString(value);
      return this;
    }

    /** Adds a missing cell to a column. */
    public Builder addMissing(int column) {
      builders[column].addMissing();
      return this;
    }

    /** Adds a cell of any type to a column; null is missing. See {@link #addDouble}. */
    public Builder add(int column, @Nullable Object cell) {
      builders[column].add(cell);
      return this;
    }

    /** Adds a whole row; null is missing. */
    public Builder row(@Nullable Object... cells) {
      if (cells.length != builders.length) {
        throw invalid(cells.length + " cells for " + builders.length + " columns");
      }
      for (int i = 0; i < cells.length; i++) {
        builders[i].add(cells[i]);
      }
      return this;
    }

    /**
     * The table.
     *
     * @throws AloftException INVALID_REQUEST when a column has more cells than another
     */
    public Table build() {
      int rows = builders.length == 0 ? 0 : builders[0].size();
      Cells[] cells = new Cells[builders.length];
      for (int i = 0; i < cells.length; i++) {
        if (builders[i].size() != rows) {
          throw invalid(
              "column \""
                  + columns.get(i).name()
                  + "\" has "
                  + builders[i].size()
                  + " cells, column \""
                  + columns.get(0).name()
                  + "\" has "
                  + rows);
        }
        cells[i] = builders[i].build();
      }
      return new Table(columns, named, cells, rows);
    }

    private static AloftException invalid(String message) {
      return AloftException.of(ErrorCode.INVALID_REQUEST, message).build();
    }
  }

  /** A table over cells that fit together. */
  static Table over(List<Column> columns, boolean named, Cells[] cells, int rows) {
    return new Table(List.copyOf(columns), named, cells, rows);
  }
}
