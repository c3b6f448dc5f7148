package dev.aloft.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.fake.FakeClock;
import dev.aloft.fake.aws.AwsCloud;
import dev.aloft.fake.aws.Timetable;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program of the README, as it stands there, in a process that has {@code aloft-aws} in place
 * of {@code aloft-local} and is configured by variables alone.
 */
class QuickStartOnSageMakerTest {
  private static final Path CONSUMER = Path.of("consumer");
  private static final Pattern OTHER_MODULES =
      Pattern.compile(
          "(sdk|aloft)-(local|fake|fake-aws|fake-gcp|gcp|http|testkit)([/\\\\][^/\\\\]+){0,2}$|xgboost4j[^/\\\\]*$");

  @TempDir Path directory;

  @Test
  void trainsDeploysAndPredictsByAnotherDependencyAndConfiguration() throws Exception {
    String classPath = classPathOfTheProvider();
    compile(classPath);
    Files.copy(CONSUMER.resolve("breast-cancer.csv"), directory.resolve("breast-cancer.csv"));
    try (AwsCloud cloud =
        AwsCloud.builder()
            .clock(FakeClock.realTime(1))
            .timetable(Timetable.instant())
            .directory(directory.resolve("cloud"))
            .start()) {
      cloud.createBucket("quick-start");

      String printed = run(classPath, cloud);

      assertThat(printed).containsPattern("prediction=0\\.0\\d+");
      assertThat(cloud.exchanges().count("CreateTrainingJob")).isEqualTo(1);
      assertThat(cloud.exchanges().count("InvokeEndpoint")).isPositive();
      assertThat(cloud.things()).noneMatch(AwsCloud.Thing::bills);
    }
  }

  /** What a project has that depends on {@code aloft-aws} alone. */
  private String classPathOfTheProvider() {
    String kept =
        List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)).stream()
            .filter(entry -> !OTHER_MODULES.matcher(entry).find())
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(kept).contains("aws");
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

  private String run(String classPath, AwsCloud cloud) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                directory + File.pathSeparator + classPath,
                "com.example.Tumours")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("printed.txt").toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(ALOFT|AWS|JAVA|JDK)_.*"));
    builder
        .environment()
        .putAll(
            Map.of(
                "ALOFT_STAGING",
                "s3://quick-start/aloft",
                "ALOFT_ROLE",
                "arn:aws:iam::" + cloud.account() + ":role/Aloft",
                "ALOFT_ENDPOINT",
                cloud.url(),
                "AWS_REGION",
                cloud.region(),
                "AWS_ACCESS_KEY_ID",
                "AKIAFAKE",
                "AWS_SECRET_ACCESS_KEY",
                "fake"));
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
