package dev.aloft.fake.aws;

import dev.aloft.local.disk.Durable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one cloud, which no second one takes while it is open. What containers work with
 * lies below one directory of the cloud's own there, which a marker tells from anybody else's;
 * nothing else is ever removed. Thread-safe.
 */
final class DataDirectory implements AutoCloseable {
  /** Held locked while a cloud is there. */
  static final String LOCK = ".aloft-lock";

  /** What goes with the cloud. */
  static final String WORK = ".aloft-work";

  /** In {@link #WORK}: says that it is a cloud's. */
  static final String MARKER = "made-by-aloft-fake-aws";

  private static final Logger LOG = LoggerFactory.getLogger(AwsCloud.class);

  private final Path home;
  private final FileChannel lock;
  private final Path work;

  private DataDirectory(Path home, FileChannel lock) throws IOException {
    this.home = home;
    this.lock = lock;
    Path all = Files.createDirectories(home.resolve(WORK));
    if (!isMarked()) {
      if (!list(all).isEmpty()) {
        throw new IOException(
            "directory: "
                + all
                + " is not empty and was not made by a cloud, for it has no "
                + MARKER
                + "; move it away, or take another directory");
      }
      Files.createFile(all.resolve(MARKER));
    }
    this.work = Files.createTempDirectory(all, "run");
  }

  /**
   * Takes a directory, which is made when it is not there.
   *
   * @throws IOException when another cloud has it, and nothing was changed then
   */
  static DataDirectory open(Path home) throws IOException {
    Files.createDirectories(home);
    FileChannel lock =
        FileChannel.open(home.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!isTaken(lock)) {
        return new DataDirectory(home, lock);
      }
      throw new IOException(
          "directory: "
              + home
              + " is in use by another cloud, which holds "
              + home.resolve(LOCK)
              + "; end that one, or take another directory");
    } catch (IOException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static boolean isTaken(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      return true; // by a cloud of this JVM
    }
  }

  Path home() {
    return home;
  }

  /** Where the containers of this cloud find their files. */
  Path work() {
    return work;
  }

  /** Removes what a cloud left that was ended at work; only warns when that cannot be done. */
  void removeOldWork() {
    try {
      if (isMarked()) {
        for (Path one : list(home.resolve(WORK))) {
          if (!one.equals(work) && !one.endsWith(MARKER)) {
            Durable.deleteTree(one);
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("the work of an earlier cloud in {} was not removed", home.resolve(WORK), e);
    }
  }

  private boolean isMarked() {
    return Files.isRegularFile(home.resolve(WORK).resolve(MARKER));
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    }
  }

  /** Removes the work, and lets another cloud in; only warns about what cannot be done. */
  @Override
  public synchronized void close() {
    if (!lock.isOpen()) {
      return;
    }
    try (lock) {
      if (isMarked()) {
        Durable.deleteTree(home.resolve(WORK));
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("the work in {} was not removed", home.resolve(WORK), e);
    }
  }
}
