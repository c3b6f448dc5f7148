package dev.aloft.local.serving;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.LocalErrors;
import dev.aloft.local.LocalHome;
import dev.aloft.local.disk.Json;
import dev.aloft.local.training.WorkerClassPath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Finds the server process of a home, or starts it. Thread-safe. */
final class ServerProcess {
  private static final boolean WINDOWS = File.separatorChar == '\\';
  private static final int LOOK_AGAIN_MILLIS = 10;
  private static final int LOOKS = 3_000;
  private static final int TAIL = 2_000;
  private static final int FIRST_WITH_NATIVE_ACCESS = 22;
  private static final List<String> NEEDED =
      List.of(
          "dev.aloft.local.serving.ServerMain",
          "dev.aloft.Aloft",
          "org.slf4j.Logger",
          "tools.jackson.databind.ObjectMapper",
          "tools.jackson.core.JsonParser",
          "com.fasterxml.jackson.annotation.JsonProperty",
          "io.netty.buffer.ByteBuf",
          "io.netty.channel.EventLoop",
          "io.netty.handler.codec.ByteToMessageDecoder",
          "io.netty.handler.codec.compression.ZlibWrapper",
          "io.netty.handler.codec.http.HttpServerCodec",
          "io.netty.handler.timeout.IdleStateHandler",
          "io.netty.resolver.AddressResolver",
          "io.netty.util.AttributeKey",
          "ml.dmlc.xgboost4j.java.XGBoost",
          "org.apache.commons.logging.LogFactory",
          "com.esotericsoftware.kryo.KryoSerializable");

  private final LocalHome home;
  private final EndpointRecords records;
  private final ServingOptions options;
  private final WorkerClassPath classPath;

  ServerProcess(
      LocalHome home, EndpointRecords records, ServingOptions options, ClassLoader loader) {
    this.home = home;
    this.records = records;
    this.options = options;
    this.classPath = new WorkerClassPath(home.classes(), loader, NEEDED);
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
            .redirectInput(new File(WINDOWS ? "NUL" : "/dev/null"))
            .start();
    for (int look = 0; look < LOOKS; look++) {
      Optional<HostingProcess> known =
          records.server().filter(process -> process.pid() == child.pid());
      if (known.isPresent()) {
        return known.get();
      }
      if (child.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        throw ended(child.exitValue(), tail(output));
      }
    }
    child.destroyForcibly();
    throw failed(
        ErrorCode.UNAVAILABLE,
        "did not start within " + LOOKS * LOOK_AGAIN_MILLIS / 1000 + " s",
        tail(output));
  }

  /** One that ended would end again: what was wished has failed, and is not tried anew. */
  private static AloftException ended(int exitCode, List<String> tail) {
    String last = lastWords(tail);
    return exitCode == ServerMain.REFUSED
        ? ListenFailure.of(RecordJson.problem(Json.parse(last)))
        : failed(
            ErrorCode.PROVIDER_ERROR,
            "ended at once with exit code "
                + exitCode
                + ": "
                + (last.isEmpty() ? "it printed nothing" : last),
            tail);
  }

  private static AloftException failed(ErrorCode code, String how, List<String> tail) {
    return AloftException.of(code, "the server process " + how)
        .effect(Effect.NONE)
        .retryable(false)
        .logTail(tail)
        .build();
  }

  /** The shell makes the process deaf to the terminal's interrupt and hang-up, nothing else. */
  private List<String> command() {
    List<String> command = new ArrayList<>();
    if (!WINDOWS) {
      command.addAll(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "aloft-server"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    // it may have no logger, and a banner about that would stand in users' errors
    command.add("-Dslf4j.internal.verbosity=ERROR");
    if (Runtime.version().feature() >= FIRST_WITH_NATIVE_ACCESS) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-cp");
    command.add(
        classPath.entries().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(ServerMain.class.getName());
    command.add(home.root().toString());
    command.add(options.host());
    command.add(Integer.toString(options.port()));
    command.add(Integer.toString(options.maxBody()));
    return command;
  }

  /** The last line that is no place in a stack; empty when there is none. */
  static String lastWords(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
        .reduce("", (before, line) -> line);
  }

  /** The last lines that the server process printed. */
  static List<String> tail(Path output) {
    try {
      String text = Files.readString(output);
      return text.substring(Math.max(0, text.length() - TAIL)).lines().toList();
    } catch (IOException e) {
      throw LocalErrors.translate("read", output.toString(), e);
    }
  }
}
