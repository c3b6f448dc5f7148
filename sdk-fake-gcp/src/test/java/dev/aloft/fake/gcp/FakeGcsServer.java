package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * fake-gcs-server, which other people wrote in Go: built once below {@code target} from its module,
 * and run with its objects in memory. Where there is no Go, or the module cannot be had, the test
 * that asks is reported as not run, with the reason; with {@code CI=true} it fails.
 */
final class FakeGcsServer implements AutoCloseable {
  private static final String VERSION = "v1.55.1";
  private static final String MODULE = "github.com/fsouza/fake-gcs-server@" + VERSION;
  private static final Path HOME = Path.of("target", "go", VERSION).toAbsolutePath();
  private static final int LONGEST_BUILD_MINUTES = 20;

  private final Process process;
  private final int port;

  private FakeGcsServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static FakeGcsServer start() throws IOException, InterruptedException {
    Path program = HOME.resolve("fake-gcs-server");
    if (!Files.exists(program)) {
      build();
    }
    int port = freePort();
    String address = "127.0.0.1:" + port;
    ProcessBuilder builder =
        new ProcessBuilder(
            program.toString(),
            "-scheme=http",
            "-backend=memory",
            "-host=127.0.0.1",
            "-port=" + port,
            "-public-host=" + address,
            "-external-url=http://" + address);
    Process process = builder.redirectErrorStream(true).start();
    awaitStart(process);
    return new FakeGcsServer(process, port);
  }

  private static void build() throws IOException, InterruptedException {
    Files.createDirectories(HOME);
    Path printed = HOME.resolve("build.log");
    ProcessBuilder builder = new ProcessBuilder("go", "install", MODULE);
    builder.environment().put("GOBIN", HOME.toString());
    Process process;
    try {
      process = builder.redirectErrorStream(true).redirectOutput(printed.toFile()).start();
    } catch (IOException e) {
      throw notRun("no Go to build fake-gcs-server with: " + e.getMessage());
    }
    try {
      if (!process.waitFor(LONGEST_BUILD_MINUTES, TimeUnit.MINUTES)) {
        throw notRun("go install " + MODULE + " took " + LONGEST_BUILD_MINUTES + " minutes");
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw notRun("go install " + MODULE + " failed: " + Files.readString(printed));
    }
  }

  private static RuntimeException notRun(String reason) {
    if ("true".equals(System.getenv("CI"))) {
      return Assertions.fail(reason);
    }
    System.err.println("NOT RUN: " + reason);
    return Assumptions.abort(reason);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static void awaitStart(Process process) throws IOException {
    StringBuilder printed = new StringBuilder();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    String line = lines.readLine();
    while (line != null && !line.contains("server started")) {
      printed.append(line).append('\n');
      line = lines.readLine();
    }
    assertThat(line).as(printed.toString()).isNotNull();
    Thread reader = new Thread(() -> lines.lines().forEach(later -> {}), "fake-gcs-server");
    reader.setDaemon(true);
    reader.start();
  }

  /** Where it listens. */
  String address() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
