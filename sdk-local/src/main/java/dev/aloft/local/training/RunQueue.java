package dev.aloft.local.training;

import dev.aloft.error.ErrorCode;
import dev.aloft.local.LocalHome;
import dev.aloft.local.disk.Durable;
import dev.aloft.local.disk.Locks;
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
import java.util.Map;

/**
 * The runs that have not ended, oldest first. No process of its own keeps it: whoever looks at a
 * waiting run, and each worker when it ends, starts what waits as far as there is room. A waiting
 * run costs no process. Thread-safe, and safe for several processes.
 */
public final class RunQueue {
  private static final int DIGITS = 13;
  private static final Duration CREATING = Duration.ofMinutes(10);

  private final LocalHome home;
  private final WorkerLauncher launcher;

  /** The queue of a home. */
  public RunQueue(LocalHome home, WorkerLauncher launcher) {
    this.home = home;
    this.launcher = launcher;
  }

  /** Puts a run into the queue; fine when it is there. */
  static void add(LocalHome home, String run, Instant created) throws IOException {
    Durable.directories(home.active());
    Locks.make(lock(home));
    Path marker = home.active().resolve(marker(run, created));
    if (!Files.exists(marker)) {
      Durable.replace(marker, "");
    }
  }

  private static Path lock(LocalHome home) {
    return home.active().resolve("lock");
  }

  private static String marker(String run, Instant created) {
    return String.format("%0" + DIGITS + "d-%s", created.toEpochMilli(), run);
  }

  /**
   * Starts what waits, oldest first, as far as there is room.
   *
   * @param maxRuns how many may work at once
   */
  public void start(int maxRuns) throws Exception {
    if (Files.exists(lock(home))) {
      Locks.holdingExisting(
          lock(home),
          () -> {
            startWaiting(maxRuns);
            return maxRuns;
          });
    }
  }

  private void startWaiting(int maxRuns) throws IOException {
    int room = maxRuns;
    List<RunDirectory> waiting = new ArrayList<>();
    for (Path marker : markers(home)) {
      RunDirectory run = runOf(home, marker);
      switch (RunLook.at(run).stage()) {
        case ENDED -> Files.deleteIfExists(marker);
        case ABSENT -> deleteWhenOld(marker);
        case STARTING, RUNNING -> room--;
        case WAITING -> waiting.add(run);
      }
    }
    for (RunDirectory run : waiting) {
      if (run.isCancelled()) {
        RunResult.cancelled().write(run);
      } else if (room > 0 && start(run)) {
        room--;
      }
    }
  }

  /** How many other runs of a home work now. */
  public static int othersAtWork(LocalHome home, RunDirectory self) throws IOException {
    int others = 0;
    for (Path marker : markers(home)) {
      RunDirectory run = runOf(home, marker);
      if (!run.name().equals(self.name()) && RunLook.at(run).isAtWork()) {
        others++;
      }
    }
    return others;
  }

  private static List<Path> markers(LocalHome home) throws IOException {
    List<Path> markers = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(home.active(), "[0-9]".repeat(DIGITS) + "-*")) {
      files.forEach(markers::add);
    }
    Collections.sort(markers);
    return markers;
  }

  private static RunDirectory runOf(LocalHome home, Path marker) {
    String name = String.valueOf(marker.getFileName()).substring(DIGITS + 1);
    return new RunDirectory(home.runs().resolve(name));
  }

  /** A marker is written before its run's directory; it may be alone for a moment. */
  private void deleteWhenOld(Path marker) throws IOException {
    try {
      Instant written = Files.getLastModifiedTime(marker).toInstant();
      if (written.plus(CREATING).isBefore(Durable.now(home.active()))) {
        Files.deleteIfExists(marker);
      }
    } catch (NoSuchFileException e) {
      return; // removed meanwhile
    }
  }

  private boolean start(RunDirectory run) throws IOException {
    JobFile job = JobFile.read(run);
    Map<String, String> missing = Secrets.missing(job.secrets());
    if (!missing.isEmpty()) {
      if (!job.askedBy().isAlive()) {
        RunResult.failed(ErrorCode.INVALID_REQUEST, null, withoutSecrets(missing), null).write(run);
      }
      return false; // the process that asked for it can start it
    }
    int attempt = ProcessMark.read(run.spawned()).map(ProcessMark::attempt).orElse(0) + 1;
    try {
      launcher.start(run, job, attempt);
      return true;
    } catch (IOException e) {
      RunResult.failed(
              ErrorCode.PROVIDER_ERROR,
              null,
              "its worker cannot be started: " + e.getMessage(),
              null)
          .write(run);
      return false;
    }
  }

  private static String withoutSecrets(Map<String, String> missing) {
    return "the process that asked for it is gone, and here these secrets have no value: "
        + missing;
  }
}
