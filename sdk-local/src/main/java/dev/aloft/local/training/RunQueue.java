package dev.aloft.local.training;

import dev.aloft.error.ErrorCode;
import dev.aloft.local.LocalHome;
import dev.aloft.local.disk.Durable;
import dev.aloft.local.disk.Locks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The runs that have not ended, oldest first. No process of its own keeps it: whoever looks at a
 * waiting run, and each worker when it ends, starts what waits as far as there is room. A waiting
 * run costs no process. Thread-safe, and safe for several processes.
 */
public final class RunQueue {
  private static final Duration LONGEST_WITHOUT_SECRETS = Duration.ofDays(1);

  private final ActiveRuns active;
  private final WorkerLauncher launcher;

  /** The queue of a home. */
  public RunQueue(LocalHome home, WorkerLauncher launcher) {
    this.active = new ActiveRuns(home);
    this.launcher = launcher;
  }

  /** Puts a run into the queue; fine when it is there. */
  void add(String run, Instant created) throws IOException {
    Durable.directories(active.lock().resolveSibling(""));
    Locks.make(active.lock());
    active.add(run, created);
  }

  /**
   * Starts what waits, oldest first, as far as there is room.
   *
   * @param maxRuns how many may work at once
   */
  public void start(int maxRuns) throws Exception {
    if (Files.exists(active.lock())) {
      Locks.holdingExisting(
          active.lock(),
          () -> {
            startWaiting(maxRuns - atWork());
            return maxRuns;
          });
    }
  }

  /** Ends a run that was asked to stop, if it waits; one that works sees that itself. */
  void cancelWaiting(RunDirectory run) throws Exception {
    Locks.holdingExisting(
        active.lock(),
        () -> {
          if (RunLook.at(run).stage() == RunLook.Stage.WAITING) {
            RunResult.cancelled().write(run);
          }
          return run;
        });
  }

  private int atWork() throws IOException {
    int count = 0;
    for (Path marker : active.working()) {
      switch (RunLook.at(active.runOf(marker)).stage()) {
        case STARTING, RUNNING -> count++;
        case WAITING -> active.waits(marker);
        case ENDED -> active.remove(marker);
        case ABSENT -> active.removeWhenOld(marker);
      }
    }
    return count;
  }

  private void startWaiting(int free) throws IOException {
    int room = free;
    for (Path marker : active.waiting()) {
      if (room <= 0) {
        return;
      }
      RunDirectory run = active.runOf(marker);
      switch (RunLook.at(run).stage()) {
        case WAITING -> {
          if (start(run)) {
            active.works(marker);
            room--;
          }
        }
        case STARTING, RUNNING -> room -= active.works(marker) ? 1 : 0;
        case ENDED -> active.remove(marker);
        case ABSENT -> active.removeWhenOld(marker);
      }
    }
  }

  /** How many other runs of a home work now. */
  public static int othersAtWork(LocalHome home, RunDirectory self) throws IOException {
    ActiveRuns active = new ActiveRuns(home);
    int others = 0;
    for (Path marker : active.working()) {
      RunDirectory run = active.runOf(marker);
      if (!run.name().equals(self.name()) && RunLook.at(run).isAtWork()) {
        others++;
      }
    }
    return others;
  }

  private boolean start(RunDirectory run) throws IOException {
    JobFile job = JobFile.read(run);
    Map<String, String> missing = Secrets.missing(job.secrets());
    if (!missing.isEmpty()) {
      if (!job.askedBy().mayLive(run.job(), LONGEST_WITHOUT_SECRETS)) {
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
