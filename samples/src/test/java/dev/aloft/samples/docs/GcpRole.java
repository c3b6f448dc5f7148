package dev.aloft.samples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A custom role of {@code docs/vertex}. */
record GcpRole(Set<String> permissions) {
  private static final String ITEM = "- ";

  static GcpRole read(String file) throws IOException {
    return new GcpRole(
        Files.readAllLines(Path.of("..", "docs", "vertex", file)).stream()
            .filter(line -> line.startsWith(ITEM))
            .map(line -> line.substring(ITEM.length()).strip())
            .collect(Collectors.toCollection(TreeSet::new)));
  }
}
