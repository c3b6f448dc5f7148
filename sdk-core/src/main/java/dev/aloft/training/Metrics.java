package dev.aloft.training;

import dev.aloft.RichView;
import dev.aloft.internal.Views;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run has reported, in the order it was reported.
 *
 * @param all every value; of more than 100,000 the newest are kept
 */
public record Metrics(List<Metric> all) implements RichView {

  /** Copies the list. */
  public Metrics {
    all = List.copyOf(all);
  }

  /** The names, in order of their first appearance. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    all.forEach(metric -> names.add(metric.name()));
    return names;
  }

  /** The newest value of a metric. */
  public OptionalDouble last(String name) {
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).name().equals(name)) {
        return OptionalDouble.of(all.get(i).value());
      }
    }
    return OptionalDouble.empty();
  }

  /** Every value of a metric. */
  public List<Metric> series(String name) {
    return all.stream().filter(metric -> metric.name().equals(name)).toList();
  }

  /** The newest value of each: {@code train-rmse=0.12, validation-rmse=0.2}. */
  @Override
  public String toString() {
    return names().stream()
        .map(name -> name + "=" + last(name).orElse(Double.NaN))
        .collect(Collectors.joining(", "));
  }

  @Override
  public Map<String, String> mimeBundle() {
    return Views.table(
        List.of("metric", "last"),
        names().stream()
            .map(name -> List.of(name, Double.toString(last(name).orElse(Double.NaN))))
            .toList());
  }
}
