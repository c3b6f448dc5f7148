package dev.aloft.samples.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A module of the reactor by its folder, such as {@code sdk-core}. */
record ReactorModule(Path folder) {

  /** Every module that has been compiled. */
  static List<ReactorModule> compiled() {
    try (Stream<Path> folders = Files.list(root())) {
      return folders
          .map(ReactorModule::new)
          .filter(module -> Files.exists(module.folder.resolve("pom.xml")))
          .filter(module -> Files.isDirectory(module.classes()))
          .sorted((left, right) -> left.name().compareTo(right.name()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ReactorModule named(String name) {
    return new ReactorModule(root().resolve(name));
  }

  String name() {
    return folder.getFileName().toString();
  }

  Path classes() {
    return folder.resolve("target/classes");
  }

  Path sources() {
    return folder.resolve("src/main/java");
  }

  Path testSources() {
    return folder.resolve("src/test/java");
  }

  boolean owns(Path file) {
    return file.startsWith(classes());
  }

  static List<Path> filesIn(Path folder, String ending) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("sdk-core/pom.xml"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
