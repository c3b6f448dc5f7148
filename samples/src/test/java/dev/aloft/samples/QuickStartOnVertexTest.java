package dev.aloft.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.fake.FakeClock;
import dev.aloft.fake.gcp.GcpCloud;
import dev.aloft.fake.gcp.Timetable;
import dev.aloft.fake.gcp.containers.VertexImages;
import dev.aloft.fake.work.ContainerHost;
import dev.aloft.testkit.PythonEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program of the README, as it stands there, in a process that has {@code aloft-gcp} in place
 * of {@code aloft-local} and is configured by variables alone.
 */
class QuickStartOnVertexTest {
  private static final Path CONSUMER = Path.of("consumer");
  private static final Pattern OTHER_MODULES =
      Pattern.compile(
          "(sdk|aloft)-(local|fake|fake-aws|fake-gcp|aws|testkit)([/\\\\][^/\\\\]+){0,2}$|xgboost4j[^/\\\\]*$");

  @TempDir Path directory;

  @Test
  void trainsDeploysAndPredictsByAnotherDependencyAndConfiguration() throws Exception {
    String classPath = classPathOfTheProvider();
    compile(classPath);
    Files.copy(CONSUMER.resolve("breast-cancer.csv"), directory.resolve("breast-cancer.csv"));
    try (ContainerHost host = ContainerHost.withPython(python());
        GcpCloud cloud =
        GcpCloud.builder()
            .clock(FakeClock.realTime(1))
            .timetable(Timetable.instant())
            .directory(directory.resolve("cloud"))
            .images(VertexImages.standard(host))
            .start()) {
      cloud.createBucket("quick-start");

      String printed = run(classPath, cloud);

      assertThat(printed).containsPattern("prediction=0\\.0\\d+");
      assertThat(cloud.exchanges().count("CreateCustomJob")).isEqualTo(1);
      assertThat(cloud.exchanges().count("RawPredict")).isPositive();
      assertThat(cloud.things()).noneMatch(GcpCloud.Thing::bills);
    }
  }

  /** Vertex AI's own image has XGBoost; this machine's Python need not. */
  private static String python() throws Exception {
    return PythonEnvironment.of(
            Path.of(
                Objects.requireNonNull(
                        QuickStartOnVertexTest.class.getResource("vertex-xgboost.txt"))
                    .toURI()))
        .python();
  }

  /** What a project has that depends on {@code aloft-gcp} alone. */
  private String classPathOfTheProvider() {
    String kept =
        List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)).stream()
            .filter(entry -> !OTHER_MODULES.matcher(entry).find())
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(kept).contains("gcp");
    return kept;
  }

  private void compile(String classPath) throws IOException {
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

  private String run(String classPath, GcpCloud cloud) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                directory + File.pathSeparator + classPath,
                "com.example.Tumours")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("printed.txt").toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(ALOFT|GOOGLE|JAVA|JDK)_.*"));
    builder
        .environment()
        .putAll(
            Map.of(
                "ALOFT_STAGING",
                "gs://quick-start/aloft",
                "ALOFT_ENDPOINT",
                cloud.grpc(),
                "ALOFT_HTTP_ENDPOINT",
                cloud.http(),
                "ALOFT_CA",
                cloud.certificate().toString(),
                "ALOFT_CREDENTIALS",
                "none",
                "GOOGLE_CLOUD_PROJECT",
                cloud.project(),
                "GOOGLE_CLOUD_LOCATION",
                cloud.location()));
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
