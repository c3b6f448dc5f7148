package dev.aloft.local.worker;

import dev.aloft.data.CsvFormat;
import dev.aloft.error.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What each column of a table is to the training: the label, a feature, or left out. Learns the
 * categories of the training data as they come. Not thread-safe.
 */
final class Columns {
  private final int width;
  private final int label;
  private final List<Integer> features = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, Map<String, Integer>> categories = new LinkedHashMap<>();

  private Columns(List<String> header, int label, CsvFormat format) {
    this.width = header.size();
    this.label = label;
    for (int column = 0; column < width; column++) {
      String name = header.get(column);
      if (column != label && !format.ignored().contains(name)) {
        features.add(column);
        names.add(name);
        if (format.categorical().contains(name)) {
          categories.put(name, new LinkedHashMap<>());
        }
      }
    }
  }

  /**
   * Sorts the columns of a table.
   *
   * @throws dev.aloft.error.AloftException INVALID_REQUEST naming every column that is not there
   */
  static Columns of(String input, List<String> header, CsvFormat format) {
    Problems problems = new Problems();
    String field = "inputs." + input + ".";
    Set<String> seen = new HashSet<>();
    header.forEach(
        name ->
            problems.require(
                seen.add(name), field + "header", name, "names that differ from each other"));
    int label = labelOf(header, format);
    problems.require(
        label >= 0 && label < header.size(),
        field + "label",
        format.label().orElse(format.labelPosition().toString()),
        "a column of the data, with label(…): " + header);
    for (String name : format.categorical()) {
      problems.require(seen.contains(name), field + "categorical", name, "a column: " + header);
    }
    for (String name : format.ignored()) {
      problems.require(seen.contains(name), field + "ignore", name, "a column: " + header);
    }
    problems.throwIfAny("the training data");
    Columns columns = new Columns(header, label, format);
    problems.require(!columns.names.isEmpty(), field + "columns", header, "a column to learn from");
    problems.throwIfAny("the training data");
    return columns;
  }

  private static int labelOf(List<String> header, CsvFormat format) {
    return format.label().map(header::indexOf).orElse(format.labelPosition().orElse(-1));
  }

  int width() {
    return width;
  }

  int label() {
    return label;
  }

  /** The positions of the features in a record. */
  List<Integer> features() {
    return features;
  }

  /** The names of the features. */
  List<String> names() {
    return names;
  }

  boolean isCategorical(String name) {
    return categories.containsKey(name);
  }

  /** The categories by column, in the order of their codes. */
  Map<String, List<String>> categories() {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    categories.forEach((name, codes) -> texts.put(name, List.copyOf(codes.keySet())));
    return texts;
  }

  /** The code of a category; a new one gets the next code while learning, else it is missing. */
  float code(String name, String category, boolean learn) {
    Map<String, Integer> codes = categories.getOrDefault(name, Map.of());
    Integer code = codes.get(category);
    if (code == null && learn) {
      code = codes.size();
      codes.put(category, code);
    }
    return code == null ? Float.NaN : code;
  }

  /** Types as XGBoost calls them. */
  String[] types() {
    return names.stream().map(name -> isCategorical(name) ? "c" : "float").toArray(String[]::new);
  }
}
