package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.fake.gcp.GcpCloud;
import dev.aloft.fake.gcp.Timetable;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.testkit.ChildProgram;
import dev.aloft.testkit.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is recorded in {@code python-sdk} is what Google's own Python SDK, as it is published, sends
 * to the fake. With {@code -Dpython-sdk.write=true} it is written down anew.
 */
@Tag("long")
final class PythonSdkRecordingTest {
  private static final boolean WRITE = Boolean.getBoolean("python-sdk.write");
  private static final Path RECORDED = Path.of("src/test/resources/dev/aloft/gcp/python-sdk");
  private static final Path CLIENTS =
      Path.of("../sdk-fake-gcp/src/test/resources/dev/aloft/fake/gcp/python");
  private static final String BUCKET = "aloft-staging";
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @TempDir Path directory;

  private GcpCloud cloud;

  @BeforeEach
  void start() {
    cloud = GcpCloud.builder().timetable(Timetable.instant()).unlimitedRates().start();
    cloud.createBucket(BUCKET);
    cloud
        .images()
        .training(image -> true, InstantWork.endlessTraining())
        .serving(
            image -> true,
            InstantWork.serving(
                call -> InstantWork.text(200, "application/json", "{\"predictions\":[1,0]}")));
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  @Test
  void sendsTheSameAgain() throws IOException {
    Path now = Files.createDirectory(directory.resolve("now"));
    ChildProgram.Result result =
        PythonEnvironment.of(CLIENTS.resolve("vertex.txt"))
            .program(
                directory,
                variables(),
                RECORDED.resolve("record_requests.py").toAbsolutePath().toString(),
                now.toString())
            .run(PATIENCE);

    assertThat(result.exit()).as(result.output()).isZero();
    if (WRITE) {
      for (Map.Entry<String, String> file : requests(now).entrySet()) {
        Files.writeString(RECORDED.resolve(file.getKey()), file.getValue());
      }
    }
    assertThat(requests(now)).isEqualTo(requests(RECORDED)).isNotEmpty();
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    variables.put("STORAGE_EMULATOR_HOST", cloud.http());
    variables.put("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", cloud.certificate().toString());
    variables.put("FAKE_GRPC", cloud.grpc());
    variables.put("FAKE_SPEED", "60");
    variables.put("PYTHONPATH", CLIENTS.resolve("pace").toAbsolutePath().toString());
    variables.put("GOOGLE_CLOUD_PROJECT", cloud.project());
    variables.put("NO_GCE_CHECK", "true");
    variables.put("HOME", directory.toString());
    variables.put("HTTP_PROXY", "http://127.0.0.1:1");
    variables.put("HTTPS_PROXY", "http://127.0.0.1:1");
    variables.put("NO_PROXY", "127.0.0.1,localhost");
    return variables;
  }

  private static Map<String, String> requests(Path place) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.list(place)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".json")).toList()) {
        texts.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return texts;
  }
}
