package dev.aloft.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row to predict on: cells by position, or by name. A missing cell is {@code null} (or NaN
 * among numbers). Immutable.
 */
public final class Row {
  private final @Nullable List<String> names;
  private final @Nullable Object[] cells;

  private Row(@Nullable List<String> names, @Nullable Object[] cells) {
    this.names = names;
    this.cells = cells;
  }

  /** Numbers in the order of the model's inputs. */
  public static Row of(double... values) {
    @Nullable Object[] cells = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      cells[i] = values[i];
    }
    return new Row(null, cells);
  }

  /**
   * Cells in the order of the model's inputs: numbers, text, booleans, null for missing.
   *
   * @throws IllegalArgumentException for a cell of another type
   */
  public static Row of(@Nullable Object... values) {
    @Nullable Object[] cells = values.clone();
    Arrays.stream(cells).forEach(Row::checkCell);
    return new Row(null, cells);
  }

  /** Cells by the names of the model's inputs; names that are left out are missing. */
  public static Row of(Map<String, ? extends @Nullable Object> cellsByName) {
    List<String> names = List.copyOf(cellsByName.keySet());
    @Nullable Object[] cells = cellsByName.values().toArray();
    Arrays.stream(cells).forEach(Row::checkCell);
    return new Row(names, cells);
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
    return cells.length;
  }

  /** The cell at a position; null when it is missing. */
  public @Nullable Object cell(int position) {
    return cells[position];
  }

  /** The names, when the cells were given by name. */
  public Optional<List<String>> names() {
    return Optional.ofNullable(names);
  }

  /** The cells by name; positions are named {@code f0}, {@code f1}, … when there are no names. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i++) {
      map.put(names == null ? "f" + i : names.get(i), cells[i]);
    }
    return map;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Row row
        && java.util.Objects.equals(names, row.names)
        && Arrays.equals(cells, row.cells);
  }

  @Override
  public int hashCode() {
    return 31 * java.util.Objects.hashCode(names) + Arrays.hashCode(cells);
  }

  @Override
  public String toString() {
    return names == null ? Arrays.toString(cells) : toMap().toString();
  }
}
