package dev.aloft.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Things of five shades, two of which are bright. Always the same. */
final class CategoryTable {
  /**
   * Two that are one number, and one that holds a separator; no order sorts the bright ones out.
   */
  static final List<String> SHADES = List.of("red", "07", "green", "7", "light; blue");

  private static final Set<String> BRIGHT = Set.of("07", "light; blue");
  private static final int ROWS = 100;

  private CategoryTable() {}

  static boolean isBright(String shade) {
    return BRIGHT.contains(shade);
  }

  /** With a header: the size, which says nothing, the shade, and whether it is bright. */
  static String csv(char separator, boolean backwards) {
    Random random = new Random(23);
    List<String> sizes =
        IntStream.range(0, ROWS)
            .mapToObj(row -> String.format(Locale.ROOT, "%.3f", random.nextDouble()))
            .toList();
    return IntStream.range(0, ROWS)
        .map(row -> backwards ? ROWS - 1 - row : row)
        .mapToObj(row -> record(sizes.get(row), SHADES.get(row % SHADES.size()), separator))
        .collect(Collectors.joining("\n", header(separator), "\n"));
  }

  private static String header(char separator) {
    return String.join(String.valueOf(separator), "size", "shade", "bright") + "\n";
  }

  private static String record(String size, String shade, char separator) {
    return String.join(
        String.valueOf(separator), size, '"' + shade + '"', isBright(shade) ? "1" : "0");
  }
}
