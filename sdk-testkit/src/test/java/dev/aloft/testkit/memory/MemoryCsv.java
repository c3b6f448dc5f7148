package dev.aloft.testkit.memory;

import dev.aloft.data.CsvFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A CSV file by its rules. */
final class MemoryCsv {
  private final CsvFormat format;
  private final char separator;
  private final List<String> names;
  private final List<List<String>> records;

  MemoryCsv(String text, CsvFormat format, boolean ignoresSeparator) {
    this.format = format;
    this.separator = ignoresSeparator ? ',' : format.separator();
    List<List<String>> all = parse(text.startsWith("\uFEFF") ? text.substring(1) : text);
    this.names = format.hasHeader() ? all.remove(0) : numbered(all.get(0).size());
    this.records = all;
  }

  private static List<String> numbered(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("f" + i);
    }
    return names;
  }

  private List<List<String>> parse(String text) {
    List<List<String>> all = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c != format.quote()) {
          field.append(c);
        } else if (i + 1 < text.length() && text.charAt(i + 1) == c) {
          field.append(c);
          i++;
        } else {
          quoted = false;
        }
      } else if (c == format.quote()) {
        quoted = true;
      } else if (c == separator) {
        fields.add(take(field));
      } else if (c == '\n') {
        fields.add(take(field));
        add(all, fields);
        fields = new ArrayList<>();
      } else if (c != '\r') {
        field.append(c);
      }
    }
    if (field.length() > 0 || !fields.isEmpty()) {
      fields.add(take(field));
      add(all, fields);
    }
    return all;
  }

  private static String take(StringBuilder field) {
    String text = field.toString();
    field.setLength(0);
    return text;
  }

  private static void add(List<List<String>> all, List<String> fields) {
    if (fields.size() > 1 || !fields.get(0).isEmpty()) {
      all.add(fields);
    }
  }

  private int label() {
    return format.label().map(names::indexOf).orElse(format.labelPosition().orElse(-1));
  }

  /** What keeps it from being learned; null when nothing does. */
  @Nullable String fault() {
    int label = label();
    if (label < 0 || label >= names.size()) {
      return "there is no label "
          + format.label().orElse(String.valueOf(label))
          + " among "
          + names;
    }
    for (List<String> fields : records) {
      if (fields.size() != names.size()) {
        return "a record has " + fields.size() + " fields, not " + names.size();
      }
      if (!fields.get(label).matches("[01](\\.0)?")) {
        return "a label must be 0 or 1, not " + fields.get(label);
      }
      for (int i = 0; i < fields.size(); i++) {
        if (i != label && !isNumber(i, fields.get(i))) {
          return "\"" + fields.get(i) + "\" in the column " + names.get(i) + " is no number";
        }
      }
    }
    return null;
  }

  private boolean isNumber(int column, String field) {
    return format.ignored().contains(names.get(column))
        || isCategorical(column)
        || format.missing().contains(field)
        || field.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
  }

  private boolean isCategorical(int column) {
    return format.categorical().contains(names.get(column));
  }

  /** A linear model over numbers; a category's is the mean of its labels, or else its place. */
  LinearModel learn(boolean ordersCategories) {
    int label = label();
    Map<String, Map<String, Double>> codes = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (isCategorical(i)) {
        codes.put(names.get(i), ordersCategories ? places(i) : means(i, label));
      }
    }
    List<Integer> inputs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (i != label && !format.ignored().contains(names.get(i))) {
        inputs.add(i);
      }
    }
    List<double[]> rows = new ArrayList<>();
    for (List<String> fields : records) {
      double[] row = new double[inputs.size() + 1];
      for (int i = 0; i < inputs.size(); i++) {
        String name = names.get(inputs.get(i));
        String field = fields.get(inputs.get(i));
        Map<String, Double> known = codes.get(name);
        row[i] = known == null ? number(field) : known.getOrDefault(field, Double.NaN);
      }
      row[inputs.size()] = number(fields.get(label));
      rows.add(row);
    }
    return LinearModel.learn(inputs.stream().map(names::get).toList(), rows).with(codes);
  }

  private Map<String, Double> means(int column, int label) {
    return present(column)
        .collect(
            Collectors.groupingBy(
                fields -> fields.get(column),
                Collectors.averagingDouble(fields -> number(fields.get(label)))));
  }

  private Map<String, Double> places(int column) {
    Map<String, Double> places = new LinkedHashMap<>();
    present(column)
        .map(fields -> fields.get(column))
        .distinct()
        .sorted()
        .forEach(text -> places.put(text, (double) places.size()));
    return places;
  }

  private Stream<List<String>> present(int column) {
    return records.stream().filter(fields -> !format.missing().contains(fields.get(column)));
  }

  private double number(String field) {
    return format.missing().contains(field) ? Double.NaN : Double.parseDouble(field);
  }
}
