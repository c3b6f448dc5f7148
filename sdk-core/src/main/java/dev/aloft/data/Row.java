package dev.aloft.data;

import dev.aloft.internal.Records;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row to predict on: cells by position, or by name. A missing cell is {@code null} (or NaN
 * among numbers). Immutable.
 */
public final class Row {
  private final @Nullable List<String> names;
  private final double @Nullable [] numbers;
  private final @Nullable Object[] cells;

  private Row(@Nullable List<String> names, double @Nullable [] numbers, @Nullable Object[] cells) {
    this.names = names;
    this.numbers = numbers;
    this.cells = cells;
  }

  /** Numbers in the order of the model's inputs. */
  public static Row of(double[] values) {
    return new Row(null, values.clone(), new Object[0]);
  }

  /** Numbers in the order of the model's inputs. */
  public static Row of(float[] values) {
    @Nullable Object[] cells = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      cells[i] = values[i];
    }
    return new Row(null, null, cells);
  }

  /**
   * Cells in the order of the model's inputs: numbers, text, booleans, null for missing.
   *
   * @throws IllegalArgumentException for a cell of another type
   */
  public static Row of(@Nullable Object... values) {
    return withCells(null, values.clone());
  }

  /**
   * Cells by the names of the model's inputs; names that are left out are missing.
   *
   * @throws IllegalArgumentException for a cell of another type than a number, text, a boolean or
   *     null
   */
  public static Row of(Map<String, ? extends @Nullable Object> cellsByName) {
    return named(List.copyOf(cellsByName.keySet()), cellsByName.values().toArray());
  }

  /**
   * The components of a record by their names; enum constants become their names.
   *
   * @throws IllegalArgumentException for a component of another type than a number, text, a
   *     boolean, an enum or null, and for a record that cannot be read from here
   */
  public static Row of(Record components) {
    Records<?> type = Records.of(components.getClass());
    return named(type.names(), type.read(components));
  }

  static Row named(List<String> names, @Nullable Object[] cells) {
    return withCells(names, cells);
  }

  private static Row withCells(@Nullable List<String> names, @Nullable Object[] cells) {
    Arrays.stream(cells).forEach(Row::checkCell);
    double @Nullable [] numbers = numbers(cells);
    return new Row(names, numbers, numbers == null ? cells : new Object[0]);
  }

  private static double @Nullable [] numbers(@Nullable Object[] cells) {
    double[] numbers = new double[cells.length];
    for (int i = 0; i < cells.length; i++) {
      if (!(cells[i] instanceof Double number)) {
        return null;
      }
      numbers[i] = number;
    }
    return numbers;
  }

  private static void checkCell(@Nullable Object cell) {
    if (cell != null
        && !(cell instanceof Number)
        && !(cell instanceof String)
        && !(cell instanceof Boolean)) {
      throw new IllegalArgumentException(
          "a cell is a number, text, a boolean or null, not " + cell.getClass().getName());
    }
  }

  /** How many cells there are. */
  public int size() {
    return numbers == null ? cells.length : numbers.length;
  }

  /** The cell at a position; null when it is missing. */
  public @Nullable Object cell(int position) {
    return numbers == null ? cells[position] : (Double) numbers[position];
  }

  /** The names, when the cells were given by name. */
  public Optional<List<String>> names() {
    return Optional.ofNullable(names);
  }

  /** The cells by name; positions are named {@code f0}, {@code f1}, … when there are no names. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size(); i++) {
      map.put(names == null ? "f" + i : names.get(i), cell(i));
    }
    return Collections.unmodifiableMap(map);
  }

  /** Adds a cell to a column; a negative position is missing. */
  void addTo(CellsBuilder column, int position) {
    if (position < 0) {
      column.addMissing();
    } else if (numbers != null) {
      column.addDouble(numbers[position]);
    } else {
      column.add(cells[position]);
    }
  }

  @Nullable DataType typeAt(int position) {
    if (numbers != null) {
      return DataType.FLOAT64;
    }
    Object cell = cells[position];
    if (cell == null) {
      return null;
    } else if (cell instanceof String) {
      return DataType.STRING;
    } else if (cell instanceof Boolean) {
      return DataType.BOOL;
    } else if (cell instanceof Float) {
      return DataType.FLOAT32;
    } else if (!Numbers.isWhole(cell)) {
      return DataType.FLOAT64;
    }
    return cell instanceof Long || cell instanceof BigInteger ? DataType.INT64 : DataType.INT32;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Row row
        && Objects.equals(names, row.names)
        && Arrays.equals(numbers, row.numbers)
        && Arrays.equals(cells, row.cells);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Objects.hashCode(names) + Arrays.hashCode(numbers)) + Arrays.hashCode(cells);
  }

  @Override
  public String toString() {
    if (names != null) {
      return toMap().toString();
    }
    return numbers == null ? Arrays.toString(cells) : Arrays.toString(numbers);
  }
}
