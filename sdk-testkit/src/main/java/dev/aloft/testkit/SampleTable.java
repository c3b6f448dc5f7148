package dev.aloft.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The rows that the fixtures learn from: wide things and others. Always the same. */
final class SampleTable {
  static final List<String> COLUMNS = List.of("width", "height", "depth", "wide");
  static final int ROWS = 120;

  private static final int REPEATED = 10;

  private static final List<List<String>> CELLS = cells();

  private SampleTable() {}

  private static List<List<String>> cells() {
    Random random = new Random(17);
    return IntStream.range(0, ROWS).mapToObj(row -> row(random)).toList();
  }

  private static List<String> row(Random random) {
    double width = random.nextDouble();
    return List.of(
        number(width),
        number(random.nextDouble()),
        number(random.nextDouble()),
        width > 0.5 ? "1" : "0");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** Every cell: the inputs, then the label. */
  static List<List<String>> rows() {
    return CELLS;
  }

  /** With a header, the label last. */
  static String csv() {
    return csv((row, column) -> CELLS.get(row).get(column));
  }

  /**
   * Many of them, and at the end one label that no logistic loss takes: further down than a job's
   * check looks, so that the run finds it.
   */
  static String badLabels() {
    String csv = csv();
    String rows = csv.substring(csv.indexOf('\n') + 1);
    return csv + rows.repeat(REPEATED) + "0.5,0.5,0.5,2\n";
  }

  private static String csv(BiFunction<Integer, Integer, String> cell) {
    return String.join(",", COLUMNS)
        + "\n"
        + IntStream.range(0, ROWS)
            .mapToObj(
                row ->
                    IntStream.range(0, COLUMNS.size())
                        .mapToObj(column -> cell.apply(row, column))
                        .collect(Collectors.joining(",")))
            .collect(Collectors.joining("\n"))
        + "\n";
  }
}
