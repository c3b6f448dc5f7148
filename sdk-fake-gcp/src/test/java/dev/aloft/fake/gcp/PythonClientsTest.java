package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.fake.FakeClock;
import dev.aloft.testkit.ChildProgram;
import dev.aloft.testkit.PythonEnvironment;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Google's own Python clients, as they are published, live on the fake. The life cycles are the
 * Python files beside the requirement file; they reach nothing but this machine. Several live at a
 * time.
 */
@Execution(ExecutionMode.CONCURRENT)
final class PythonClientsTest {
  private static final double SPEED = 60;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Path MODELS =
      Path.of("../sdk-local/src/test/resources/dev/aloft/local/xgboost");

  private static GcpCloud cloud;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    cloud = GcpCloud.builder().clock(FakeClock.realTime(SPEED)).start();
  }

  @AfterAll
  static void end() {
    cloud.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"storage_objects", "vertex_training", "vertex_serving", "vertex_pipeline"})
  void lives(String lifeCycle) throws Exception {
    Path scripts = scripts();
    ChildProgram.Result result =
        PythonEnvironment.of(scripts.resolve("vertex.txt"))
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
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("STORAGE_EMULATOR_HOST", cloud.http());
    variables.put("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", cloud.certificate().toString());
    variables.put("REQUESTS_CA_BUNDLE", cloud.certificate().toString());
    variables.put("GOOGLE_CLOUD_PROJECT", cloud.project());
    variables.put("GOOGLE_CLOUD_DISABLE_GRPC", "true");
    variables.put("NO_GCE_CHECK", "true");
    variables.put("FAKE_GRPC", cloud.grpc());
    variables.put("FAKE_LOCATION", cloud.location());
    variables.put("FAKE_PROJECT_NUMBER", cloud.projectNumber());
    variables.put("FAKE_SPEED", Double.toString(SPEED));
    variables.put("HOME", directory.toString());
    variables.put("HTTP_PROXY", "http://127.0.0.1:1");
    variables.put("HTTPS_PROXY", "http://127.0.0.1:1");
    variables.put("NO_PROXY", "127.0.0.1,localhost");
    variables.put("FAKE_MODELS", MODELS.toAbsolutePath().normalize().toString());
    variables.put("FAKE_SCRIPTS", scripts.toString());
    variables.put("PYTHONPATH", scripts.resolve("pace") + File.pathSeparator + scripts);
    return variables;
  }
}
