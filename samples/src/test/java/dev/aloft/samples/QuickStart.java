package dev.aloft.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/**
 * The program of the README, as it stands there, in a process that has one provider for a cloud in
 * place of {@code aloft-local} and is configured by variables alone.
 */
final class QuickStart {
  private static final Path CONSUMER = Path.of("consumer");

  /** A module of Aloft: its classes, or its jar. */
  private static final Pattern MODULE =
      Pattern.compile(
          "(?:sdk|aloft)-([a-z-]+)(?:[/\\\\]target[/\\\\]classes|-\\d[^/\\\\]*\\.jar)$");

  private static final Pattern OF_OTHERS =
      Pattern.compile("xgboost4j[^/\\\\]*$|samples[/\\\\]target");

  private final Path directory;
  private final String classPath;

  /**
   * The program in a directory.
   *
   * @param modules what a project has that depends on the provider alone, such as {@code core}
   */
  QuickStart(Path directory, String... modules) throws IOException {
    this.directory = directory;
    this.classPath = classPath(Set.of(modules));
    compile();
    Files.copy(CONSUMER.resolve("breast-cancer.csv"), directory.resolve("breast-cancer.csv"));
  }

  private static String classPath(Set<String> modules) {
    List<String> kept = new ArrayList<>();
    Set<String> found = new HashSet<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Matcher module = MODULE.matcher(entry);
      boolean isOurs = module.find();
      if (isOurs ? modules.contains(module.group(1)) : !OF_OTHERS.matcher(entry).find()) {
        kept.add(entry);
        found.add(isOurs ? module.group(1) : "");
      }
    }
    assertThat(found).containsAll(modules);
    return String.join(File.pathSeparator, kept);
  }

  private void compile() {
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                classPath,
                "-d",
                directory.toString(),
                CONSUMER.resolve("src/main/java/com/example/Tumours.java").toString());
    assertThat(result).as("javac's exit code").isZero();
  }

  /** Runs it with these variables, and gives what it printed. */
  String run(Map<String, String> variables) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                directory + File.pathSeparator + classPath,
                "com.example.Tumours")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("printed.txt").toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(ALOFT|AWS|GOOGLE|JAVA|JDK)_.*"));
    builder.environment().putAll(variables);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(10, TimeUnit.MINUTES)).as("it ends").isTrue();
      String printed = Files.readString(directory.resolve("printed.txt"));
      assertThat(process.exitValue()).as(printed).isZero();
      return printed;
    } finally {
      process.destroyForcibly();
    }
  }
}
