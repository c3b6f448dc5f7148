package dev.aloft.local.serving;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.LocalErrors;
import dev.aloft.local.LocalHome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds the server process of a home, or starts it. Thread-safe. */
final class ServerProcess {
  private static final int LOOK_AGAIN_MILLIS = 10;
  private static final int LOOKS = 3_000;
  private static final int TAIL = 2_000;

  private final LocalHome home;
  private final EndpointRecords records;
  private final ServingOptions options;

  ServerProcess(LocalHome home, EndpointRecords records, ServingOptions options) {
    this.home = home;
    this.records = records;
    this.options = options;
  }

  /** The server process, running. */
  HostingProcess ensure() {
    Optional<HostingProcess> running = records.server().filter(HostingProcess::isAlive);
    return running.orElseGet(() -> records.locked(this::startUnlessRunning));
  }

  private HostingProcess startUnlessRunning() throws IOException, InterruptedException {
    Optional<HostingProcess> running = records.server().filter(HostingProcess::isAlive);
    return running.isPresent() ? running.get() : start();
  }

  private HostingProcess start() throws IOException, InterruptedException {
    Path output = records.serverOutput();
    ProcessBuilder builder = new ProcessBuilder(command());
    if (options.token() != null) {
      builder.environment().put(ServerMain.TOKEN, options.token());
    }
    Process child =
        builder
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    for (int look = 0; look < LOOKS; look++) {
      Optional<HostingProcess> known =
          records.server().filter(process -> process.pid() == child.pid());
      if (known.isPresent()) {
        return known.get();
      }
      if (child.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        throw failed("ended at once with exit code " + child.exitValue(), output);
      }
    }
    child.destroyForcibly();
    throw failed("did not start within " + LOOKS * LOOK_AGAIN_MILLIS / 1000 + " s", output);
  }

  private static AloftException failed(String how, Path output) {
    return AloftException.of(ErrorCode.UNAVAILABLE, "the server process " + how)
        .effect(Effect.NONE)
        .retryable(false)
        .logTail(tail(output))
        .build();
  }

  /** The shell makes the process deaf to the terminal's interrupt and hang-up, nothing else. */
  private List<String> command() {
    List<String> command = new ArrayList<>();
    if (File.separatorChar == '/') {
      command.addAll(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "aloft-server"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ServerMain.class.getName());
    command.add(home.root().toString());
    command.add(options.host());
    command.add(Integer.toString(options.port()));
    command.add(Integer.toString(options.maxBody()));
    return command;
  }

  private static List<String> tail(Path output) {
    try {
      String text = Files.readString(output);
      return text.substring(Math.max(0, text.length() - TAIL)).lines().toList();
    } catch (IOException e) {
      throw LocalErrors.translate("read", output.toString(), e);
    }
  }
}
