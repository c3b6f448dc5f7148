package dev.aloft;

import dev.aloft.driver.Part;
import dev.aloft.internal.Views;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Parts that carry this log's tag and that no wish explains, as they were found. Immutable. */
public final class Orphans implements RichView {
  private final List<Part> parts;
  private final Consumer<List<Part>> remover;

  /**
   * Orphans.
   *
   * @param parts the parts
   * @param remover removes them
   */
  public Orphans(List<Part> parts, Consumer<List<Part>> remover) {
    this.parts = List.copyOf(parts);
    this.remover = remover;
  }

  /** The parts. */
  public List<Part> parts() {
    return parts;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Removes them; those that are gone already are fine. */
  public void delete() {
    remover.accept(parts);
  }

  @Override
  public Map<String, String> mimeBundle() {
    return Views.table(
        List.of("kind", "id", "state", "bills"),
        parts.stream()
            .map(
                part ->
                    List.of(part.kind(), part.id(), part.word(), Boolean.toString(part.bills())))
            .toList());
  }

  @Override
  public String toString() {
    return parts.size() + " orphans";
  }
}
