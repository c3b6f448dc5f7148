package dev.aloft.local.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Unfinished files and directories that a process left when it was stopped. */
public final class Leftovers {
  private static final Duration OLD = Duration.ofDays(1);

  private Leftovers() {}

  /**
   * Removes what is unfinished in a directory and older than a day.
   *
   * @param now the present, by the clock that stamps the files
   */
  public static void clean(Path directory, Instant now) throws IOException {
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(directory, Durable.TEMPORARY + "*")) {
      for (Path path : found) {
        if (isOld(path, now)) {
          Durable.deleteTree(path);
        }
      }
    } catch (NoSuchFileException e) {
      return; // nothing was ever written there
    }
  }

  private static boolean isOld(Path path, Instant now) throws IOException {
    try {
      return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS)
          .toInstant()
          .isBefore(now.minus(OLD));
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
