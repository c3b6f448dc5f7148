package dev.aloft.fake.aws.internal.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files of one bucket's bytes, under names that are never used again. Bytes of what was
 * replaced or removed stay for a while, for those who read them. Thread-safe.
 */
final class BucketFiles {
  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Path directory;
  private final Set<Path> made = ConcurrentHashMap.newKeySet();
  private final Queue<Retired> retired = new ConcurrentLinkedQueue<>();

  private record Retired(Path file, long since) {}

  BucketFiles(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  /** A name for bytes to be written. */
  String newData() {
    return UUID.randomUUID().toString();
  }

  /** Where the bytes of a name are. */
  Path data(String name) {
    Path parent = directory.resolve("data").resolve(name.substring(0, 2));
    if (!made.contains(parent)) {
      try {
        Files.createDirectories(parent);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      made.add(parent);
    }
    return parent.resolve(name);
  }

  /** Writes a file as a whole. */
  static void write(Path file, Object content) throws IOException {
    Path half = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".half");
    Files.write(half, JSON.writeValueAsBytes(content));
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes bytes that no object has any more, after a while. */
  void retire(String data) {
    retired.add(new Retired(data(data), System.nanoTime()));
    long before = System.nanoTime() - GRACE.toNanos();
    for (Retired head = retired.peek();
        head != null && head.since() - before < 0;
        head = retired.peek()) {
      if (retired.remove(head)) {
        discard(head.file());
      }
    }
  }

  /** Removes bytes that no object ever had. */
  void discard(String data) {
    discard(data(data));
  }

  private static void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // the next start removes it
    }
  }

  /** Removes bytes that nothing has, as a crash may leave them. */
  void discardAllBut(Set<String> known) throws IOException {
    Path root = Files.createDirectories(directory.resolve("data"));
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> !known.contains(file.getFileName().toString()))
          .filter(Files::isRegularFile)
          .forEach(BucketFiles::discard);
    }
  }
}
