package dev.aloft.local.xgboost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The committed model files and the numbers that go with them; see {@code make_models.py}. */
final class Fixtures {
  private Fixtures() {}

  static Path path(String name) {
    try {
      return Path.of(Fixtures.class.getResource("make_models.py").toURI()).resolveSibling(name);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> lines(String name) {
    try {
      return Files.readAllLines(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The model files that have an {@code .expected} file beside them. */
  static List<String> answeredModels() {
    try (Stream<Path> files = Files.list(path("."))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".ubj") || name.endsWith(".json"))
          .filter(name -> Files.exists(path(expected(name))))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String expected(String model) {
    return model.substring(0, model.lastIndexOf('.')) + ".expected";
  }

  static float fromBits(String hexadecimal) {
    return Float.intBitsToFloat(Integer.parseUnsignedInt(hexadecimal, 16));
  }
}
