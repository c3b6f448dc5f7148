package dev.aloft.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.fake.FakeClock;
import dev.aloft.fake.gcp.GcpCloud;
import dev.aloft.fake.gcp.Timetable;
import dev.aloft.fake.gcp.containers.VertexImages;
import dev.aloft.fake.work.ContainerHost;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickStartOnVertexTest {
  @TempDir Path directory;

  @Test
  void trainsDeploysAndPredictsByAnotherDependencyAndConfiguration() throws Exception {
    QuickStart program = new QuickStart(directory, "core", "cloud", "http", "gcp");
    try (ContainerHost host = VertexPython.host();
        GcpCloud cloud =
            GcpCloud.builder()
                .clock(FakeClock.realTime(1))
                .timetable(Timetable.instant())
                .images(VertexImages.standard(host))
                .directory(directory.resolve("cloud"))
                .start()) {
      cloud.createBucket("quick-start");

      String printed =
          program.run(
              Map.of(
                  "ALOFT_STAGING",
                  "gs://quick-start/aloft",
                  "GOOGLE_CLOUD_PROJECT",
                  cloud.project(),
                  "GOOGLE_CLOUD_LOCATION",
                  cloud.location(),
                  "ALOFT_ENDPOINT",
                  cloud.grpc(),
                  "ALOFT_HTTP_ENDPOINT",
                  cloud.http(),
                  "ALOFT_CA",
                  cloud.certificate().toString(),
                  "ALOFT_CREDENTIALS",
                  "none"));

      assertThat(printed).containsPattern("prediction=0\\.0\\d+");
      assertThat(cloud.exchanges().count("CreateCustomJob")).isEqualTo(1);
      assertThat(cloud.exchanges().count("RawPredict")).isPositive();
      assertThat(cloud.things()).noneMatch(GcpCloud.Thing::bills);
    }
  }
}
