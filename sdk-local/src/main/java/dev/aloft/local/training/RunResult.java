package dev.aloft.local.training;

import dev.aloft.error.Blame;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.disk.Durable;
import dev.aloft.local.disk.Json;
import dev.aloft.operation.OperationState;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a run ended. The first one written stays. Immutable.
 *
 * @param state SUCCEEDED, FAILED or CANCELLED
 * @param code why it failed; null when it did not
 * @param blame whose fault, null for the code's usual
 * @param reason what happened, in words; null when there is nothing to say
 * @param exitCode the exit code of the program, null when there is none
 */
public record RunResult(
    OperationState state,
    @Nullable ErrorCode code,
    @Nullable Blame blame,
    @Nullable String reason,
    @Nullable Integer exitCode) {

  /** It ended well. */
  public static RunResult succeeded() {
    return new RunResult(OperationState.SUCCEEDED, null, null, null, null);
  }

  /** Somebody asked it to stop. */
  public static RunResult cancelled() {
    return new RunResult(OperationState.CANCELLED, null, null, null, null);
  }

  /** It failed. */
  public static RunResult failed(
      ErrorCode code, @Nullable Blame blame, String reason, @Nullable Integer exitCode) {
    return new RunResult(OperationState.FAILED, code, blame, reason, exitCode);
  }

  /** Reads how a run ended; empty when it has not. */
  public static Optional<RunResult> read(RunDirectory run) throws IOException {
    JsonNode root;
    try {
      root = Json.read(run.result());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return Optional.of(
        new RunResult(
            OperationState.valueOf(root.path("state").asString("")),
            root.path("code").isString() ? ErrorCode.valueOf(root.path("code").asString()) : null,
            root.path("blame").isString() ? Blame.valueOf(root.path("blame").asString()) : null,
            root.path("reason").isString() ? root.path("reason").asString() : null,
            root.path("exitCode").isInt() ? root.path("exitCode").asInt() : null));
  }

  /** Writes it, unless another one is there. */
  public void write(RunDirectory run) throws IOException {
    ObjectNode root = Json.object();
    root.put("state", state.name());
    if (code != null) {
      root.put("code", code.name());
    }
    if (blame != null) {
      root.put("blame", blame.name());
    }
    if (reason != null) {
      root.put("reason", reason);
    }
    if (exitCode != null) {
      root.put("exitCode", exitCode);
    }
    try {
      Durable.create(run.result(), Json.write(root));
    } catch (FileAlreadyExistsException e) {
      // the end that was written first counts
    }
  }
}
