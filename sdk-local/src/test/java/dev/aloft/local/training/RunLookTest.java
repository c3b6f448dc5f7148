package dev.aloft.local.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aloft.error.ErrorCode;
import dev.aloft.local.LocalProcess;
import dev.aloft.local.training.RunLook.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose worker belongs to another container, or to the machine before it was restarted. */
class RunLookTest {
  private static final LocalProcess SELF = LocalProcess.current();
  private static final LocalProcess ELSEWHERE =
      new LocalProcess(SELF.boot(), "1", 999_999_999L, SELF.start());
  private static final LocalProcess BEFORE_THE_RESTART =
      new LocalProcess("6c1f2a6e-0000-4000-8000-000000000000", "1", SELF.pid(), SELF.start());

  @TempDir Path directory;

  private RunDirectory run;

  @BeforeEach
  void make() throws Exception {
    assumeTrue(!SELF.boot().isEmpty(), "this system does not say when it was started");
    run = new RunDirectory(directory.resolve("run-1"));
    Files.createDirectories(run.worker());
    Files.writeString(run.job(), "{}");
    Files.createFile(run.lock());
  }

  @Test
  void aStartElsewhereIsBelievedForATime() throws Exception {
    spawned(ELSEWHERE, 3);
    assertThat(RunLook.at(run).stage()).isEqualTo(Stage.STARTING);

    Instant old = Instant.now().minus(Duration.ofMinutes(2));
    Files.setLastModifiedTime(run.spawned(), FileTime.from(old));

    assertThat(RunLook.at(run).stage()).isEqualTo(Stage.ENDED);
  }

  @Test
  void aStartBeforeTheRestartIsRepeatedAtOnce() throws Exception {
    assumeTrue(isOver(BEFORE_THE_RESTART), "other machines may have these files");
    spawned(BEFORE_THE_RESTART, 1);

    assertThat(RunLook.at(run).stage()).isEqualTo(Stage.WAITING);
  }

  @Test
  void workThatARestartInterruptedIsToldAsLost() throws Exception {
    assumeTrue(isOver(BEFORE_THE_RESTART), "other machines may have these files");
    spawned(BEFORE_THE_RESTART, 1);
    new ProcessMark(BEFORE_THE_RESTART, "token", 1).create(run.started());

    RunLook look = RunLook.at(run);

    assertThat(look.stage()).isEqualTo(Stage.ENDED);
    assertThat(look.result()).isNotNull();
    assertThat(look.result().code()).isEqualTo(ErrorCode.PROVIDER_ERROR);
    assertThat(look.result().reason()).contains("the machine was stopped");
  }

  private boolean isOver(LocalProcess process) throws Exception {
    return process.fate(directory) == LocalProcess.Fate.ENDED;
  }

  private void spawned(LocalProcess process, int attempt) throws Exception {
    new ProcessMark(process, "token", attempt).create(run.spawned());
  }
}
