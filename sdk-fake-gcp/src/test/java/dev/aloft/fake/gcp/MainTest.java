package dev.aloft.fake.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.aiplatform.v1.ContainerSpec;
import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.CustomJobSpec;
import com.google.cloud.aiplatform.v1.JobServiceClient;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.LocationName;
import com.google.cloud.aiplatform.v1.MachineSpec;
import com.google.cloud.aiplatform.v1.WorkerPoolSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MainTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path data;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    started.add(process);
    return process;
  }

  private static JsonNode line(Process process) throws IOException {
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    JsonNode line = JSON.readTree(String.valueOf(out.readLine()));
    assertThat(line.path("fake").asString()).isEqualTo("gcp");
    assertThat(line.path("grpc").asString()).matches("localhost:\\d+");
    assertThat(line.path("http").asString()).matches("http://localhost:\\d+");
    assertThat(line.path("dedicated").asString()).matches("localhost:\\d+");
    assertThat(Path.of(line.path("ca").asString())).isAbsolute().isRegularFile();
    assertThat(line.path("project").asString()).isEqualTo("aloft-test");
    assertThat(line.path("projectNumber").asString()).isEqualTo("123456789012");
    assertThat(line.path("location").asString()).isEqualTo("us-central1");
    return line;
  }

  private static JsonClient client(JsonNode line) {
    return new JsonClient(line.path("http").asString());
  }

  private static void makeBucket(JsonClient client, String name) throws Exception {
    client.post("/storage/v1/b?project=aloft-test", "{\"name\":\"" + name + "\"}");
  }

  @Test
  void servesUntilItIsEndedAndKeepsItsObjects() throws Exception {
    Process process = start("--port", "0", "--speed", "60", "--data", data.toString());
    JsonNode line = line(process);
    JsonClient client = client(line);
    makeBucket(client, "kept");
    client.post("/upload/storage/v1/b/kept/o?uploadType=media&name=a%2Fb.txt", "hello");
    process.destroy();
    assertThat(process.waitFor()).isNotZero();
    int port = URI.create(line.path("http").asString()).getPort();
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(ConnectException.class);

    JsonClient again = client(line(start("--data", data.toString())));

    assertThat(again.send("GET", "/storage/v1/b/kept/o/a%2Fb.txt?alt=media", "").body())
        .isEqualTo("hello");
  }

  @Test
  void scriptsAtWorkEndWithIt() throws Exception {
    Process process = start("--speed", "1000");
    JsonNode line = line(process);
    JsonClient client = client(line);
    try (JobServiceClient jobs = jobs(line)) {
      CustomJob job = jobs.createCustomJob(LocationName.of("aloft-test", "us-central1"), sleeps());
      while (!hasBegun(client)) {
        assertThat(jobs.getCustomJob(job.getName()).getState())
            .isIn(JobState.JOB_STATE_PENDING, JobState.JOB_STATE_RUNNING);
      }
    }
    List<ProcessHandle> programs = process.descendants().toList();
    assertThat(programs)
        .extracting(one -> one.info().command().orElse(""))
        .anyMatch(MainTest::isSleep);

    process.destroy();

    assertThat(process.waitFor()).isNotZero();
    for (ProcessHandle program : programs) {
      program.onExit().get(30, TimeUnit.SECONDS);
    }
  }

  private static boolean isSleep(String command) {
    return command.contains("sleep");
  }

  private static JobServiceClient jobs(JsonNode line) throws Exception {
    try (InputStream in = Files.newInputStream(Path.of(line.path("ca").asString()))) {
      X509Certificate authority =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      return (JobServiceClient)
          VertexClients.open(JobServiceClient.class, line.path("grpc").asString(), authority);
    }
  }

  private static CustomJob sleeps() {
    ContainerSpec container =
        ContainerSpec.newBuilder()
            .setImageUri("python:3.11")
            .addCommand("/bin/sh")
            .addArgs("-c")
            .addArgs("sleep 600 & echo begun; wait")
            .build();
    WorkerPoolSpec pool =
        WorkerPoolSpec.newBuilder()
            .setMachineSpec(MachineSpec.newBuilder().setMachineType("n1-standard-4"))
            .setReplicaCount(1)
            .setContainerSpec(container)
            .build();
    return CustomJob.newBuilder()
        .setDisplayName("sleeps")
        .setJobSpec(CustomJobSpec.newBuilder().addWorkerPoolSpecs(pool))
        .build();
  }

  private static boolean hasBegun(JsonClient client) throws Exception {
    return client
        .post("/v2/entries:list", "{\"resourceNames\":[\"projects/aloft-test\"]}")
        .toString()
        .contains("begun");
  }

  @Test
  void aCommandStandsForAnImageOfTheUsers() throws Exception {
    Path script = data.resolve("train.py");
    Files.writeString(script, "import sys; print(sys.argv[1:])");
    JsonNode line =
        line(start("--image", "mine/train=python3 '" + script + "'", "--speed", "1000"));
    ContainerSpec container =
        ContainerSpec.newBuilder().setImageUri("mine/train:2").addArgs("a b").addArgs("$c").build();
    CustomJob.Builder job = sleeps().toBuilder().setDisplayName("own");
    job.getJobSpecBuilder().getWorkerPoolSpecsBuilder(0).setContainerSpec(container);
    try (JobServiceClient jobs = jobs(line)) {
      CustomJob seen =
          jobs.createCustomJob(LocationName.of("aloft-test", "us-central1"), job.build());
      while (!seen.hasEndTime()) {
        seen = jobs.getCustomJob(seen.getName());
      }
      assertThat(seen.getError().getMessage()).isEmpty();
    }
    assertThat(
            client(line)
                .post("/v2/entries:list", "{\"resourceNames\":[\"projects/aloft-test\"]}")
                .toString())
        .contains("['a b', '$c']");
    assertThat(start("--image", "mine/train").waitFor()).isEqualTo(2);
  }

  @Test
  void badArgumentsAreTold() throws Exception {
    assertThat(start("--port", "many").waitFor()).isEqualTo(2);
    assertThat(start("--port", "65535").waitFor()).isEqualTo(1);
  }
}
