package dev.aloft.fake.gcp.internal.gcs;

import dev.aloft.local.disk.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one bucket: what scripts see, where an object's name is its path, and what they do
 * not see, because its name is no path or a directory is in the way. Used within the bucket's
 * monitor, but for files that are coming in.
 */
final class BucketFiles {
  private static final int LONGEST_SEGMENT = 255;

  private final Path view;
  private final Path hidden;
  private final Path incoming;

  /**
   * The files of a bucket.
   *
   * @param view the bucket's directory that scripts see
   * @param own the bucket's own directory, on the same file system
   */
  BucketFiles(Path view, Path own) throws IOException {
    this.view = Files.createDirectories(view);
    this.hidden = Files.createDirectories(own.resolve("hidden"));
    this.incoming = own.resolve("incoming");
    Durable.deleteTree(incoming);
    Files.createDirectories(incoming);
  }

  Path view() {
    return view;
  }

  /** Where bytes are written before they are an object's. */
  Path newFile() {
    return incoming.resolve(UUID.randomUUID().toString());
  }

  /** Where scripts see an object; null when its name is no path. */
  @Nullable Path visible(String name) {
    for (String segment : name.split("/", -1)) {
      boolean isName = !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
      if (!isName || segment.getBytes(StandardCharsets.UTF_8).length > LONGEST_SEGMENT) {
        return null;
      }
    }
    try {
      return view.resolve(name);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** The file of an object. */
  Path of(StoredObject object) {
    String own = object.hidden();
    Path seen = own == null ? visible(object.name()) : hidden.resolve(own);
    if (seen == null) {
      throw new IllegalStateException("an object has no file: " + object.name());
    }
    return seen;
  }

  /** A file that scripts see, if it is one. */
  static @Nullable BasicFileAttributes look(@Nullable Path file) throws IOException {
    if (file == null) {
      return null;
    }
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return found.isRegularFile() ? found : null;
    } catch (FileSystemException e) {
      return null;
    }
  }

  /** What differs between two versions of a file. */
  static String stamp(BasicFileAttributes file) {
    return file.fileKey()
        + "/"
        + file.lastModifiedTime().to(TimeUnit.NANOSECONDS)
        + "/"
        + file.size();
  }

  /**
   * Puts bytes that came in where an object has them.
   *
   * @return the name of the hidden file; null when scripts see it
   */
  @Nullable String place(Path file, String name) throws IOException {
    Path target = visible(name);
    if (target != null && makeWay(target)) {
      move(file, target);
      return null;
    }
    String own = file.getFileName().toString();
    move(file, hidden.resolve(own));
    return own;
  }

  private static boolean makeWay(Path target) throws IOException {
    try {
      Files.createDirectories(target.getParent());
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> below = Files.walk(target)) {
        if (below.anyMatch(one -> !Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS))) {
          return false;
        }
      }
      Durable.deleteTree(target);
    }
    return true;
  }

  private static void move(Path file, Path target) throws IOException {
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes an object's file, and the directories that are empty then. */
  void remove(StoredObject object) throws IOException {
    Path file = of(object);
    Files.deleteIfExists(file);
    Path directory = file.getParent();
    while (object.hidden() == null && directory != null && !directory.equals(view)) {
      if (!deleteEmpty(directory)) {
        return;
      }
      directory = directory.getParent();
    }
  }

  private static boolean deleteEmpty(Path directory) throws IOException {
    try {
      Files.delete(directory);
      return true;
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      return false;
    }
  }

  /** Removes hidden bytes that nothing has, as a crash may leave them. */
  void keepHidden(Set<String> known) throws IOException {
    try (Stream<Path> files = Files.list(hidden)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!known.contains(file.getFileName().toString())) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
