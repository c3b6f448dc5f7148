package dev.aloft.local.training;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Starts workers: a Java of its own for each, out of reach of the terminal's signals, below a shell
 * that keeps the exit code for whoever looks later. Thread-safe.
 */
public final class WorkerLauncher {
  private static final String MAIN = "dev.aloft.local.worker.WorkerMain";
  private static final boolean WINDOWS = File.separatorChar == '\\';
  private static final int FIRST_WITH_NATIVE_ACCESS = 22;

  private static final String KEEP_EXIT_CODE =
      "result=$1; exit=$2; shift 2; \"$@\"; code=$?;"
          + " [ -e \"$result\" ] ||"
          + " { echo $code > \"$exit.new\" && mv -f \"$exit.new\" \"$exit\"; }; exit $code";
  private static final String IGNORE_TERMINAL = "trap '' HUP INT QUIT; ";

  private final Supplier<List<Path>> classPath;
  private final Consumer<Map<String, String>> environment;

  /**
   * A launcher.
   *
   * @param classPath where workers find their classes
   * @param environment changes the environment that workers inherit
   */
  public WorkerLauncher(Supplier<List<Path>> classPath, Consumer<Map<String, String>> environment) {
    this.classPath = classPath;
    this.environment = environment;
  }

  /** Starts a worker of a run and writes down which process it is. */
  void start(RunDirectory run, JobFile job, int attempt) throws IOException {
    String token = UUID.randomUUID().toString().substring(0, 8);
    Path arguments = run.worker().resolve("arguments-" + token);
    Files.write(arguments, arguments(run, token), nativeCharset());
    ProcessBuilder builder =
        new ProcessBuilder(command(run, token, arguments))
            .directory(run.path().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(nothing()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(run.log().toFile()))
            .redirectErrorStream(true);
    environment.accept(builder.environment());
    Secrets.put(job.secrets(), builder.environment());
    Process process = builder.start();
    ProcessMark.of(process.toHandle(), token, attempt).replace(run.spawned());
  }

  private List<String> arguments(RunDirectory run, String token) {
    List<String> lines = new ArrayList<>();
    lines.add("-cp");
    lines.add(
        quoted(
            classPath.get().stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator))));
    lines.add("-Dfile.encoding=UTF-8");
    lines.add("-Dstdout.encoding=UTF-8");
    // it may have no logger, and a banner about that would stand in users' errors
    lines.add("-Dslf4j.internal.verbosity=ERROR");
    lines.add(quoted("-XX:ErrorFile=" + run.worker().resolve("crash.log")));
    // the work is native or another program's: a short run takes half the processor time this way
    lines.add("-XX:+UseSerialGC");
    lines.add("-XX:TieredStopAtLevel=1");
    if (Runtime.version().feature() >= FIRST_WITH_NATIVE_ACCESS) {
      lines.add("--enable-native-access=ALL-UNNAMED");
    }
    lines.add(MAIN);
    lines.add(quoted(run.path().toString()));
    lines.add(token);
    return lines;
  }

  private static List<String> command(RunDirectory run, String token, Path arguments) {
    List<String> java = List.of(java().toString(), "@" + arguments);
    if (WINDOWS) {
      return java;
    }
    List<String> command = new ArrayList<>();
    Optional<Path> setsid = Programs.find("setsid");
    setsid.ifPresent(program -> command.add(program.toString()));
    command.add("/bin/sh");
    command.add("-c");
    command.add(setsid.isPresent() ? KEEP_EXIT_CODE : IGNORE_TERMINAL + KEEP_EXIT_CODE);
    command.add("aloft-worker");
    command.add(run.result().toString());
    command.add(run.exit(token).toString());
    command.addAll(java);
    return command;
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", WINDOWS ? "java.exe" : "java");
  }

  private static File nothing() {
    return new File(WINDOWS ? "NUL" : "/dev/null");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static Charset nativeCharset() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }
}
