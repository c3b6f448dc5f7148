package dev.aloft.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Java programs of the tests' own class path, in processes of their own. */
public final class ChildJvm {
  private ChildJvm() {}

  /** Starts a main class; what it prints is shown with the test's output. */
  public static Process start(Class<?> main, String... arguments) throws IOException {
    return builder(main, arguments).inheritIO().start();
  }

  /** A main class that can still be given an environment and other streams. */
  public static ProcessBuilder builder(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(java().toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /** The launcher of the Java that runs the tests. */
  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }
}
