package dev.aloft.local.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Locks on files, which end with their process however it ends. The system keeps them for whole
 * processes, so that threads of one take turns here. Thread-safe.
 */
public final class Locks {
  private static final Map<Path, ReentrantLock> TURNS = new ConcurrentHashMap<>();
  private static final ReentrantLock LOOKING = new ReentrantLock();
  private static final long BREATH_NANOS = 1_000_000;

  private Locks() {}

  /** Does something while no other thread or process holds the file's lock; makes the file. */
  public static <T> T holding(Path file, Callable<T> body) throws Exception {
    make(file);
    return holdingExisting(file, body);
  }

  /** Makes the file of a lock; fine when it is there. */
  public static void make(Path file) throws IOException {
    if (!Files.exists(file)) {
      open(file).close();
    }
  }

  /**
   * The same, where a missing file means that there is nothing left to protect.
   *
   * @throws NoSuchFileException when there is no such file
   */
  public static <T> T holdingExisting(Path file, Callable<T> body) throws Exception {
    ReentrantLock turn = TURNS.computeIfAbsent(file, path -> new ReentrantLock());
    turn.lockInterruptibly();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      acquire(channel);
      return body.call();
    } finally {
      turn.unlock();
    }
  }

  /** Takes the file's lock until the process ends; null when another process has it. */
  public static @Nullable FileLock take(Path file) throws IOException {
    FileChannel channel = open(file);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
      }
      return lock;
    } catch (IOException | OverlappingFileLockException e) {
      channel.close();
      throw e;
    }
  }

  /** Whether another process has taken the file's lock. Must not be asked by that process. */
  public static boolean isTaken(Path file) throws IOException {
    LOOKING.lock();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.tryLock(0, Long.MAX_VALUE, true) == null;
    } catch (NoSuchFileException e) {
      return false;
    } catch (OverlappingFileLockException e) {
      return true; // another class loader of this process looks at it now; the next look tells
    } finally {
      LOOKING.unlock();
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Waits also for other class loaders of this process, which the system does not tell apart. */
  private static void acquire(FileChannel channel) throws IOException {
    while (true) {
      try {
        channel.lock();
        return;
      } catch (OverlappingFileLockException e) {
        LockSupport.parkNanos(BREATH_NANOS);
      }
    }
  }
}
