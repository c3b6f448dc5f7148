package dev.aloft.local.kills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.data.Row;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.ChildJvm;
import dev.aloft.local.Eventually;
import dev.aloft.model.Model;
import dev.aloft.serving.Endpoint;
import dev.aloft.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes killed at moments that a seed chooses: the worker of a run, the program that started
 * everything, and the server process. Every run then ends truthfully, nothing that was registered
 * is lost, every endpoint serves its old or its new revision, and no process stays.
 */
class KillsTest {
  private static final long SEED = 20261125;

  @TempDir Path directory;

  @Test
  void aFewKillsOfEachKind() throws Exception {
    killWorkers(2);
    killPrograms(2);
    killServers(2);
  }

  @Tag("long")
  @Test
  void aHundredKills() throws Exception {
    killWorkers(34);
    killPrograms(33);
    killServers(33);
  }

  private void killWorkers(int kills) throws Exception {
    Path home = directory.resolve("workers-" + kills);
    Random random = new Random(SEED);
    int killed = 0;
    try (Aloft aloft = KilledProgram.open(home, "embedded")) {
      Path data = KilledProgram.data(directory);
      for (int i = 0; i < kills; i++) {
        TrainingRun run = aloft.trainer().train(KilledProgram.slowJob(data));
        pause(random.nextInt(1500));
        killed += kill(workersOf(home)) > 0 ? 1 : 0;
        ErrorCode code = endOf(run);
        assertThat(code)
            .as("run %s, seed %d", run.name(), SEED)
            .isIn(
                ErrorCode.USER_CODE_FAILED, ErrorCode.PROVIDER_ERROR, ErrorCode.UNAVAILABLE, null);
        nothingHalfWritten(home);
      }
    }
    assertThat(killed).as("workers that a kill met").isPositive();
    noProcessStays(home);
  }

  /** How a run ended: null for well. */
  private static ErrorCode endOf(TrainingRun run) {
    try {
      run.await(Duration.ofMinutes(2));
      return null;
    } catch (AloftException e) {
      assertThat(e.isOutcome()).as(e.getMessage()).isTrue();
      return e.code();
    }
  }

  private void killPrograms(int kills) throws Exception {
    Path home = directory.resolve("programs-" + kills);
    Random random = new Random(SEED + 1);
    Path data = KilledProgram.data(directory);
    for (int i = 0; i < kills; i++) {
      Process program =
          ChildJvm.start(KilledProgram.class, home.toString(), data.toString(), "embedded");
      pause(800 + random.nextInt(4000));
      program.destroyForcibly().waitFor();
      everythingIsInOrder(home);
    }
    try (Aloft aloft = KilledProgram.open(home, "embedded")) {
      assertThat(aloft.trainer().runs()).as("runs of the killed programs").isNotEmpty();
    }
    noProcessStays(home);
  }

  /** What another process finds after the program died. */
  private void everythingIsInOrder(Path home) throws Exception {
    try (Aloft aloft = KilledProgram.open(home, "embedded")) {
      for (TrainingRun run : aloft.trainer().runs()) {
        assertThat(endOf(run)).as("run %s", run.name()).isNull();
      }
      aloft.recover();
      for (String name : aloft.models().list()) {
        for (Model model : aloft.models().versions(name)) {
          Path copy = Files.createTempDirectory(directory, "copy");
          model.download(copy);
        }
      }
      assertThat(aloft.recover().isEmpty()).as("what is half done after recover").isTrue();
      aloft.endpoint(KilledProgram.ENDPOINT).undeploy();
      assertThat(aloft.endpoints()).isEmpty();
      assertThat(aloft.orphans().parts()).isEmpty();
    }
    nothingHalfWritten(home);
  }

  private void killServers(int kills) throws Exception {
    Path home = directory.resolve("servers-" + kills);
    Random random = new Random(SEED + 2);
    Path data = KilledProgram.data(directory);
    try (Aloft aloft = KilledProgram.open(home, "process")) {
      Model first = aloft.trainer().train(KilledProgram.job(data, 2)).await();
      Model second = aloft.trainer().train(KilledProgram.job(data, 5)).await();
      Endpoint endpoint = first.deploy(KilledProgram.ENDPOINT);
      double old = endpoint.predict(KilledProgram.ROW).value();
      double young = endpoint.update(second).predict(KilledProgram.ROW).value();
      assertThat(old).isNotEqualTo(young);
      List<Model> models = List.of(first, second);
      for (int i = 0; i < kills; i++) {
        Callers callers = new Callers(endpoint, KilledProgram.ROW, old, young);
        var update = endpoint.startUpdate(models.get(i % 2));
        pause(random.nextInt(300));
        kill(serversOf(home));
        try {
          update.await(Duration.ofMinutes(1));
        } catch (AloftException e) {
          assertThat(e.code()).as(e.getMessage()).isNotEqualTo(ErrorCode.INTERNAL);
        }
        aloft.recover();
        assertThat(callers.stop()).as("answers of neither revision").isEmpty();
        if (!endpoint.status().answers()) {
          endpoint = models.get(i % 2).deploy(KilledProgram.ENDPOINT);
        }
        assertThat(endpoint.predict(KilledProgram.ROW).value()).isIn(old, young);
      }
      endpoint.undeploy();
      assertThat(aloft.orphans().parts()).isEmpty();
    }
    noProcessStays(home);
  }

  /** Callers that go on whatever happens, and keep what no revision would have answered. */
  private static final class Callers {
    private final List<Double> strange = new ArrayList<>();
    private final Thread thread;
    private volatile boolean stopped;

    Callers(Endpoint endpoint, Row row, double old, double young) {
      thread =
          new Thread(
              () -> {
                while (!stopped) {
                  call(endpoint, row, old, young);
                }
              });
      thread.start();
    }

    private void call(Endpoint endpoint, Row row, double old, double young) {
      try {
        double value = endpoint.predict(row).value();
        if (value != old && value != young) {
          strange.add(value);
        }
      } catch (AloftException e) {
        // while its server is dead an endpoint answers nobody
        LockSupport.parkNanos(1_000_000);
      }
    }

    List<Double> stop() throws InterruptedException {
      stopped = true;
      thread.join();
      return strange;
    }
  }

  private static void pause(int millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static int kill(List<ProcessHandle> processes) {
    processes.forEach(ProcessHandle::destroyForcibly);
    return processes.size();
  }

  private static List<ProcessHandle> workersOf(Path home) {
    return processes(home, "WorkerMain", "/worker/arguments");
  }

  private static List<ProcessHandle> serversOf(Path home) {
    return processes(home, "ServerMain");
  }

  private static List<ProcessHandle> processes(Path home, String... words) {
    return ProcessHandle.allProcesses()
        .filter(
            process -> {
              String command = commandLine(process);
              return command.contains(home.toString())
                  && Stream.of(words).anyMatch(command::contains);
            })
        .toList();
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .replace('\0', ' ');
    } catch (IOException e) {
      return process.info().commandLine().orElse("");
    }
  }

  private static void noProcessStays(Path home) throws Exception {
    Eventually.holds(
        "no process of " + home,
        () ->
            ProcessHandle.allProcesses()
                .noneMatch(
                    process ->
                        process.pid() != ProcessHandle.current().pid()
                            && commandLine(process).contains(home.toString())));
  }

  private static void nothingHalfWritten(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file :
          (Iterable<Path>) files.filter(f -> f.toString().endsWith(".json"))::iterator) {
        String text = Files.readString(file).strip();
        assertThat(text).as("%s", file).startsWith("{").endsWith("}");
      }
    }
  }
}
