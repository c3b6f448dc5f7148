package dev.aloft.internal.checks;

import dev.aloft.data.CsvFormat;
import dev.aloft.data.CsvReader;
import dev.aloft.driver.LabelRange;
import dev.aloft.error.AloftException;
import dev.aloft.error.Problem;
import dev.aloft.error.Problems;
import dev.aloft.internal.codec.CsvText;
import dev.aloft.training.TrainingJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether the first rows of an input can be learned by a built-in algorithm, so that what is wrong
 * with them costs no run. Reads a row at a time and a bounded number of them; what lies beyond is
 * found by the run. For the files of one input, in order; not thread-safe.
 */
final class FirstRows {
  private static final int MOST_ROWS = 1_000;
  private static final int MOST_CELLS = 1_000_000;
  private static final String NUMERIC = "the label must be numeric; encode classes as 0, 1, …";

  private final String field;
  private final CsvFormat format;
  private final TrainingJob job;
  private final Problems problems;
  private final LabelRange labels = new LabelRange();
  private final Map<Integer, Problem> cells = new TreeMap<>();
  private final List<Problem> ragged = new ArrayList<>();
  private final List<String> withoutLabel = new ArrayList<>();
  private List<String> columns = List.of();
  private int label;
  private int rows;
  private boolean broken;

  FirstRows(String field, CsvFormat format, TrainingJob job, Problems problems) {
    this.field = field;
    this.format = format;
    this.job = job;
    this.problems = problems;
  }

  /** Whether enough was read. */
  boolean isFull() {
    return rows >= MOST_ROWS || (long) rows * columns.size() >= MOST_CELLS;
  }

  /** The columns to learn from, by name; empty when nothing was read. */
  List<String> features() {
    List<String> features = new ArrayList<>(columns);
    if (!features.isEmpty()) {
      features.remove(label);
    }
    return features;
  }

  /** Reads rows of a file that has just been opened. */
  void read(CsvReader csv, Path file) {
    if (!takeColumns(csv)) {
      broken = true;
      return;
    }
    while (!isFull() && !broken && advance(csv, file)) {
      rows++;
      for (int column = 0; column < columns.size(); column++) {
        if (column == label) {
          label(csv, file);
        } else if (!format.categorical().contains(columns.get(column))) {
          number(csv, file, column);
        }
      }
    }
  }

  private boolean takeColumns(CsvReader csv) {
    if (csv.label().isEmpty()) {
      problems.require(
          format.labelPosition().isEmpty(),
          field + ".label",
          format.labelPosition().orElse(0),
          "a column that is not ignored");
      return false;
    }
    if (columns.isEmpty()) {
      columns = csv.columns();
      label = csv.label().getAsInt();
      String name = columns.get(label);
      problems.require(!format.categorical().contains(name), field + ".categorical", name, NUMERIC);
      problems.require(
          columns.size() > 1, field, columns, "at least one column to learn from beside the label");
    }
    return csv.columns().equals(columns) && csv.label().getAsInt() == label;
  }

  /** Goes to the next row that is as wide as it must be, and notes those that are not. */
  private boolean advance(CsvReader csv, Path file) {
    while (!isFull()) {
      try {
        return csv.next();
      } catch (AloftException e) {
        if (e.problems().isEmpty()) {
          broken = true;
          problems.add(field, file.toAbsolutePath(), "a file that can be read: " + e.summary());
          return false;
        }
        rows++;
        ragged.addAll(e.problems());
      }
    }
    return false;
  }

  private void label(CsvReader csv, Path file) {
    if (cells.containsKey(label) || format.categorical().contains(columns.get(label))) {
      return;
    }
    Optional<Double> value = number(csv, file, label);
    if (value.isPresent() && Double.isNaN(value.get())) {
      withoutLabel.add(where(csv, file));
    } else if (value.isPresent()) {
      float number = value.get().floatValue();
      if (Float.isInfinite(number)) {
        cells.put(label, new Problem(name(label), csv.text(label), finite(csv, file)));
      } else {
        labels.add(number);
      }
    }
  }

  private Optional<Double> number(CsvReader csv, Path file, int column) {
    if (csv.isMissing(column)) {
      return Optional.of(Double.NaN);
    }
    if (cells.containsKey(column)) {
      return Optional.empty();
    }
    String text = csv.text(column);
    try {
      return Optional.of(CsvText.toDouble(text));
    } catch (NumberFormatException e) {
      cells.put(column, new Problem(name(column), text, numeric(csv, file, column)));
    } catch (AloftException e) {
      cells.put(column, new Problem(name(column), text, finite(csv, file)));
    }
    return Optional.empty();
  }

  private String name(int column) {
    return field + "." + (column == label ? "label" : columns.get(column));
  }

  private String numeric(CsvReader csv, Path file, int column) {
    return (column == label
            ? "a number in column " + columns.get(column)
            : "a number; or name the column in categorical(…) or ignore(…), or the text in"
                + " missing(…)")
        + " ("
        + where(csv, file)
        + ")"
        + (column == label ? ": " + NUMERIC : "");
  }

  private static String finite(CsvReader csv, Path file) {
    return "a number that is not beyond the largest of its type (" + where(csv, file) + ")";
  }

  private static String where(CsvReader csv, Path file) {
    return file.getFileName() + ", line " + csv.line();
  }

  /** Notes everything that was found. */
  void report() {
    cells.values().forEach(cell -> problems.add(cell.field(), cell.value(), cell.fix()));
    if (!withoutLabel.isEmpty()) {
      problems.add(
          field + ".label",
          "",
          "a label in every row: column "
              + columns.get(label)
              + " is missing in "
              + withoutLabel.get(0)
              + more(withoutLabel));
    }
    if (!ragged.isEmpty()) {
      Problem first = ragged.get(0);
      problems.add(field + "." + first.field(), first.value(), first.fix() + more(ragged));
    }
    Object objective = job.hyperparameters().get("objective");
    labels
        .wanted(objective, job.hyperparameters().get("num_class"))
        .filter(wanted -> !cells.containsKey(label))
        .ifPresent(
            wanted ->
                problems.add(
                    field + ".label",
                    columns.get(label) + ": " + labels,
                    wanted
                        + " for "
                        + objective
                        + "; change the data, name another label, or take another objective"));
    problems.require(
        rows > 0 || broken || columns.isEmpty(),
        field,
        "no rows",
        "at least one row" + (format.hasHeader() ? " below the header" : ""));
  }

  private static String more(List<?> found) {
    int others = found.size() - 1;
    return others == 0 ? "" : "; so are " + others + " more of the first " + MOST_ROWS + " rows";
  }
}
