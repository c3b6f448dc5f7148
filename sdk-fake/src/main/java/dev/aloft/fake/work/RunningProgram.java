package dev.aloft.fake.work;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
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
    Optional<Consumer<String>> errors = program.log().errors();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(errors.isEmpty());
    RunningProgram running = new RunningProgram(builder.start());
    running.tell(settings.toString());
    UnaryOperator<String> seen = UnaryOperator.identity();
    if (settings.path("mapping").asString("").equals("rewrite")) {
      String root = settings.path("root").asString("");
      seen = line -> line.replace(root, program.mount());
    }
    running.follow(program, seen, ended);
    return running;
  }

  private void follow(Program program, UnaryOperator<String> seen, Consumer<RunningProgram> ended) {
    String name = "container-" + program.root();
    Thread errors =
        thread(
            name + "-errors",
            () ->
                program
                    .log()
                    .errors()
                    .ifPresent(log -> read(supervisor.getErrorStream(), seen, log)));
    thread(
        name,
        () -> {
          read(supervisor.getInputStream(), seen, program.log());
          end(errors, ended);
        });
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void read(InputStream stream, UnaryOperator<String> seen, Consumer<String> log) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.accept(seen.apply(line));
      }
    } catch (IOException e) {
      log.accept("the output cannot be read any more: " + e.getMessage());
    }
  }

  private void end(Thread errors, Consumer<RunningProgram> ended) {
    try {
      errors.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
