package dev.aloft.local.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.data.Secret;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.ChildJvm;
import dev.aloft.local.Eventually;
import dev.aloft.operation.OperationState;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process that asked for a run is killed. */
class ParentDeathTest {
  @TempDir Path directory;

  private TrainingBench bench;

  @BeforeEach
  void open() {
    bench = new TrainingBench(directory, "max-runs", "1");
  }

  @AfterEach
  void stop() throws Exception {
    bench.stopAll();
  }

  @Test
  void workGoesOnAndWhatWaitsIsStartedOrTold() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "a secret value");
    Process parent = ChildJvm.start(Parent.class, directory.toString());
    Eventually.holds("the parent asked", () -> Files.exists(directory.resolve("asked")));
    parent.destroyForcibly().waitFor();
    Files.delete(secret);
    RunRef first = bench.known("first-1");
    assertThat(bench.training.describe(first).state()).isEqualTo(OperationState.RUNNING);

    Files.createFile(directory.resolve("go"));

    assertThat(bench.end(first).state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(bench.end(bench.known("second-1")).state()).isEqualTo(OperationState.SUCCEEDED);
    RunStatus third = bench.end(bench.known("secret-1"));
    assertThat(third.state()).isEqualTo(OperationState.FAILED);
    assertThat(third.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(third.reason()).contains("is gone", "{TOKEN=" + secret.toUri() + "}");
  }

  @Test
  void aRunWithoutAWorkerIsStartedByWhoeverLooks() throws Exception {
    RunRef blocking = bench.create(waiting(directory, "blocking"), "blocking-1");
    RunRef run = bench.create(waiting(directory, "alone"), "alone-1");
    assertThat(bench.training.describe(run).state()).isEqualTo(OperationState.QUEUED);
    try (DirectoryStream<Path> markers =
        Files.newDirectoryStream(bench.home.active(), "*-alone-1")) {
      for (Path marker : markers) {
        Files.delete(marker);
      }
    }
    Files.createFile(directory.resolve("go"));
    assertThat(bench.end(blocking).state()).isEqualTo(OperationState.SUCCEEDED);

    assertThat(bench.end(run).state()).isEqualTo(OperationState.SUCCEEDED);
  }

  @Test
  void aSecondWorkerOfARunDoesNothing() throws Exception {
    Path count = directory.resolve("count");
    Path script =
        TrainingBench.script(directory.resolve("code"), "open('" + count + "', 'a').write('x')");
    Files.createFile(directory.resolve("go"));
    TrainingJob job = TrainingJob.builder("once", Script.of(script, "train.py")).build();
    RunRef run = bench.create(job, "once-1");
    Process second =
        ChildJvm.start(
            dev.aloft.local.worker.WorkerMain.class,
            bench.directory(run).path().toString(),
            "second");

    assertThat(second.waitFor()).isZero();
    assertThat(bench.end(run).state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(count).hasContent("x");
  }

  /** Works until it is told to go. */
  private static TrainingJob waiting(Path directory, String name) throws IOException {
    Path script =
        TrainingBench.script(
            directory.resolve("code-" + name),
            "import os, time",
            "while not os.path.exists('" + directory + "/go'): time.sleep(0.01)");
    return TrainingJob.builder(name, Script.of(script, "train.py")).build();
  }

  /** Asks for three runs on one slot, and waits to be killed. */
  static final class Parent {
    public static void main(String[] arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      TrainingBench bench = new TrainingBench(directory, "max-runs", "1");
      RunRef first = bench.create(waiting(directory, "first"), "first-1");
      bench.create(waiting(directory, "second"), "second-1");
      TrainingJob job =
          waiting(directory, "secret").toBuilder()
              .secret("TOKEN", Secret.of(directory.resolve("secret").toUri().toString()))
              .build();
      bench.create(job, "secret-1");
      Eventually.holds(
          "the first works",
          () -> bench.training.describe(first).state() == OperationState.RUNNING);
      Files.createFile(directory.resolve("asked"));
      Thread.currentThread().join();
    }
  }
}
