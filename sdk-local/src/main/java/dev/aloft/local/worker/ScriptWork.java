package dev.aloft.local.worker;

import dev.aloft.Aloft;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.disk.Durable;
import dev.aloft.local.disk.Json;
import dev.aloft.local.training.JobFile;
import dev.aloft.local.training.RunDirectory;
import dev.aloft.local.training.RunResult;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs a script under the portable contract, by the bootstrap that every provider uses. One use.
 */
final class ScriptWork implements Work {
  private static final boolean WINDOWS = File.separatorChar == '\\';
  private static final String SHELL_PART = "aloft-bootstrap.sh";
  private static final String PYTHON_PART = "aloft_bootstrap.py";
  private static final int SIGNALLED = 128;
  private static final long KILL_SECONDS = 5;

  private final RunDirectory run;
  private final JobFile job;
  private volatile @Nullable Process process;

  ScriptWork(RunDirectory run, JobFile job) {
    this.run = run;
    this.job = job;
  }

  @Override
  public RunResult carryOut(StopSignal stop) throws Exception {
    copyCode();
    for (String part : List.of(SHELL_PART, PYTHON_PART)) {
      unpack(part);
    }
    Path configuration = run.worker().resolve("bootstrap.json");
    Durable.replace(configuration, Json.write(configuration()));
    Process started = start(configuration);
    process = started;
    stop.onGiven(started::destroy);
    int exitCode = started.waitFor();
    if (exitCode > SIGNALLED) {
      killGroup();
    }
    if (exitCode != 0) {
      return failure(exitCode);
    }
    forceWhatItLeft();
    return RunResult.succeeded();
  }

  /** The result says that all of it is there, and must not be on the disk before it is. */
  private void forceWhatItLeft() throws IOException {
    for (Path left : List.of(run.model(), run.output(), run.checkpoints())) {
      if (Files.isDirectory(left, LinkOption.NOFOLLOW_LINKS)) {
        Durable.forceTree(left);
      }
    }
  }

  /** The staged files belong to all runs; a script may write into its own directory. */
  private void copyCode() throws IOException {
    Path from = job.code();
    Path to = run.code();
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(directory).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
              Files.copy(in, to.resolve(from.relativize(file).toString()));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void unpack(String part) throws IOException {
    try (InputStream in = Aloft.class.getResourceAsStream("/dev/aloft/bootstrap/" + part)) {
      if (in == null) {
        throw new NoSuchFileException("/dev/aloft/bootstrap/" + part);
      }
      Files.copy(in, run.worker().resolve(part));
    }
  }

  private JsonNode configuration() {
    ObjectNode root = Json.object();
    root.put("entry", job.entry());
    root.put("directory", run.code().toString());
    root.set("arguments", Json.of(job.arguments()));
    root.set("hyperparameters", job.hyperparameters());
    ObjectNode inputs = root.putObject("inputs");
    job.inputs().forEach((name, path) -> inputs.put(name, path.toString()));
    root.put("model", run.model().toString());
    root.put("output", run.output().toString());
    root.put("checkpoints", run.checkpoints().toString());
    root.put("metrics", run.metrics().toString());
    root.put("parameters", run.worker().resolve("hyperparameters.json").toString());
    root.put("failure", failureFile().toString());
    root.put("lock", run.tree().toString());
    root.put("processFile", processFile().toString());
    root.put("run", job.run()).put("runId", job.id()).put("provider", "local");
    root.put("requirements", job.installsRequirements());
    root.put("environments", run.path().resolve("../../environments").normalize().toString());
    root.put("grace", job.settings().grace().toMillis() / 1000.0);
    root.put("parent", ProcessHandle.current().pid());
    return root;
  }

  private Process start(Path configuration) throws IOException {
    String python = job.settings().python();
    List<String> command =
        WINDOWS
            ? List.of(python.isEmpty() ? "python" : python, PYTHON_PART, configuration.toString())
            : List.of("/bin/sh", SHELL_PART, configuration.toString());
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(run.worker().toFile()).inheritIO();
    Map<String, String> environment = builder.environment();
    environment.putAll(job.environment());
    if (!python.isEmpty()) {
      environment.put("ALOFT_PYTHON", python);
    }
    return builder.start();
  }

  private RunResult failure(int exitCode) throws IOException {
    String reason = "the script failed";
    Integer code = exitCode;
    try {
      JsonNode failure = Json.read(failureFile());
      String error = failure.path("error").asString("");
      reason = error.isEmpty() ? reason : error;
      code = failure.path("exitCode").isNull() ? null : code; // it was not the script that failed
    } catch (NoSuchFileException e) {
      reason = "the script was ended from outside";
    }
    return RunResult.failed(ErrorCode.USER_CODE_FAILED, null, reason, code);
  }

  private Path failureFile() {
    return run.worker().resolve("failure.json");
  }

  private Path processFile() {
    return run.worker().resolve("script.pid");
  }

  @Override
  public void kill() {
    Process started = process;
    if (started == null || !started.isAlive()) {
      return;
    }
    try (Stream<ProcessHandle> tree = started.descendants()) {
      List<ProcessHandle> all = tree.toList();
      killGroup();
      started.destroyForcibly();
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** Ends whatever the script started, also what no longer descends from anybody here. */
  private void killGroup() {
    if (WINDOWS) {
      return;
    }
    try {
      String leader = Files.readString(processFile()).strip();
      if (leader.matches("[1-9][0-9]{0,9}")) {
        new ProcessBuilder("/bin/sh", "-c", "kill -KILL -" + leader + " 2>/dev/null")
            .start()
            .waitFor(KILL_SECONDS, TimeUnit.SECONDS);
      }
    } catch (NoSuchFileException e) {
      return; // the script was not started yet
    } catch (IOException e) {
      e.printStackTrace(System.out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
