package dev.aloft.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/**
 * The program of the README, as it stands there, in a process that has one provider for a cloud in
 * place of {@code aloft-local} and is configured by variables alone.
 */
final class QuickStart {
  private static final Path CONSUMER = Path.of("consumer");

  private final Path directory;
  private final String classPath;

  /**
   * The program in a directory.
   *
   * @param modules the folders of the modules that a project has which depends on the provider alone
   */
  QuickStart(Path directory, String... modules) throws IOException {
    this.directory = directory;
    this.classPath = classPath(List.of(modules));
    compile();
    Files.copy(CONSUMER.resolve("breast-cancer.csv"), directory.resolve("breast-cancer.csv"));
  }

  private static String classPath(List<String> modules) {
    String names =
        modules.stream().map(name -> name.replace("sdk-", "")).collect(Collectors.joining("|"));
    Pattern others =
        Pattern.compile(
            "(sdk|aloft)-(?!(" + names + ")[/\\\\.-])[a-z-]+([/\\\\][^/\\\\]+){0,2}$"
                + "|xgboost4j[^/\\\\]*$|samples[/\\\\]target");
    List<String> kept =
        List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)).stream()
            .filter(entry -> !others.matcher(entry).find())
            .toList();
    assertThat(kept).filteredOn(entry -> entry.matches(".*(sdk|aloft)-.*")).hasSize(modules.size());
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
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(ALOFT|AWS|GOOGLE|JAVA|JDK)_.*"));
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
