package dev.aloft.fake.aws.containers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a request to built-in XGBoost, NaN where something is missing. Immutable.
 *
 * @param values one row after the other
 * @param rows how many
 * @param width how many values a row has
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Payload(float[] values, int rows, int width) {

  /**
   * Reads CSV without a header.
   *
   * @throws UserError in the container's words
   */
  static Payload csv(String text) throws UserError {
    String[] lines = text.strip().split("\r?\n", -1);
    char delimiter = Delimiters.of(lines[0]);
    int width = Delimiters.split(lines[0], delimiter).length;
    float[] values = new float[lines.length * width];
    for (int row = 0; row < lines.length; row++) {
      String[] cells = Delimiters.split(lines[row], delimiter);
      if (cells.length != width) {
        throw broken(
            "csv", "row " + row + " has " + cells.length + " values; the first one has " + width);
      }
      for (int column = 0; column < width; column++) {
        values[row * width + column] = number(cells[column]);
      }
    }
    return new Payload(values, lines.length, width);
  }

  private static float number(String text) throws UserError {
    try {
      return Numbers.parse(text);
    } catch (NumberFormatException e) {
      throw broken("csv", "could not convert string to float: " + PythonText.quoted(text));
    }
  }

  /**
   * Reads rows of {@code column:value}; a label before them is passed over.
   *
   * @throws UserError in the container's words
   */
  static Payload libsvm(String text) throws UserError {
    String[] lines = text.strip().split("\r?\n", -1);
    List<int[]> columns = new ArrayList<>();
    List<float[]> values = new ArrayList<>();
    int width = 0;
    for (String line : lines) {
      String[] parts = line.strip().split("\\s+", -1);
      int[] rowColumns = new int[parts.length];
      float[] rowValues = new float[parts.length];
      int count = 0;
      for (String part : parts) {
        int colon = part.indexOf(':');
        if (colon >= 0) {
          rowColumns[count] = column(part.substring(0, colon));
          rowValues[count] = libsvmNumber(part.substring(colon + 1));
          width = Math.max(width, rowColumns[count] + 1);
          count++;
        }
      }
      columns.add(Arrays.copyOf(rowColumns, count));
      values.add(Arrays.copyOf(rowValues, count));
    }
    return dense(columns, values, width);
  }

  private static Payload dense(List<int[]> columns, List<float[]> values, int width)
      throws UserError {
    if ((long) columns.size() * width > Integer.MAX_VALUE / 8) {
      throw broken("libsvm", "column " + (width - 1) + " is too many");
    }
    float[] dense = new float[columns.size() * width];
    Arrays.fill(dense, Float.NaN);
    for (int row = 0; row < columns.size(); row++) {
      for (int i = 0; i < columns.get(row).length; i++) {
        dense[row * width + columns.get(row)[i]] = values.get(row)[i];
      }
    }
    return new Payload(dense, columns.size(), width);
  }

  private static int column(String text) throws UserError {
    try {
      int column = Integer.parseInt(text);
      if (column >= 0) {
        return column;
      }
    } catch (NumberFormatException e) {
      throw broken("libsvm", "invalid literal for int(): " + PythonText.quoted(text));
    }
    throw broken("libsvm", "negative column index found");
  }

  private static float libsvmNumber(String text) throws UserError {
    try {
      return Numbers.parse(text);
    } catch (NumberFormatException e) {
      throw broken("libsvm", "could not convert string to float: " + PythonText.quoted(text));
    }
  }

  private static UserError broken(String format, String why) {
    return new UserError(
        "Loading "
            + format
            + " data failed with Exception, please ensure data is in "
            + format
            + " format:\n <class 'ValueError'>\n "
            + why);
  }

  /** The rows with as many values as a model wants; those that are not there are missing. */
  float[] widened(int features) {
    if (width == features) {
      return values;
    }
    float[] wide = new float[rows * features];
    Arrays.fill(wide, Float.NaN);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * width, wide, row * features, width);
    }
    return wide;
  }
}
