package dev.aloft.fake.work;

import dev.aloft.local.disk.Durable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs programs as containers do, without privileges: each sees its files under the container's own
 * path, and ends with all that it started, also when this process dies. Needs a Python of 3.7 or
 * newer on a POSIX system. Thread-safe.
 */
public final class ContainerHost implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROBE = "/opt/ml";
  private static final String PYTHON = "python3";
  private static final String ASK =
      "import sys; sys.exit('version %d.%d' % sys.version_info[:2]) if sys.version_info < (3, 7)"
          + " else print(sys.executable)";
  private static final Set<String> INHERITED =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "LANG",
          "TZ",
          "TMPDIR",
          "LD_LIBRARY_PATH",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "REQUESTS_CA_BUNDLE",
          "VIRTUAL_ENV",
          "CONDA_PREFIX",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "http_proxy",
          "https_proxy",
          "no_proxy");
  private static final List<String> INHERITED_FAMILIES = List.of("LC_", "PIP_", "PYENV_");

  private final String wanted;
  private final Set<RunningProgram> running = ConcurrentHashMap.newKeySet();
  private @Nullable String python;
  private @Nullable Mapping mapping;
  private @Nullable Path files;
  private boolean closed;

  /** How a program comes to see its files at the container's path. */
  public enum Mapping {
    /** The kernel shows them there, to the program alone. */
    NAMESPACE,
    /**
     * The path is replaced: in arguments, variables, scripts and the file functions of Python.
     * Other programs that are told the path in another way do not find it.
     */
    REWRITE
  }

  private ContainerHost(String wanted, @Nullable Mapping mapping) {
    this.wanted = wanted;
    this.mapping = mapping;
  }

  /** With {@code python3} of the path, and the best mapping that this machine has. */
  public static ContainerHost ofThisMachine() {
    return new ContainerHost(PYTHON, null);
  }

  /** With another Python, a path or a name. */
  public static ContainerHost withPython(String python) {
    return new ContainerHost(python, null);
  }

  /** With this mapping, whatever else the machine could do. */
  public static ContainerHost withMapping(Mapping mapping) {
    return new ContainerHost(PYTHON, mapping);
  }

  /**
   * The Python of the programs, by its own path: what is found may be a shell script before it.
   *
   * @throws IOException when there is none, or it does not run
   */
  public synchronized String python() throws IOException {
    if (python != null) {
      return python;
    }
    String found =
        find(wanted)
            .orElseThrow(
                () ->
                    new IOException(
                        "there is no "
                            + wanted
                            + " on this machine, which runs scripts: install Python 3.7 or newer,"
                            + " or name another one"));
    Process asked = new ProcessBuilder(found, "-I", "-c", ASK).redirectErrorStream(true).start();
    asked.getOutputStream().close();
    String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (asked.onExit().join().exitValue() != 0 || !Files.isExecutable(Path.of(said))) {
      throw new IOException(found + " is no Python 3.7 or newer: " + said);
    }
    python = said;
    return said;
  }

  private static Optional<String> find(String name) {
    if (name.indexOf(File.separatorChar) >= 0) {
      return Optional.of(name).filter(path -> Files.isExecutable(Path.of(path)));
    }
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name).toAbsolutePath())
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /** What programs see of this machine's own variables; the directory of Python comes first. */
  public Map<String, String> variables() throws IOException {
    Map<String, String> variables = new HashMap<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (INHERITED.contains(name)
                  || INHERITED_FAMILIES.stream().anyMatch(name::startsWith)) {
                variables.put(name, value);
              }
            });
    Path directory = Path.of(python()).toAbsolutePath().getParent();
    variables.merge("PATH", directory + "", (path, own) -> own + File.pathSeparator + path);
    variables.put("PYTHONUNBUFFERED", "1");
    return variables;
  }

  /**
   * Starts a program.
   *
   * @throws IOException when there is no Python, or no process can be started
   */
  public Work run(Program program) throws IOException {
    return run(program, mapping());
  }

  /** The mapping that is used; looks what the machine can do at the first call. */
  public synchronized Mapping mapping() throws IOException {
    Mapping known = mapping;
    if (known == null) {
      known = canMapByNamespace() ? Mapping.NAMESPACE : Mapping.REWRITE;
      mapping = known;
    }
    return known;
  }

  private boolean canMapByNamespace() throws IOException {
    Path root = Files.createTempDirectory("aloft-probe");
    try {
      Files.createFile(root.resolve("here"));
      List<String> command = List.of("/bin/sh", "-c", "test -f " + PROBE + "/here");
      Program program = new Program(command, "/", Map.of(), root, PROBE, List.of(), line -> {});
      return run(program, Mapping.NAMESPACE).exit().join() == 0;
    } finally {
      Files.deleteIfExists(root.resolve("here"));
      Files.deleteIfExists(root);
    }
  }

  private Work run(Program program, Mapping by) throws IOException {
    Path own = files();
    ObjectNode settings = JSON.createObjectNode();
    program.command().forEach(settings.putArray("command")::add);
    ObjectNode variables = settings.putObject("environment");
    variables().forEach(variables::put);
    program.environment().forEach(variables::put);
    program.code().forEach(settings.putArray("code")::add);
    settings
        .put("directory", program.directory())
        .put("root", program.root().toRealPath().toString())
        .put("mount", program.mount())
        .put("scratch", own.resolve("scratch").toString())
        .put("mapping", by == Mapping.NAMESPACE ? "namespace" : "rewrite");
    List<String> command = List.of(python(), "-I", own.resolve("container.py").toString());
    RunningProgram started = RunningProgram.start(command, settings, program, running::remove);
    running.add(started);
    if (started.exit().isDone()) {
      running.remove(started);
    }
    if (isClosed()) {
      started.kill();
    }
    return started;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized Path files() throws IOException {
    if (closed) {
      throw new IOException("this host of containers is closed");
    }
    Path known = files;
    if (known == null) {
      known = Files.createTempDirectory("aloft-containers").toRealPath();
      Files.createDirectory(known.resolve("scratch"));
      Files.createDirectory(known.resolve("mapped"));
      copy(ContainerHost.class, "container.py", known.resolve("container.py"));
      copy(ContainerHost.class, "sitecustomize.py", known.resolve("mapped/sitecustomize.py"));
      files = known;
    }
    return known;
  }

  /** A program that lies beside a class, as a file that containers can run. */
  public synchronized Path resource(Class<?> beside, String name) throws IOException {
    Path file = files().resolve(beside.getPackageName() + "-" + name);
    if (!Files.exists(file)) {
      copy(beside, name, file);
    }
    return file;
  }

  private static void copy(Class<?> beside, String name, Path target) throws IOException {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the resource " + name + " is missing");
      }
      Files.writeString(target, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Ends all programs, and returns when they have ended. */
  @Override
  public void close() {
    Path own;
    synchronized (this) {
      closed = true;
      own = files;
      files = null;
    }
    List<RunningProgram> last = new ArrayList<>(running);
    last.forEach(RunningProgram::kill);
    last.forEach(program -> program.exit().join());
    if (own != null) {
      delete(own);
    }
  }

  private static void delete(Path directory) {
    try {
      Durable.deleteTree(directory);
    } catch (IOException e) {
      return; // the system empties its directory of temporary files
    }
  }
}
