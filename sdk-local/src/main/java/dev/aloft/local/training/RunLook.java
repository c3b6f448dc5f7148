package dev.aloft.local.training;

import dev.aloft.error.ErrorCode;
import dev.aloft.local.disk.Locks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands, by its files and by whether its worker lives. A worker that died without
 * saying how it ended is found out here, by whoever looks first.
 *
 * @param stage where it stands
 * @param result how it ended; null when it has not
 */
public record RunLook(Stage stage, @Nullable RunResult result) {
  static final RunLook NOTHING = new RunLook(Stage.ABSENT, null);

  private static final int MOST_STARTS = 3;
  private static final Duration LONGEST_START = Duration.ofMinutes(1);

  /** Where a run stands. */
  public enum Stage {
    /** There is no such run. */
    ABSENT,
    /** It waits for room. */
    WAITING,
    /** Its worker was started and has not begun. */
    STARTING,
    /** Its worker works. */
    RUNNING,
    /** It has ended. */
    ENDED
  }

  boolean isAtWork() {
    return stage == Stage.STARTING || stage == Stage.RUNNING;
  }

  /** Looks at a run. Must not be asked by its own worker. */
  public static RunLook at(RunDirectory run) throws IOException {
    Optional<RunResult> ended = RunResult.read(run);
    if (ended.isPresent()) {
      return new RunLook(Stage.ENDED, ended.get());
    }
    if (!Files.exists(run.job())) {
      return NOTHING;
    }
    Optional<ProcessMark> spawned = ProcessMark.read(run.spawned());
    Optional<ProcessMark> started = ProcessMark.read(run.started());
    if (started.isPresent()) {
      return Locks.isTaken(run.lock())
          ? new RunLook(Stage.RUNNING, null)
          : withoutWorker(run, spawned, started.get());
    }
    if (spawned.isEmpty()) {
      return new RunLook(Stage.WAITING, null);
    }
    if (spawned.get().mayLive(run.spawned(), LONGEST_START)) {
      return new RunLook(Stage.STARTING, null);
    }
    return spawned.get().attempt() < MOST_STARTS
        ? new RunLook(Stage.WAITING, null)
        : conclude(run, "its worker process cannot be started", exitCode(run, spawned.get()));
  }

  /** The lock is free: the worker wrote how it ended just before, or it died. */
  private static RunLook withoutWorker(
      RunDirectory run, Optional<ProcessMark> spawned, ProcessMark started) throws IOException {
    Optional<RunResult> ended = RunResult.read(run);
    if (ended.isPresent()) {
      return new RunLook(Stage.ENDED, ended.get());
    }
    if (Locks.isTaken(run.tree())) {
      return new RunLook(Stage.RUNNING, null); // what it started ends itself
    }
    Integer exitCode = exitCode(run, started);
    if (exitCode == null && isShellThere(run, spawned, started)) {
      return new RunLook(Stage.RUNNING, null); // the exit code is about to be written
    }
    return conclude(
        run,
        "its worker process "
            + started.pid()
            + " ended without a result"
            + (exitCode == null ? ": it was killed, or the machine was stopped" : ""),
        exitCode);
  }

  private static boolean isShellThere(
      RunDirectory run, Optional<ProcessMark> spawned, ProcessMark started) throws IOException {
    return spawned.isPresent()
        && spawned.get().token().equals(started.token())
        && spawned.get().mayLive(run.spawned(), Duration.ZERO);
  }

  private static RunLook conclude(RunDirectory run, String reason, @Nullable Integer exitCode)
      throws IOException {
    RunResult.failed(ErrorCode.PROVIDER_ERROR, null, reason, exitCode).write(run);
    return new RunLook(Stage.ENDED, RunResult.read(run).orElseThrow());
  }

  private static @Nullable Integer exitCode(RunDirectory run, ProcessMark worker)
      throws IOException {
    try {
      String text = Files.readString(run.exit(worker.token())).strip();
      return text.matches("[0-9]{1,3}") ? Integer.valueOf(text) : null;
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
