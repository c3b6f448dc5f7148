package dev.aloft.samples.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.fake.gcp.FakeGcp;
import dev.aloft.fake.gcp.GcpCloud;
import dev.aloft.fake.gcp.containers.VertexImages;
import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.Images;
import dev.aloft.testkit.PythonEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnVertexTest {
  @TempDir Path directory;

  @Test
  @FakeGcp
  void trainsChangesAndLeavesNothingThatBills(GcpCloud cloud, Aloft aloft) {
    try (ContainerHost host =
        ContainerHost.withPython(PythonEnvironment.of(Path.of("xgboost.txt")).python())) {
      Images known = VertexImages.standard(host);
      cloud
          .images()
          .training(
              image -> known.training(image).isPresent(),
              work -> known.training(work.image()).orElseThrow().start(work));
      ByteArrayOutputStream printed = new ByteArrayOutputStream();

      OnVertex.Findings findings =
          new OnVertex(aloft, directory, new PrintStream(printed, true, StandardCharsets.UTF_8))
              .run();

      assertThat(findings.first().version()).contains("1");
      assertThat(findings.second().version()).contains("2");
      assertThat(findings.before()).isBetween(0.0, 0.2);
      assertThat(findings.after()).isBetween(0.0, 0.2).isNotEqualTo(findings.before());
      assertThat(printed.toString(StandardCharsets.UTF_8))
          .contains("n1-standard-4", "=10", "left: []");
      assertThat(cloud.things()).noneMatch(GcpCloud.Thing::bills);
    }
  }
}
