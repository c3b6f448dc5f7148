package dev.aloft.local.training;

import dev.aloft.local.disk.Durable;
import dev.aloft.local.disk.Json;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A process by its id and when it was started, so that another one that got the same id later is
 * not taken for it. Immutable.
 *
 * @param pid its id
 * @param started when it was started, as the system says; {@link Instant#EPOCH} when it does not
 * @param token which start of the worker this is, empty for other processes
 * @param attempt how often the worker was started, from 1
 */
public record ProcessMark(long pid, Instant started, String token, int attempt) {
  /** How far the system's answers may be apart when its clock is set. */
  private static final Duration CLOCK_STEP = Duration.ofSeconds(10);

  /** The mark of a process. */
  public static ProcessMark of(ProcessHandle process, String token, int attempt) {
    return new ProcessMark(process.pid(), startOf(process), token, attempt);
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
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
        root.path("pid").asLong(0),
        Instant.ofEpochMilli(root.path("started").asLong(0)),
        root.path("token").asString(""),
        root.path("attempt").asInt(1));
  }

  JsonNode json() {
    return Json.object()
        .put("pid", pid)
        .put("started", started.toEpochMilli())
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

  /** Whether the process lives. */
  public boolean isAlive() {
    return ProcessHandle.of(pid).filter(this::isMeant).isPresent();
  }

  private boolean isMeant(ProcessHandle process) {
    return process.isAlive()
        && Duration.between(started, startOf(process)).abs().compareTo(CLOCK_STEP) <= 0;
  }
}
