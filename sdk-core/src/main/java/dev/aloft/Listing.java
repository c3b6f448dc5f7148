package dev.aloft;

import dev.aloft.internal.Views;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A list that shows itself as a table in notebooks. Immutable.
 *
 * @param <T> what is listed
 */
public final class Listing<T> extends AbstractList<T> implements RichView {
  private final List<T> items;
  private final List<String> headings;
  private final Function<T, List<String>> cells;

  /**
   * A list with its table.
   *
   * @param items what is listed
   * @param headings the headings of the table
   * @param cells the texts of one row
   */
  public Listing(List<T> items, List<String> headings, Function<T, List<String>> cells) {
    this.items = List.copyOf(items);
    this.headings = List.copyOf(headings);
    this.cells = cells;
  }

  @Override
  public T get(int index) {
    return items.get(index);
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public Map<String, String> mimeBundle() {
    return Views.table(headings, items.stream().map(cells).toList());
  }

  @Override
  public String toString() {
    return items.toString();
  }
}
