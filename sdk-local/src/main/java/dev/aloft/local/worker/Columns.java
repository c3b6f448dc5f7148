package dev.aloft.local.worker;

import dev.aloft.data.CsvFormat;
import dev.aloft.data.CsvReader;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
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
  private final String labelName;
  private final List<Integer> features = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, Map<String, Integer>> categories = new LinkedHashMap<>();

  private Columns(List<String> all, int label, CsvFormat format) {
    this.label = label;
    this.labelName = all.get(label);
    for (int column = 0; column < all.size(); column++) {
      String name = all.get(column);
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
   * Sorts the columns of a file.
   *
   * @throws AloftException INVALID_REQUEST when there is nothing to learn, or to learn from
   */
  static Columns of(String input, CsvReader file, CsvFormat format) {
    int label =
        file.label()
            .orElseThrow(
                () -> bad(input, "no column to learn; name one with label(…): " + file.columns()));
    Columns columns = new Columns(file.columns(), label, format);
    if (columns.names.isEmpty()) {
      throw bad(input, "no column to learn from beside " + file.columns());
    }
    return columns;
  }

  private static AloftException bad(String input, String what) {
    return AloftException.of(ErrorCode.INVALID_REQUEST, "the input " + input + " has " + what)
        .build();
  }

  /** Refuses a file whose features are others, or in another order. */
  void check(CsvReader file) {
    List<String> others = new ArrayList<>(file.columns());
    int its = file.label().orElse(-1);
    if (its >= 0) {
      others.remove(its);
    }
    if (its != label || !others.equals(names)) {
      throw file.fault(
          "the columns must be those of the training data, in their order; they are "
              + others
              + " instead of "
              + names);
    }
  }

  int label() {
    return label;
  }

  /** The name of the column to learn. */
  String labelName() {
    return labelName;
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
