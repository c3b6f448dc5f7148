package dev.aloft.local.training;

import dev.aloft.local.LocalProcess;
import dev.aloft.local.LocalProcess.Fate;
import dev.aloft.local.disk.Durable;
import dev.aloft.local.disk.Json;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Which process it was, as files say it. Immutable.
 *
 * @param process the process
 * @param token which start of the worker this is, empty for other processes
 * @param attempt how often the worker was started, from 1
 */
public record ProcessMark(LocalProcess process, String token, int attempt) {

  /** The mark of a process. */
  public static ProcessMark of(ProcessHandle process, String token, int attempt) {
    return new ProcessMark(LocalProcess.of(process), token, attempt);
  }

  /** Reads a mark; empty when there is none. */
  public static Optional<ProcessMark> read(Path file) throws IOException {
    try {
      return Optional.of(of(Json.read(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  static ProcessMark of(JsonNode root) {
    return new ProcessMark(
        new LocalProcess(
            root.path("boot").asString(""),
            root.path("space").asString(""),
            root.path("pid").asLong(0),
            root.path("start").asLong(0)),
        root.path("token").asString(""),
        root.path("attempt").asInt(1));
  }

  JsonNode json() {
    return Json.object()
        .put("boot", process.boot())
        .put("space", process.space())
        .put("pid", process.pid())
        .put("start", process.start())
        .put("token", token)
        .put("attempt", attempt);
  }

  /**
   * Writes the mark where there is none yet.
   *
   * @throws FileAlreadyExistsException when there is one
   */
  public void create(Path file) throws IOException {
    Durable.create(file, Json.write(json()));
  }

  void replace(Path file) throws IOException {
    Durable.replace(file, Json.write(json()));
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /**
   * Whether the process lives, or may live: of one that cannot be looked at, that is believed for a
   * time.
   *
   * @param said the file that said so
   * @param patience for how long after it was written
   */
  boolean mayLive(Path said, Duration patience) throws IOException {
    Path directory = said.resolveSibling("");
    Fate fate = process.fate(directory);
    if (fate != Fate.UNKNOWN) {
      return fate == Fate.ALIVE;
    }
    Instant written = Files.getLastModifiedTime(said).toInstant();
    return Durable.now(directory).isBefore(written.plus(patience));
  }
}
