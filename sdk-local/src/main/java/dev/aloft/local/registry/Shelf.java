package dev.aloft.local.registry;

import dev.aloft.driver.Registration;
import dev.aloft.driver.Target;
import dev.aloft.local.disk.Durable;
import dev.aloft.local.disk.Leftovers;
import dev.aloft.local.disk.Locks;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The versions and aliases of one model name. A version's number is never given twice: a removed
 * one leaves an empty file. Thread-safe, and safe for several processes.
 */
final class Shelf {
  private static final String NUMBER = "[1-9][0-9]{0,8}";

  private final Path directory;

  Shelf(Path directory) {
    this.directory = directory;
  }

  /** The numbers of the versions, newest first. */
  List<Integer> versions() throws IOException {
    return numbers(directory);
  }

  boolean isEmpty() throws IOException {
    return versions().isEmpty();
  }

  Path version(int number) {
    return directory.resolve(Integer.toString(number));
  }

  /** The newest version that a wish of this name made, while its files are there. */
  Optional<VersionFile> madeFor(String resource) throws IOException {
    for (int number : versions()) {
      Optional<VersionFile> found = read(number);
      if (found.filter(version -> version.resource().equals(resource)).isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** What is known of a version; empty when there is none. */
  Optional<VersionFile> read(int number) throws IOException {
    try {
      return Optional.of(VersionFile.read(version(number)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** A fresh directory for the files of a version. */
  Path prepare() throws IOException {
    Durable.directories(directory);
    Path unfinished = Durable.temporary(directory);
    Files.createDirectory(unfinished);
    Leftovers.clean(directory, Durable.now(directory));
    return unfinished;
  }

  /** Gives a filled directory the next number, unless there is a version for the same wish. */
  void add(Path unfinished, Registration wish, Target<Registration> target) throws Exception {
    Locks.holding(
        directory.resolve("lock"),
        () -> {
          if (madeFor(target.name()).isEmpty()) {
            int number = next();
            VersionFile.of(wish, target, number, timeOf(unfinished)).write(unfinished);
            Durable.publish(unfinished, version(number));
          }
          return wish;
        });
  }

  private static Instant timeOf(Path directory) throws IOException {
    return Files.getLastModifiedTime(directory).toInstant();
  }

  private int next() throws IOException {
    int newest = versions().stream().findFirst().orElse(0);
    int removed = numbers(removed()).stream().findFirst().orElse(0);
    return Math.max(newest, removed) + 1;
  }

  /** Removes a version: first its number is used up, then it is gone, then its files. */
  void remove(int number) throws IOException {
    if (!Files.isDirectory(version(number))) {
      return;
    }
    Durable.directories(removed());
    try {
      Durable.create(removed().resolve(Integer.toString(number)), "");
    } catch (FileAlreadyExistsException e) {
      // another process removes it too, or stopped doing so here
    }
    Path leaving = Durable.temporary(directory);
    try {
      Durable.rename(version(number), leaving);
    } catch (NoSuchFileException e) {
      return;
    }
    for (Map.Entry<String, String> alias : aliases().entrySet()) {
      if (alias.getValue().equals(Integer.toString(number))) {
        unalias(alias.getKey());
      }
    }
    Durable.deleteTree(leaving);
  }

  private Path removed() {
    return directory.resolve("removed");
  }

  /** Versions by alias. */
  Map<String, String> aliases() throws IOException {
    Map<String, String> aliases = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(aliasDirectory())) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (!name.startsWith(Durable.TEMPORARY)) {
          readAlias(file).ifPresent(version -> aliases.put(name, version));
        }
      }
    } catch (NoSuchFileException e) {
      return aliases; // nobody made one
    }
    return aliases;
  }

  Set<String> aliasesOf(int number) throws IOException {
    return aliases().entrySet().stream()
        .filter(alias -> alias.getValue().equals(Integer.toString(number)))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The number behind a number or an alias; empty when it names nothing. */
  Optional<Integer> resolve(String versionOrAlias) throws IOException {
    String text =
        versionOrAlias.matches(NUMBER)
            ? versionOrAlias
            : Optional.ofNullable(aliases().get(versionOrAlias)).orElse("");
    return text.matches(NUMBER) ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  void alias(String name, int number) throws IOException {
    Durable.directories(aliasDirectory());
    Durable.replace(aliasDirectory().resolve(name), number + "\n");
  }

  void unalias(String name) throws IOException {
    if (Files.deleteIfExists(aliasDirectory().resolve(name))) {
      Durable.forceDirectory(aliasDirectory());
    }
  }

  private static Optional<String> readAlias(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Path aliasDirectory() {
    return directory.resolve("aliases");
  }

  private static List<Integer> numbers(Path directory) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        String name = String.valueOf(child.getFileName());
        if (name.matches(NUMBER)) {
          numbers.add(Integer.valueOf(name));
        }
      }
    } catch (NoSuchFileException e) {
      return numbers; // nothing was ever there
    }
    numbers.sort(Comparator.reverseOrder());
    return numbers;
  }
}
