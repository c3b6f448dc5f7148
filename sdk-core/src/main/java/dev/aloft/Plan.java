package dev.aloft;

import dev.aloft.internal.Views;
import java.util.List;
import java.util.Map;

/**
 * What a change would write.
 *
 * @param steps the writes in their order, as text
 * @param end how it would end: {@code done}, or why it would not
 */
public record Plan(List<String> steps, String end) implements RichView {

  /** Copies the list. */
  public Plan {
    steps = List.copyOf(steps);
  }

  @Override
  public Map<String, String> mimeBundle() {
    return Views.table(List.of("step"), steps.stream().map(List::of).toList());
  }
}
