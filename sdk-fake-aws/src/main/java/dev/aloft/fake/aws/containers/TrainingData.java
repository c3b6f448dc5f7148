package dev.aloft.fake.aws.containers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads a channel of built-in XGBoost: the label first, and no header. Stateless. */
final class TrainingData {
  private static final int DEPTH = 3;
  private static final int SHOWN = 50;

  private TrainingData() {}

  /** Reads all files of a channel. */
  static SparseRows read(Path channel, ContentType type, boolean weights)
      throws IOException, UserError {
    if (type != ContentType.CSV && type != ContentType.LIBSVM) {
      throw new UserError(
          "Failed to load data: this fake reads csv and libsvm, and no " + type + " files");
    }
    SparseRows rows = new SparseRows();
    for (Path file : files(channel)) {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1))) {
        if (type == ContentType.CSV) {
          readCsv(file, lines, weights, rows);
        } else {
          readLibsvm(file, lines, rows);
        }
      }
    }
    return rows;
  }

  private static List<Path> files(Path channel) throws IOException, UserError {
    if (!Files.exists(channel)) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(channel)) {
      List<Path> files = found.filter(Files::isRegularFile).sorted().toList();
      if (files.stream().anyMatch(file -> String.valueOf(file.getFileName()).startsWith("."))) {
        throw new UserError("Hidden file found in the data path! Remove that before training.");
      }
      int base = channel.getNameCount();
      return files.stream().filter(file -> file.getNameCount() - base <= DEPTH).toList();
    }
  }

  private static void readCsv(Path file, BufferedReader lines, boolean weights, SparseRows rows)
      throws IOException, UserError {
    char delimiter = 0;
    int number = 0;
    int width = -1;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      if (delimiter == 0) {
        delimiter = Delimiters.of(line);
      }
      String[] cells = Delimiters.split(line, delimiter);
      if (width >= 0 && cells.length != width) {
        throw broken(
            "csv",
            file,
            number,
            "has " + cells.length + " columns; the lines before have " + width);
      }
      width = cells.length;
      row(file, number, cells, weights, rows);
    }
  }

  private static void row(Path file, int number, String[] cells, boolean weights, SparseRows rows)
      throws UserError {
    int features = weights ? 2 : 1;
    if (cells.length <= features) {
      throw broken("csv", file, number, "has no features beside the label");
    }
    float label = value(file, number, cells[0]);
    if (Float.isNaN(label)) {
      throw broken("csv", file, number, "has no label");
    }
    rows.row(label);
    if (weights) {
      rows.weight(value(file, number, cells[1]));
    }
    for (int column = features; column < cells.length; column++) {
      rows.cell(column - features, value(file, number, cells[column]));
    }
  }

  private static float value(Path file, int number, String text) throws UserError {
    try {
      return Numbers.parse(text);
    } catch (NumberFormatException e) {
      throw broken(
          "csv", file, number, "holds " + PythonText.quoted(text) + ", which is no number");
    }
  }

  private static void readLibsvm(Path file, BufferedReader lines, SparseRows rows)
      throws IOException, UserError {
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      int comment = line.indexOf('#');
      String text = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (!text.isEmpty()) {
        libsvmRow(file, number, text, rows);
      }
    }
  }

  private static void libsvmRow(Path file, int number, String line, SparseRows rows)
      throws UserError {
    String[] parts = line.split("\\s+", -1);
    try {
      String[] label = parts[0].split(":", -1);
      if (label.length > 2) {
        throw new NumberFormatException(parts[0]);
      }
      rows.row(Float.parseFloat(label[0]));
      if (label.length == 2) {
        rows.weight(Float.parseFloat(label[1]));
      }
      for (int i = 1; i < parts.length; i++) {
        int colon = parts[i].indexOf(':');
        if (colon < 0) {
          throw new NumberFormatException(parts[i]);
        }
        String name = parts[i].substring(0, colon);
        String value = parts[i].substring(colon + 1);
        if (name.equals("qid")) {
          rows.query(Integer.parseInt(value));
        } else {
          rows.cell(Integer.parseUnsignedInt(name), Float.parseFloat(value));
        }
      }
    } catch (NumberFormatException e) {
      String start = line.substring(0, Math.min(SHOWN, line.length()));
      throw new UserError(
          (number == 1 ? "First line '" : "Line " + number + " '")
              + start
              + "...' of file '"
              + file.getFileName()
              + "' is not 'LIBSVM' format. Please ensure the file is in 'LIBSVM' format.");
    }
  }

  private static UserError broken(String format, Path file, int number, String why) {
    return new UserError(
        "Failed to load "
            + format
            + " data with exception:\nline "
            + number
            + " of file '"
            + file.getFileName()
            + "' "
            + why);
  }
}
