package dev.aloft.fake.work;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * A program below its supervisor, {@code container.py}. The supervisor's input is the tie: when it
 * closes, because this process ended in whatever way, the program and all that it started end.
 */
final class RunningProgram implements Work {
  private final Process supervisor;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  private RunningProgram(Process supervisor) {
    this.supervisor = supervisor;
  }

  static RunningProgram start(
      List<String> command, JsonNode settings, Program program, Consumer<RunningProgram> ended)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    RunningProgram running = new RunningProgram(builder.start());
    running.tell(settings.toString());
    String root = settings.path("root").asString("");
    boolean rewritten = settings.path("mapping").asString("").equals("rewrite");
    Consumer<String> log =
        rewritten
            ? line -> program.log().accept(line.replace(root, program.mount()))
            : program.log();
    Thread reader = new Thread(() -> running.follow(log, ended), "container-" + program.root());
    reader.setDaemon(true);
    reader.start();
    return running;
  }

  private void follow(Consumer<String> log, Consumer<RunningProgram> ended) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(supervisor.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.accept(line);
      }
    } catch (IOException e) {
      log.accept("the output cannot be read any more: " + e.getMessage());
    }
    int code = supervisor.onExit().join().exitValue();
    ended.accept(this);
    exit.complete(code);
  }

  private synchronized void tell(String line) {
    try {
      supervisor.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      supervisor.getOutputStream().flush();
    } catch (IOException e) {
      return; // it has ended
    }
  }

  @Override
  public CompletableFuture<Integer> exit() {
    return exit;
  }

  @Override
  public void terminate() {
    tell("terminate");
  }

  @Override
  public void kill() {
    tell("kill");
  }
}
