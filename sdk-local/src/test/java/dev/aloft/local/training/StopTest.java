package dev.aloft.local.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.Eventually;
import dev.aloft.local.LocalProcess;
import dev.aloft.operation.OperationState;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time limits, cancelling, and processes that die. */
class StopTest {
  /** Starts a grandchild, says both process ids, and works for ever. */
  private static final String FAMILY =
      """
      import os, subprocess, sys, time
      child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])
      open(os.environ['ALOFT_OUTPUT_DIR'] + '/kept', 'w').write('x')
      print('pids', os.getpid(), child.pid)
      """;

  private static final String FOR_EVER = "time.sleep(600)";

  private static final String STUBBORN =
      "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n";

  /** Starts a process in a session of its own, which starts another one and ends. */
  private static final String SENT_AWAY =
      """
      import subprocess, sys
      wait = 'import time; time.sleep(600)'
      make = 'import subprocess, sys; print(subprocess.Popen([sys.executable, "-c", sys.argv[1]],'
      make += ' start_new_session=True, stdout=subprocess.DEVNULL).pid)'
      orphan = subprocess.check_output([sys.executable, '-c', make, wait], text=True).strip()
      child = subprocess.Popen([sys.executable, '-c', wait], start_new_session=True)
      print('away', child.pid, orphan)
      """;

  @TempDir Path directory;

  private TrainingBench bench;

  @BeforeEach
  void open() {
    bench = new TrainingBench(directory, "stop-grace", "PT1S", "max-runs", "1");
  }

  @AfterEach
  void stop() throws Exception {
    bench.stopAll();
  }

  @Test
  void endsTheWholeTreeWhenTheTimeIsOver() throws Exception {
    RunRef run = start("limit", Duration.ofSeconds(2), STUBBORN, FAMILY, FOR_EVER);
    List<ProcessHandle> family = family(run);

    RunStatus end = bench.end(run);

    assertThat(end.state()).isEqualTo(OperationState.FAILED);
    assertThat(end.code()).isEqualTo(ErrorCode.TIMED_OUT);
    assertThat(end.reason()).isEqualTo("it reached its time limit of 2.0 s");
    assertThat(bench.outputs(run).uris()).containsKey("output").doesNotContainKey("model");
    gone(family);
  }

  @Test
  void asksPolitelyFirst() throws Exception {
    RunRef run =
        start(
            "polite",
            Duration.ofMinutes(5),
            """
            import os, signal, sys
            def leave(*_):
              open(os.environ['ALOFT_CHECKPOINT_DIR'] + '/last', 'w').write('x')
              sys.exit(3)
            signal.signal(signal.SIGTERM, leave)
            """,
            FAMILY,
            FOR_EVER);
    List<ProcessHandle> family = family(run);

    bench.training.cancel(run);
    bench.training.cancel(run);

    assertThat(bench.training.describe(run).state())
        .isIn(OperationState.CANCELLING, OperationState.CANCELLED);
    assertThat(bench.end(run).state()).isEqualTo(OperationState.CANCELLED);
    assertThat(bench.outputs(run).uris()).containsKeys("checkpoints", "output");
    bench.training.cancel(run);
    assertThat(bench.end(run).state()).isEqualTo(OperationState.CANCELLED);
    gone(family);
  }

  @Test
  void cancelsWhatHasNotStarted() throws Exception {
    RunRef first = start("first", Duration.ofMinutes(5), FAMILY, FOR_EVER);
    RunRef second = start("second", Duration.ofMinutes(5), FAMILY, FOR_EVER);
    assertThat(bench.training.describe(second).state()).isEqualTo(OperationState.QUEUED);

    bench.training.cancel(second);

    assertThat(bench.training.describe(second).state()).isEqualTo(OperationState.CANCELLED);
    assertThat(bench.directory(second).started()).doesNotExist();
    bench.training.cancel(first);
    assertThat(bench.end(first).state()).isEqualTo(OperationState.CANCELLED);
  }

  @Test
  void tellsThatTheWorkerWasKilledAndEndsItsTree() throws Exception {
    RunRef run = start("killed", Duration.ofMinutes(5), FAMILY, FOR_EVER);
    List<ProcessHandle> family = family(run);

    worker(run).destroyForcibly();

    RunStatus end = bench.end(run);
    assertThat(end.state()).isEqualTo(OperationState.FAILED);
    assertThat(end.code()).isEqualTo(ErrorCode.PROVIDER_ERROR);
    assertThat(end.blame()).isNull(); // the usual one of the code: the provider
    assertThat(end.exitCode()).isEqualTo(137);
    assertThat(end.reason()).contains("worker process", "ended without a result");
    gone(family);
  }

  @Test
  void tellsTheEndOfAKilledWorkerOnlyWhenItsTreeIsGone() throws Exception {
    RunRef run = start("outlived", Duration.ofMinutes(5), STUBBORN, FAMILY, FOR_EVER);
    List<LocalProcess> tree = new ArrayList<>();
    for (ProcessHandle process : family(run)) {
      tree.add(LocalProcess.of(process));
      tree.add(LocalProcess.of(process.parent().orElseThrow()));
    }

    worker(run).destroyForcibly();

    assertThat(bench.end(run).state()).isEqualTo(OperationState.FAILED);
    for (LocalProcess process : tree) {
      assertThat(process.fate(directory)).isEqualTo(LocalProcess.Fate.ENDED);
    }
  }

  @Test
  void tellsThatTheWorkerWasTerminated() throws Exception {
    RunRef run = start("terminated", Duration.ofMinutes(5), FAMILY, FOR_EVER);
    List<ProcessHandle> family = family(run);

    worker(run).destroy();

    assertThat(bench.end(run).exitCode()).isEqualTo(143);
    gone(family);
  }

  @Test
  void endsTheTreeWhenItsHeadIsKilled() throws Exception {
    RunRef run = start("headless", Duration.ofMinutes(5), FAMILY, FOR_EVER);
    List<ProcessHandle> family = family(run);

    family.get(0).parent().orElseThrow().destroyForcibly();

    RunStatus end = bench.end(run);
    assertThat(end.code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
    assertThat(end.exitCode()).isEqualTo(137);
    gone(family);
  }

  @Test
  void endsWhatTheScriptSentAwayWhenItEndsItself() throws Exception {
    RunRef run = start("away", Duration.ofMinutes(5), SENT_AWAY);

    assertThat(bench.end(run).state()).isEqualTo(OperationState.SUCCEEDED);

    assertThat(bench.log(run)).anyMatch(line -> line.startsWith("away "));
    gone(sentAway(run));
  }

  @Test
  void endsWhatTheScriptSentAwayWhenItIsStoppedByForce() throws Exception {
    RunRef run =
        start("stubborn", Duration.ofMinutes(5), STUBBORN, SENT_AWAY, "import time", FOR_EVER);
    Eventually.holds("the script is at work", () -> !sentAway(run).isEmpty());
    List<ProcessHandle> away = sentAway(run);

    bench.training.cancel(run);

    assertThat(bench.end(run).state()).isEqualTo(OperationState.CANCELLED);
    gone(away);
  }

  @Test
  void startsTheNextWhenOneEndsWithoutAnybodyLooking() throws Exception {
    Path go = directory.resolve("go");
    RunRef first =
        start(
            "first",
            Duration.ofMinutes(5),
            "import os, time\nwhile not os.path.exists('" + go + "'): time.sleep(0.01)");
    RunRef second = start("second", Duration.ofMinutes(5), "pass");
    RunRef third = start("third", Duration.ofMinutes(5), "pass");
    assertThat(bench.training.describe(third).state()).isEqualTo(OperationState.QUEUED);

    Files.createFile(go);

    Eventually.holds("the third ends", () -> Files.exists(bench.directory(third).result()));
    for (RunRef run : List.of(first, second, third)) {
      assertThat(bench.end(run).state()).isEqualTo(OperationState.SUCCEEDED);
    }
    assertThat(Files.getLastModifiedTime(bench.directory(second).started()))
        .isLessThan(Files.getLastModifiedTime(bench.directory(third).started()));
    assertThat(bench.training.list(null, null).items())
        .extracting(RunStatus::run)
        .containsExactly(third, second, first);
    assertThat(bench.training.list("second", null).items())
        .extracting(RunStatus::run)
        .containsExactly(second);
  }

  private RunRef start(String name, Duration limit, String... parts) throws Exception {
    Path script = TrainingBench.script(directory.resolve("code-" + name), parts);
    TrainingJob job =
        TrainingJob.builder(name, Script.of(script, "train.py")).maxRuntime(limit).build();
    return bench.create(job, name + "-1");
  }

  /** The script and its child. */
  private List<ProcessHandle> family(RunRef run) throws Exception {
    Eventually.holds(
        "the script is at work",
        () -> bench.log(run).stream().anyMatch(line -> line.startsWith("pids ")));
    String[] pids =
        bench.log(run).stream()
            .filter(line -> line.startsWith("pids "))
            .findFirst()
            .orElseThrow()
            .split(" ", -1);
    return List.of(
        ProcessHandle.of(Long.parseLong(pids[1])).orElseThrow(),
        ProcessHandle.of(Long.parseLong(pids[2])).orElseThrow());
  }

  /** What left the script's process group, as far as it lives. */
  private List<ProcessHandle> sentAway(RunRef run) {
    return bench.log(run).stream()
        .filter(line -> line.startsWith("away "))
        .flatMap(line -> Stream.of(line.split(" ", -1)).skip(1))
        .map(pid -> ProcessHandle.of(Long.parseLong(pid)))
        .flatMap(Optional::stream)
        .toList();
  }

  private ProcessHandle worker(RunRef run) throws Exception {
    long pid = ProcessMark.read(bench.directory(run).started()).orElseThrow().pid();
    return ProcessHandle.of(pid).orElseThrow();
  }

  private static void gone(List<ProcessHandle> family) throws Exception {
    for (ProcessHandle process : family) {
      Eventually.holds("process " + process.pid() + " is gone", () -> !process.isAlive());
    }
  }
}
