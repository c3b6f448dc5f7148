package dev.aloft.samples;

import dev.aloft.data.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/** The breast cancer data, split by a seed: 60 % to train, 15 % to validate, 25 % kept aside. */
final class Split {
  private final Path train;
  private final int trainRows;
  private final Path validation;
  private final int validationRows;
  private final List<Row> testRows;
  private final double[] testLabels;

  private Split(Path directory, String header, List<String> lines) throws IOException {
    int first = lines.size() * 60 / 100;
    int second = lines.size() * 75 / 100;
    this.train = write(directory.resolve("train.csv"), header, lines.subList(0, first));
    this.trainRows = first;
    this.validation =
        write(directory.resolve("validation.csv"), header, lines.subList(first, second));
    this.validationRows = second - first;
    List<double[]> aside = new ArrayList<>();
    for (String line : lines.subList(second, lines.size())) {
      aside.add(Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray());
    }
    this.testLabels = aside.stream().mapToDouble(row -> row[0]).toArray();
    this.testRows =
        aside.stream().map(row -> Row.of(Arrays.copyOfRange(row, 1, row.length))).toList();
  }

  static Split breastCancer(Path directory, long seed) throws IOException {
    List<String> lines;
    try (InputStream in = Split.class.getResourceAsStream("breast-cancer.csv")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      lines = new ArrayList<>(text.lines().toList());
    }
    String header = lines.remove(0);
    Collections.shuffle(lines, new Random(seed));
    return new Split(directory, header, lines);
  }

  private static Path write(Path file, String header, List<String> lines) throws IOException {
    List<String> all = new ArrayList<>(lines);
    all.add(0, header);
    return Files.write(file, all);
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  Path train() {
    return train;
  }

  int trainRows() {
    return trainRows;
  }

  Path validation() {
    return validation;
  }

  int validationRows() {
    return validationRows;
  }

  List<Row> testRows() {
    return testRows;
  }

  double[] testLabels() {
    return testLabels;
  }
}
