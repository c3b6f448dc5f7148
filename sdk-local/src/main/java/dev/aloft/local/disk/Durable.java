package dev.aloft.local.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes that leave the old or the new state whenever the process or the machine stops: a file is
 * written beside its place, forced to the disk, and only then given its name. Names that start with
 * {@link #TEMPORARY} are leftovers that nobody reads. Thread-safe.
 */
public final class Durable {
  /** How the names of unfinished files and directories start. */
  public static final String TEMPORARY = ".new-";

  private static final boolean WINDOWS = java.io.File.separatorChar == '\\';

  private Durable() {}

  /** A fresh name for something unfinished in a directory. */
  public static Path temporary(Path directory) {
    return directory.resolve(TEMPORARY + UUID.randomUUID());
  }

  /** The present, by the clock that stamps the files of a directory. */
  public static Instant now(Path directory) throws IOException {
    Path stamp = temporary(directory);
    try {
      Files.createFile(stamp);
      return Files.getLastModifiedTime(stamp).toInstant();
    } finally {
      Files.deleteIfExists(stamp);
    }
  }

  /**
   * Writes a text that must not be there yet.
   *
   * @throws FileAlreadyExistsException when there is one; it is left alone
   */
  public static void create(Path file, String text) throws IOException {
    Path temporary = write(file, text);
    try {
      link(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Gives a forced file its name, unless the name is taken. The old name stays. */
  public static void link(Path temporary, Path file) throws IOException {
    Files.createLink(file, temporary);
    forceDirectory(parent(file));
  }

  /** Writes a text in place of what was there. */
  public static void replace(Path file, String text) throws IOException {
    rename(write(file, text), file);
  }

  /** Gives a forced file its name, in place of what was there. */
  public static void rename(Path temporary, Path file) throws IOException {
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    forceDirectory(parent(file));
  }

  /**
   * Gives a finished directory its name, everything in it being forced to the disk before.
   *
   * @throws FileAlreadyExistsException when the name is taken
   */
  public static void publish(Path temporary, Path directory) throws IOException {
    forceTree(temporary);
    try {
      Files.move(temporary, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException e) {
      throw taken(directory, e);
    } catch (FileSystemException e) {
      if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw taken(directory, e);
      }
      throw e;
    }
    forceDirectory(parent(directory));
  }

  private static FileAlreadyExistsException taken(Path directory, IOException cause) {
    FileAlreadyExistsException taken = new FileAlreadyExistsException(directory.toString());
    taken.initCause(cause);
    return taken;
  }

  /** Makes a directory and those above it. */
  public static void directories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path above = parent(directory);
    directories(above);
    try {
      Files.createDirectory(directory);
    } catch (NoSuchFileException e) {
      // what is above it is there: it is no place for directories, such as /proc
      throw new AccessDeniedException(
          directory.toString(), null, "no directory can be made in " + above);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
    forceDirectory(above);
  }

  /** Removes a directory and everything in it, without following links; fine when it is gone. */
  public static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Forces the names in a directory to the disk, where the system lets a program do so. */
  public static void forceDirectory(Path directory) throws IOException {
    if (WINDOWS) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (NoSuchFileException e) {
      return; // removed meanwhile, with everything in it
    }
  }

  private static Path write(Path file, String text) throws IOException {
    Path temporary = temporary(parent(file));
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    return temporary;
  }

  /** Forces the files of a directory and of those in it to the disk, without following links. */
  public static void forceTree(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              force(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            forceDirectory(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Forces a file's bytes to the disk. */
  public static void force(Path file) throws IOException {
    StandardOpenOption mode = WINDOWS ? StandardOpenOption.WRITE : StandardOpenOption.READ;
    try (FileChannel channel = FileChannel.open(file, mode)) {
      channel.force(true);
    }
  }

  private static Path parent(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }
}
