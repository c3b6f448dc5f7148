package dev.aloft.gcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Rows of data that come with this module: fields with tabs between, lines of words after a #. */
final class Rows {
  private Rows() {}

  /**
   * The rows of a resource.
   *
   * @param width how many fields each has; those that are left out at the end are empty
   */
  static List<List<String>> of(String resource, int width) {
    try (InputStream in = Rows.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing");
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

  /** The parts of a field; none when it is empty. */
  static List<String> parts(String field) {
    return field.isEmpty() ? List.of() : List.of(field.split(";", -1));
  }
}
