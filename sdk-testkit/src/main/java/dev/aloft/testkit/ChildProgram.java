package dev.aloft.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program that a test lets run, with what it prints. It is given the variables that are named and
 * {@code PATH}, so that nobody's own settings reach it. Immutable.
 */
public final class ChildProgram {
  private final List<String> command;
  private final @Nullable Path directory;
  private final @Nullable Map<String, String> variables;

  ChildProgram(
      List<String> command, @Nullable Path directory, @Nullable Map<String, String> variables) {
    this.command = List.copyOf(command);
    this.directory = directory;
    this.variables = variables == null ? null : Map.copyOf(variables);
  }

  /** A program with the variables of this one, as the user set them up. */
  static ChildProgram inheriting(List<String> command) {
    return new ChildProgram(command, null, null);
  }

  /**
   * How it ended.
   *
   * @param exit its exit code
   * @param output all that it printed, errors too
   */
  public record Result(int exit, String output) {}

  /** Such a program cannot be started. */
  static final class CannotStart extends IOException {
    private static final long serialVersionUID = 1;

    CannotStart(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /**
   * Runs it to its end; ends it, and what it started, when that takes longer than is allowed.
   *
   * @throws IllegalStateException it took too long; with what it printed
   */
  public Result run(Duration patience) throws IOException {
    Path output = Files.createTempFile("program", ".out");
    try {
      Process process = start(ProcessBuilder.Redirect.to(output.toFile()));
      try {
        boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        String printed = Files.readString(output);
        if (!ended) {
          throw new IllegalStateException(command + " did not end in " + patience + ": " + printed);
        }
        return new Result(process.exitValue(), printed);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while " + command + " ran", e);
      } finally {
        end(process);
      }
    } finally {
      Files.delete(output);
    }
  }

  /** Starts it; output and errors go to one place. */
  public Process start(ProcessBuilder.Redirect output) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    if (variables != null) {
      String path = builder.environment().get("PATH");
      builder.environment().clear();
      if (path != null) {
        builder.environment().put("PATH", path);
      }
      builder.environment().putAll(variables);
    }
    try {
      return builder.redirectErrorStream(true).redirectOutput(output).start();
    } catch (IOException e) {
      throw new CannotStart(e);
    }
  }

  /** Ends a program and what it started. */
  public static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
