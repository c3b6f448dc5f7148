package dev.aloft.cloud;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Tables of data that come with a module: a row a line, fields with tabs between, lines of words
 * after a #. For resources that are known to be there.
 */
public final class Rows {
  private Rows() {}

  /**
   * The rows of a resource, read anew each time.
   *
   * @param beside the class whose package and loader it is found by
   * @param resource its name, such as {@code machines.tsv}; UTF-8
   * @param width how many fields each row has; those that are left out at the end are empty
   * @throws IllegalStateException when it is missing
   */
  public static List<List<String>> of(Class<?> beside, String resource, int width) {
    try (InputStream in = beside.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing beside " + beside.getName());
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      return lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> List.of(fields(line, width)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String[] fields(String line, int width) {
    String[] fields = line.split("\t", -1);
    int from = fields.length;
    if (from >= width) {
      return fields;
    }
    String[] all = Arrays.copyOf(fields, width);
    Arrays.fill(all, from, width, "");
    return all;
  }

  /** The parts of a field, with semicolons between; none when it is empty. */
  public static List<String> parts(String field) {
    return field.isEmpty() ? List.of() : List.of(field.split(";", -1));
  }
}
