package dev.aloft.fake.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.fake.FakeClock;
import dev.aloft.testkit.ChildProgram;
import dev.aloft.testkit.PythonEnvironment;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * AWS's own Python clients, as they are published, live on the fake. The life cycles are the Python
 * files beside the requirement files; they reach nothing but this machine. Several live at a time.
 */
@Execution(ExecutionMode.CONCURRENT)
final class PythonClientsTest {
  private static final double SPEED = 60;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Path TUMOURS =
      Path.of("../samples/src/main/resources/dev/aloft/samples/breast-cancer.csv");

  private static AwsCloud cloud;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    cloud = AwsCloud.builder().clock(FakeClock.realTime(SPEED)).start();
  }

  @AfterAll
  static void end() {
    cloud.close();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "sagemaker, boto3_storage",
    "sagemaker, boto3_training",
    "sagemaker, boto3_serving",
    "sagemaker, sagemaker_training",
    "sagemaker, sagemaker_serving",
    "awscli, command_line"
  })
  void lives(String packages, String lifeCycle) throws Exception {
    Path scripts = scripts();
    ChildProgram.Result result =
        PythonEnvironment.of(scripts.resolve(packages + ".txt"))
            .program(directory, variables(scripts), "-m", "unittest", "-v", lifeCycle)
            .run(PATIENCE);

    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).contains("Ran ", "\nOK").doesNotContain("Ran 0 tests", "skipped");
  }

  private static Path scripts() throws URISyntaxException {
    URI found = Objects.requireNonNull(PythonClientsTest.class.getResource("python")).toURI();
    return Path.of(found);
  }

  private Map<String, String> variables(Path scripts) {
    assertThat(Files.isRegularFile(TUMOURS)).as("%s", TUMOURS.toAbsolutePath()).isTrue();
    String config = scripts.resolve("sagemaker-config.yaml").toString();
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ENDPOINT_URL", cloud.url());
    variables.put("AWS_ACCESS_KEY_ID", "AKIAPYTHON");
    variables.put("AWS_SECRET_ACCESS_KEY", "python");
    variables.put("AWS_DEFAULT_REGION", cloud.region());
    variables.put("AWS_EC2_METADATA_DISABLED", "true");
    variables.put("SAGEMAKER_ADMIN_CONFIG_OVERRIDE", config);
    variables.put("SAGEMAKER_USER_CONFIG_OVERRIDE", config);
    variables.put("FAKE_ACCOUNT", cloud.account());
    variables.put("FAKE_SPEED", Double.toString(SPEED));
    variables.put("FAKE_DATA", TUMOURS.toAbsolutePath().normalize().toString());
    variables.put("FAKE_SCRIPTS", scripts.toString());
    variables.put("HOME", directory.toString());
    variables.put("HTTP_PROXY", "http://127.0.0.1:1");
    variables.put("HTTPS_PROXY", "http://127.0.0.1:1");
    variables.put("NO_PROXY", "127.0.0.1");
    variables.put("PYTHONPATH", scripts.resolve("pace") + java.io.File.pathSeparator + scripts);
    return variables;
  }
}
