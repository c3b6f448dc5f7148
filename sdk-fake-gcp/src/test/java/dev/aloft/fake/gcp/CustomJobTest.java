package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.EnvVar;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.PythonPackageSpec;
import com.google.cloud.aiplatform.v1.WorkerPoolSpec;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.fake.work.Tarball;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
  void end() {
    vertex.close();
    cloud.close();
  }

  @Test
  void anInstantImageLeavesItsModelInTheBucket() throws Exception {
    cloud.images().training("mine/one"::equals, InstantWork.training(Map.of("model/m.txt", "42")));

    CustomJob made =
        vertex.jobs.createCustomJob(vertex.parent(), Jobs.job("tumours", "mine/one").build());

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

    CustomJob ended = ended(Jobs.script("tumours", script).build());

    assertThat(ended.getError().getMessage()).isEmpty();
    assertThat(object("out/tumours/model/weights.txt"))
        .hasValueSatisfying(file -> assertThat(file).hasContent("data!"));
  }

  @Test
  void replicasFindEachOther() throws Exception {
    String script =
        """
        import json, os, socket
        whole = json.loads(os.environ["CLUSTER_SPEC"])
        flow = json.loads(os.environ["TF_CONFIG"])
        task = whole["task"]
        def address(text):
            host, port = text.split(":")
            return host, int(port)
        mine = address(whole["cluster"][task["type"]][task["index"]])
        assert flow["task"]["type"] == {"workerpool0": "chief", "workerpool2": "ps"}[task["type"]]
        assert "worker" not in flow["cluster"] and "workerpool1" not in whole["cluster"]
        door = socket.create_server(mine)
        if task["type"] == "workerpool0":
            door.accept()[0].sendall(b"welcome")
        else:
            while True:
                try:
                    link = socket.create_connection(address(whole["cluster"]["workerpool0"][0]))
                    break
                except ConnectionRefusedError:
                    pass
            assert link.recv(7) == b"welcome"
        """;
    CustomJob.Builder job = Jobs.script("two", script);
    WorkerPoolSpec pool = job.getJobSpec().getWorkerPoolSpecs(0);
    job.getJobSpecBuilder()
        .addWorkerPoolSpecs(WorkerPoolSpec.getDefaultInstance())
        .addWorkerPoolSpecs(pool);

    CustomJob ended =
        vertex.ended(vertex.jobs.createCustomJob(vertex.parent(), job.build()).getName());

    assertThat(ended.getError().getMessage()).isEmpty();
    assertThat(ended.getState()).isEqualTo(JobState.JOB_STATE_SUCCEEDED);
  }

  @Test
  void aFailingScriptIsToldWithItsLastWords() throws Exception {
    CustomJob ended = ended(Jobs.script("tumours", "raise ValueError('no such column')").build());

    assertThat(ended.getState()).isEqualTo(JobState.JOB_STATE_FAILED);
    assertThat(ended.getError().getCode()).isEqualTo(3);
    assertThat(ended.getError().getMessage())
        .startsWith(
            "The replica workerpool0-0 exited with a non-zero status of 1. Termination reason:"
                + " Error. \nTraceback (most recent call last):\n")
        .contains("ValueError: no such column\nTo find out more");
  }

  @Test
  void aSourceArchiveRunsAsAModuleInAFolderOfItsOwn() throws Exception {
    Path source = Files.createDirectories(directory.resolve("src/trainer-0.1/trainer"));
    Files.writeString(source.resolve("__init__.py"), "");
    Files.writeString(
        source.resolve("task.py"),
        """
        import os, sys
        assert os.listdir(".") == [], os.listdir(".")
        open("scratch", "w").close()
        path = "/gcs/" + os.environ["AIP_MODEL_DIR"][5:]
        os.makedirs(path)
        open(path + "args", "w").write(" ".join(sys.argv[1:]) + os.environ["MINE"])
        """);
    Tarball.pack(directory.resolve("src"), directory.resolve("gcs/staging/trainer-0.1.tar.gz"));
    CustomJob.Builder job = Jobs.job("tumours", "");
    job.getJobSpecBuilder()
        .getWorkerPoolSpecsBuilder(0)
        .setPythonPackageSpec(
            PythonPackageSpec.newBuilder()
                .setExecutorImageUri("us-docker.pkg.dev/vertex-ai/training/xgboost-cpu.2-1:latest")
                .addPackageUris("gs://staging/trainer-0.1.tar.gz")
                .setPythonModule("trainer.task")
                .addArgs("--depth=3")
                .addEnv(EnvVar.newBuilder().setName("MINE").setValue("!")));

    CustomJob ended = ended(job.build());

    assertThat(ended.getError().getMessage()).isEmpty();
    assertThat(object("out/tumours/model/args"))
        .hasValueSatisfying(file -> assertThat(file).hasContent("--depth=3!"));
  }

  private CustomJob ended(CustomJob job) throws Exception {
    return vertex.ended(vertex.jobs.createCustomJob(vertex.parent(), job).getName());
  }

  private Optional<Path> object(String name) {
    return Optional.of(directory.resolve("gcs/staging").resolve(name)).filter(Files::exists);
  }
}
