package dev.aloft.local.training;

import dev.aloft.local.LocalHome;
import dev.aloft.local.disk.Durable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The empty files that say which runs have not ended, and which of them work, so that nobody needs
 * to look at every run. What they say may be late; whoever acts on one looks at its run first.
 */
final class ActiveRuns {
  private static final int DIGITS = 13;
  private static final String WORKING = ".working";
  private static final Duration CREATING = Duration.ofMinutes(10);

  private final LocalHome home;

  ActiveRuns(LocalHome home) {
    this.home = home;
  }

  Path lock() {
    return home.active().resolve("lock");
  }

  /** Notes that a run waits; fine when it is noted. */
  void add(String run, Instant created) throws IOException {
    String name = String.format("%0" + DIGITS + "d-%s", created.toEpochMilli(), run);
    Path marker = home.active().resolve(name);
    if (!Files.exists(marker) && !Files.exists(marker.resolveSibling(name + WORKING))) {
      Durable.replace(marker, "");
    }
  }

  /** Those that wait, oldest first. */
  List<Path> waiting() throws IOException {
    return markers("");
  }

  /** Those that work. */
  List<Path> working() throws IOException {
    return markers(WORKING);
  }

  private List<Path> markers(String end) throws IOException {
    List<Path> markers = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(home.active(), "[0-9]".repeat(DIGITS) + "-*" + end)) {
      for (Path file : files) {
        if (file.toString().endsWith(WORKING) == end.equals(WORKING)) {
          markers.add(file);
        }
      }
    }
    Collections.sort(markers);
    return markers;
  }

  RunDirectory runOf(Path marker) {
    String name = String.valueOf(marker.getFileName()).substring(DIGITS + 1);
    String run = name.endsWith(WORKING) ? name.substring(0, name.indexOf(WORKING)) : name;
    return new RunDirectory(home.runs().resolve(run));
  }

  /** Notes that a waiting run works; false when that was noted before. */
  boolean works(Path marker) throws IOException {
    Path working = marker.resolveSibling(marker.getFileName() + WORKING);
    boolean isNew = !Files.exists(working);
    Durable.rename(marker, working);
    return isNew;
  }

  /** Notes that a run waits again, since its worker did not start. */
  void waits(Path marker) throws IOException {
    String name = String.valueOf(marker.getFileName());
    Durable.rename(marker, marker.resolveSibling(name.substring(0, name.indexOf(WORKING))));
  }

  void remove(Path marker) throws IOException {
    Files.deleteIfExists(marker);
  }

  /** A marker is written before its run's directory; it may be alone for a moment. */
  void removeWhenOld(Path marker) throws IOException {
    try {
      Instant written = Files.getLastModifiedTime(marker).toInstant();
      if (written.plus(CREATING).isBefore(Durable.now(home.active()))) {
        remove(marker);
      }
    } catch (NoSuchFileException e) {
      return; // removed meanwhile
    }
  }
}
