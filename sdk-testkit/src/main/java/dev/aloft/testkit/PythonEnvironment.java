package dev.aloft.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Python with the packages of a requirement file and no others, for tests that let a vendor's own
 * Python clients loose on a fake. {@link #of} makes it once for each content of the file and each
 * interpreter, in the user's cache directory, and finds it again; two programs that want the same
 * one wait for each other.
 *
 * <p>Where there is no usable Python, or the packages cannot be had, the test that asks is reported
 * as not run, with the reason; with {@code CI=true} in the environment it fails. Thread-safe.
 */
public final class PythonEnvironment {
  private static final String OLDEST = "3.10";
  private static final String LOOK =
      "import sys, venv, ensurepip; assert sys.version_info >= ("
          + OLDEST.replace('.', ',')
          + "), 'Python ' + sys.version; print(sys.executable, sys.version)";
  private static final String COMPLETE = "complete";
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int KEY_LENGTH = 16;

  private final Path home;

  private PythonEnvironment(Path home) {
    this.home = home;
  }

  /**
   * The environment of a requirement file. The file names every package with its exact version,
   * those that others need as well: nothing is resolved.
   */
  public static PythonEnvironment of(Path requirements) {
    String set = System.getenv("XDG_CACHE_HOME");
    Path caches =
        set == null || set.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(set);
    return of(requirements, caches.resolve("aloft").resolve("python"));
  }

  /** The same, in another directory than the user's. */
  static PythonEnvironment of(Path requirements, Path cache) {
    String name = requirements.getFileName().toString().replaceFirst("\\.txt$", "");
    try {
      String python = interpreter();
      ChildProgram.Result seen = ask(python);
      Path home =
          Files.createDirectories(cache).resolve(name + "-" + key(requirements, seen.output()));
      makeOnce(home, python, requirements);
      return new PythonEnvironment(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its interpreter, for whoever starts programs with it in another way. */
  public String python() {
    return python(home);
  }

  /** Starts nothing yet: its interpreter with arguments and these variables, in a directory. */
  public ChildProgram program(Path directory, Map<String, String> variables, String... arguments) {
    List<String> command = new ArrayList<>(List.of(python(home)));
    command.addAll(List.of(arguments));
    return new ChildProgram(command, directory, variables);
  }

  private static String interpreter() throws IOException {
    List<String> reasons = new ArrayList<>();
    for (String name : List.of("python3", "python")) {
      try {
        ChildProgram.Result result = ask(name);
        if (result.exit() == 0) {
          return name;
        }
        reasons.add(name + ": " + result.output().strip());
      } catch (ChildProgram.CannotStart e) {
        reasons.add(name + ": " + e.getMessage());
      }
    }
    throw notRun("no Python " + OLDEST + " or later with venv and ensurepip: " + reasons);
  }

  private static ChildProgram.Result ask(String python) throws IOException {
    return ChildProgram.inheriting(List.of(python, "-c", LOOK)).run(PATIENCE);
  }

  private static String key(Path requirements, String interpreter) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Files.readAllBytes(requirements));
      digest.update(interpreter.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest()).substring(0, KEY_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  // a lock of a file keeps out other programs only, and throws at a second thread of this one
  private static synchronized void makeOnce(Path home, String python, Path requirements)
      throws IOException {
    Path lockFile = home.resolveSibling(home.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !Files.exists(home.resolve(COMPLETE))) {
        delete(home);
        make(home, python, requirements);
        Files.createFile(home.resolve(COMPLETE));
      }
    }
  }

  private static void make(Path home, String python, Path requirements) throws IOException {
    step(List.of(python, "-m", "venv", home.toString()));
    List<String> install = new ArrayList<>(List.of(python(home), "-m", "pip", "install"));
    install.addAll(List.of("--quiet", "--no-input", "--disable-pip-version-check"));
    install.addAll(List.of("--no-deps", "--no-compile", "--only-binary", ":all:"));
    install.addAll(List.of("--requirement", requirements.toAbsolutePath().toString()));
    step(install);
  }

  private static void step(List<String> command) throws IOException {
    ChildProgram.Result result = ChildProgram.inheriting(command).run(PATIENCE);
    if (result.exit() != 0) {
      throw notRun(String.join(" ", command) + " ended with " + result);
    }
  }

  private static String python(Path home) {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    return home.resolve(windows ? "Scripts/python.exe" : "bin/python").toString();
  }

  private static void delete(Path home) throws IOException {
    if (Files.exists(home)) {
      List<Path> all;
      try (Stream<Path> files = Files.walk(home)) {
        all = files.sorted(java.util.Comparator.reverseOrder()).toList();
      }
      for (Path file : all) {
        Files.delete(file);
      }
    }
  }

  private static RuntimeException notRun(String reason) {
    if ("true".equals(System.getenv("CI"))) {
      return Assertions.fail(reason);
    }
    System.err.println("NOT RUN: " + reason);
    return Assumptions.abort(reason);
  }
}
