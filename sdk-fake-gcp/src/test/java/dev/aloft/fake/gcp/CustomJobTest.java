package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.aiplatform.v1.ContainerSpec;
import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.CustomJobSpec;
import com.google.cloud.aiplatform.v1.GcsDestination;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.MachineSpec;
import com.google.cloud.aiplatform.v1.WorkerPoolSpec;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.work.InstantWork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomJobTest {
  private final FakeClock clock = FakeClock.driven();
  @TempDir private Path directory;
  private GcpCloud cloud;
  private Vertex vertex;

  @BeforeEach
  void start() throws Exception {
    cloud = GcpCloud.builder().clock(clock).directory(directory).start();
    vertex = new Vertex(cloud);
    cloud.createBucket("staging");
  }

  @AfterEach
  void end() throws Exception {
    vertex.close();
    cloud.close();
  }

  private static CustomJob job(String name, String image, String... arguments) {
    return CustomJob.newBuilder()
        .setDisplayName(name)
        .setJobSpec(
            CustomJobSpec.newBuilder()
                .setBaseOutputDirectory(
                    GcsDestination.newBuilder().setOutputUriPrefix("gs://staging/out/" + name))
                .addWorkerPoolSpecs(
                    WorkerPoolSpec.newBuilder()
                        .setReplicaCount(1)
                        .setMachineSpec(MachineSpec.newBuilder().setMachineType("n1-standard-4"))
                        .setContainerSpec(
                            ContainerSpec.newBuilder()
                                .setImageUri(image)
                                .addAllCommand(List.of(arguments)))))
        .build();
  }

  @Test
  void anInstantImageLeavesItsModelInTheBucket() throws Exception {
    cloud.images().training("mine/one"::equals, InstantWork.training(Map.of("model/m.txt", "42")));

    CustomJob made = vertex.jobs.createCustomJob(vertex.parent(), job("tumours", "mine/one"));

    assertThat(made.getName()).startsWith(vertex.numbered() + "/customJobs/");
    assertThat(made.getState()).isEqualTo(JobState.JOB_STATE_PENDING);
    assertThat(made.hasCreateTime()).isTrue();
    clock.advance(Duration.ofMinutes(2));
    assertThat(vertex.jobs.getCustomJob(made.getName()).getState())
        .isEqualTo(JobState.JOB_STATE_RUNNING);
    cloud.settle();
    clock.advance(Duration.ofMinutes(1));
    cloud.settle();
    CustomJob ended = vertex.jobs.getCustomJob(made.getName());
    assertThat(ended.getError().getMessage()).isEmpty();
    assertThat(ended.getState()).isEqualTo(JobState.JOB_STATE_SUCCEEDED);
    assertThat(ended.hasEndTime()).isTrue();
  }

  @Test
  void aScriptWritesThroughTheMountAndByTheAddress() throws Exception {
    String script =
        """
        import os, sys
        print("model to " + os.environ["AIP_MODEL_DIR"])
        print("careful", file=sys.stderr)
        place = os.environ["AIP_MODEL_DIR"].replace("gs://", "/gcs/")
        os.makedirs(place)
        open(place + "weights.txt", "w").write(open("/gcs/staging/in.txt").read() + "!")
        """;
    Files.writeString(directory.resolve("gcs/staging/in.txt"), "data");

    CustomJob ended = ended(job("tumours", "python:3.11", "python3", "-c", script));

    assertThat(ended.getError().getMessage()).isEmpty();
    assertThat(object("out/tumours/model/weights.txt"))
        .hasValueSatisfying(file -> assertThat(file).hasContent("data!"));
  }

  private CustomJob ended(CustomJob job) throws Exception {
    return vertex.ended(vertex.jobs.createCustomJob(vertex.parent(), job).getName());
  }

  private Optional<Path> object(String name) {
    return Optional.of(directory.resolve("gcs/staging").resolve(name)).filter(Files::exists);
  }
}
