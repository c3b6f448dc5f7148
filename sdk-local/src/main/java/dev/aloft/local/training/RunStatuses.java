package dev.aloft.local.training;

import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.LocalMachine;
import dev.aloft.operation.OperationState;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is told of a run. Stateless. */
final class RunStatuses {
  private RunStatuses() {}

  static RunStatus of(RunRef ref, RunDirectory run, RunLook look) throws IOException {
    RunResult result = look.result();
    RunStatus status = result == null ? open(ref, run, look) : ended(ref, result);
    return status
        .withMachine(machine(run), Duration.ZERO)
        .withCreated(Files.getLastModifiedTime(run.job()).toInstant())
        .asDetailed();
  }

  /**
   * What a run went through on its way to where it stands, oldest first, where it stands last: a
   * quick one has begun and ended between two looks.
   */
  static List<RunStatus> past(RunRef ref, RunDirectory run, RunLook look) throws IOException {
    RunStatus now = of(ref, run, look);
    if (look.stage() != RunLook.Stage.ENDED || !Files.exists(run.started())) {
      return List.of(now);
    }
    return List.of(of(ref, run, new RunLook(RunLook.Stage.RUNNING, null)), now);
  }

  private static String machine(RunDirectory run) throws IOException {
    return Files.exists(run.shortage())
        ? LocalMachine.words() + "; " + Files.readString(run.shortage()).strip()
        : LocalMachine.words();
  }

  private static RunStatus ended(RunRef ref, RunResult result) {
    String word = result.state().name().toLowerCase(Locale.ROOT);
    RunStatus status = RunStatus.of(ref, result.state(), word, "");
    ErrorCode code = result.code();
    return code == null
        ? status
        : status.withFailure(code, result.blame(), result.reason(), result.exitCode());
  }

  private static RunStatus open(RunRef ref, RunDirectory run, RunLook look) throws IOException {
    String word = look.stage().name().toLowerCase(Locale.ROOT);
    if (run.isCancelled()) {
      return RunStatus.of(ref, OperationState.CANCELLING, word, "asked to stop");
    }
    if (look.stage() == RunLook.Stage.WAITING) {
      return RunStatus.of(ref, OperationState.QUEUED, word, "waits for others to end");
    }
    if (look.stage() == RunLook.Stage.STARTING) {
      return RunStatus.of(ref, OperationState.QUEUED, word, "starts its worker");
    }
    Progress progress = Progress.read(run);
    return new RunStatus(
        ref,
        OperationState.RUNNING,
        word,
        progress.phase(),
        progress.fraction(),
        true,
        null,
        null,
        null,
        null,
        "",
        null,
        List.of(),
        null,
        Map.of());
  }
}
