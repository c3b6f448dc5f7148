package dev.aloft.local.training;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds programs as a shell does. Stateless. */
final class Programs {
  private Programs() {}

  /** The program of that name on the path, or at that path. */
  static Optional<Path> find(String name) {
    if (name.contains("/") || name.contains(File.separator)) {
      return executable(name);
    }
    String path = System.getenv("PATH");
    if (path != null) {
      for (String directory : path.split(File.pathSeparator, -1)) {
        Optional<Path> found = executable(directory + File.separator + name);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> executable(String text) {
    try {
      Path file = Path.of(text);
      return Files.isRegularFile(file) && Files.isExecutable(file)
          ? Optional.of(file.toAbsolutePath())
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
