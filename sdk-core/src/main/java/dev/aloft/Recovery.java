package dev.aloft;

import dev.aloft.internal.Views;
import java.util.List;
import java.util.Map;

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
   *     {@code held by another process}, or the error
   */
  public record Item(String kind, String name, long generation, String outcome) {}

  /** Whether nothing was half done. */
  public boolean isEmpty() {
    return items.isEmpty();
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
