package dev.aloft;

import dev.aloft.internal.Views;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What {@link Aloft#recover()} found half done.
 *
 * @param items one entry for each name
 */
public record Recovery(List<Item> items) implements RichView {

  /** Copies the list. */
  public Recovery {
    items = List.copyOf(items);
  }

  /**
   * One name.
   *
   * @param kind {@code endpoint}, {@code model} or {@code run}
   * @param name the name
   * @param generation the wish
   * @param outcome {@code finished}, {@code rolled back}, {@code removed}, {@code still running},
   *     {@code held by another process}, with after how long a dead one's hold is over and {@code
   *     recover()} worth calling again, or the error
   */
  public record Item(String kind, String name, long generation, String outcome) {

    /** The name on one line: {@code endpoint flats, wish 3: rolled back}. */
    @Override
    public String toString() {
      return kind + " " + name + ", wish " + generation + ": " + outcome;
    }
  }

  /** Whether nothing was half done. */
  public boolean isEmpty() {
    return items.isEmpty();
  }

  /** What was found, on one line. */
  @Override
  public String toString() {
    return items.isEmpty()
        ? "nothing was half done"
        : items.stream().map(Item::toString).collect(Collectors.joining("; "));
  }

  @Override
  public Map<String, String> mimeBundle() {
    return Views.table(
        List.of("kind", "name", "wish", "outcome"),
        items.stream()
            .map(
                item ->
                    List.of(
                        item.kind(), item.name(), Long.toString(item.generation()), item.outcome()))
            .toList());
  }
}
