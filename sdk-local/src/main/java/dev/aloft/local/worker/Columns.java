package dev.aloft.local.worker;

import dev.aloft.data.CsvFormat;
import dev.aloft.data.CsvReader;
import dev.aloft.error.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each column of a table is to the training: the label or a feature. Learns the categories of
 * the training data as they come. Not thread-safe.
 */
final class Columns {
  private final int label;
  private final List<Integer> features = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, Map<String, Integer>> categories = new LinkedHashMap<>();

  private Columns(List<String> header, int label, CsvFormat format) {
    this.label = label;
    for (int column = 0; column < header.size(); column++) {
      String name = header.get(column);
      if (column != label) {
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
   * @throws dev.aloft.error.AloftException INVALID_REQUEST when there is no label, or nothing else
   */
  static Columns of(String input, CsvReader csv, CsvFormat format) {
    List<String> header = csv.columns();
    Problems problems = new Problems();
    problems.require(
        csv.label().isPresent(),
        "inputs." + input + ".label",
        format.label().orElse(format.labelPosition().toString()),
        "a column of the data, with label(…): " + header);
    problems.throwIfAny("the training data");
    Columns columns = new Columns(header, csv.label().getAsInt(), format);
    problems.require(
        !columns.names.isEmpty(), "inputs." + input + ".columns", header, "a column to learn from");
    problems.throwIfAny("the training data");
    return columns;
  }

  int label() {
    return label;
  }

  /** The positions of the features among the columns that are not ignored. */
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
