package dev.aloft.local.training;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The directory of one run and what lies where in it. Immutable.
 *
 * @param path the directory
 */
public record RunDirectory(Path path) {

  /** The run's name. */
  public String name() {
    return String.valueOf(path.getFileName());
  }

  /** What was asked; written before the directory gets its name. */
  public Path job() {
    return path.resolve("job.json");
  }

  /** What was asked that this machine does not have; missing when it has all. */
  public Path shortage() {
    return path.resolve("shortage.txt");
  }

  /** What the work printed. */
  public Path log() {
    return path.resolve("log");
  }

  /** What the work reported, one JSON object a line. */
  public Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  /** The model's directory. */
  public Path model() {
    return path.resolve("model");
  }

  /** The directory of whatever else is kept. */
  public Path output() {
    return path.resolve("output");
  }

  /** The directory of checkpoints. */
  public Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /** The run's own copy of a script. */
  public Path code() {
    return path.resolve("code");
  }

  /** What goes on. */
  public Path progress() {
    return path.resolve("progress.json");
  }

  /** Is there when somebody asked the run to stop. */
  public Path cancel() {
    return path.resolve("cancel");
  }

  /** How it ended. */
  public Path result() {
    return path.resolve("result.json");
  }

  /** The files of the worker process. */
  public Path worker() {
    return path.resolve("worker");
  }

  /** Locked by the worker as long as it lives. */
  public Path lock() {
    return worker().resolve("lock");
  }

  /**
   * Locked by the bootstrap as long as it runs, which ends what it started first; on POSIX systems.
   * What outlives a bootstrap that was killed holds no lock.
   */
  public Path tree() {
    return worker().resolve("tree");
  }

  /** Which process was started as the worker. */
  public Path spawned() {
    return worker().resolve("spawned.json");
  }

  /** Which process began the work. */
  public Path started() {
    return worker().resolve("started.json");
  }

  /** The exit code of the worker that was started with this token. */
  public Path exit(String token) {
    return worker().resolve("exit-" + token);
  }

  /** Whether somebody asked the run to stop. */
  public boolean isCancelled() {
    return Files.exists(cancel(), LinkOption.NOFOLLOW_LINKS);
  }
}
