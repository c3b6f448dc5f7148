package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.longrunning.OperationFuture;
import com.google.api.gax.rpc.UnavailableException;
import com.google.cloud.aiplatform.v1.DeployedModel;
import com.google.cloud.aiplatform.v1.Endpoint;
import com.google.cloud.aiplatform.v1.EnvVar;
import com.google.cloud.aiplatform.v1.Model;
import com.google.longrunning.Operation;
import com.google.rpc.Code;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.fake.work.ServingContainer.Invocation;
import dev.aloft.fake.work.ServingContainer.Reply;
import dev.aloft.fake.work.ServingContainer.Server;
import dev.aloft.fake.work.ServingWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The containers of deployed models, from their start to their end and again. */
class ServedContainersTest {
  private static final String SERVER =
      """
      import http.server, json, os, sys

      class Handler(http.server.BaseHTTPRequestHandler):
          def do_GET(self):
              self.answer({})

          def do_POST(self):
              body = self.rfile.read(int(self.headers["Content-Length"]))
              if b"end" in body:
                  os._exit(7)
              self.answer({name.lower(): value for name, value in self.headers.items()})

          def answer(self, value):
              self.send_response(200)
              self.send_header("Content-Type", "application/json")
              self.end_headers()
              self.wfile.write(json.dumps(value).encode())

      print("listens", flush=True)
      http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
      """;

  @TempDir Path directory;

  private final FakeClock clock = FakeClock.driven();
  private GcpCloud cloud;
  private Vertex vertex;
  private Serving serving;
  private JsonClient http;

  @BeforeEach
  void start() throws Exception {
    cloud = GcpCloud.builder().clock(clock).directory(directory).start();
    vertex = new Vertex(cloud);
    serving = new Serving(vertex);
    http = new JsonClient(cloud);
    cloud.createBucket("staging");
    Files.createDirectories(directory.resolve("gcs/staging/m"));
    Files.writeString(directory.resolve("gcs/staging/m/weights"), "1.5");
  }

  @AfterEach
  void end() {
    vertex.close();
    cloud.close();
  }

  /** A server of Python that listens where its first argument says. */
  private String python(String id, String argument, EnvVar... variables) throws Exception {
    return serving.uploaded(
        id,
        Serving.container("python:3.11", "python3", "-c", SERVER)
            .addArgs(argument)
            .addAllEnv(List.of(variables)));
  }

  private static EnvVar variable(String name, String value) {
    return EnvVar.newBuilder().setName(name).setValue(value).build();
  }

  private String logs(String filter) throws Exception {
    return http.post(
            "/v2/entries:list",
            "{\"resourceNames\": [\"projects/aloft-test\"], \"filter\": \""
                + filter.replace("\"", "\\\"")
                + "\"}")
        .toString();
  }

  @Test
  void thePortIsReadFromArgumentsAndVariablesAndWhatIsPrintedIsFoundInTheLogs() throws Exception {
    Endpoint endpoint = serving.endpoint("live");
    String model = python("churn", "$(MINE)", variable("MINE", "$(AIP_HTTP_PORT)"));

    serving.deploy(endpoint, Serving.deployed(model, "11"));

    assertThat(serving.ask(endpoint, "{}")).contains("content-type");
    String ofEndpoint = "resource.type=\"aiplatform.googleapis.com/Endpoint\"";
    assertThat(logs(ofEndpoint + " AND resource.labels.endpoint_id=\"live\"")).contains("listens");
    assertThat(logs(ofEndpoint + " labels.deployed_model_id=11")).contains("listens");
    assertThat(logs("resource.labels.endpoint_id=other")).doesNotContain("listens");
  }

  @Test
  void aModelMayBeDeployedWithoutLogs() throws Exception {
    Endpoint endpoint = serving.endpoint("live");
    String model = python("churn", "$(AIP_HTTP_PORT)");

    serving.deploy(endpoint, Serving.deployed(model, "11").setDisableContainerLogging(true));

    assertThat(logs("resource.labels.endpoint_id=live")).doesNotContain("listens");
  }

  @Test
  void theContainerGetsTheHeadersOfARawRequest() throws Exception {
    Endpoint endpoint = serving.endpoint("live");
    serving.deploy(endpoint, Serving.deployed(python("churn", "$(AIP_HTTP_PORT)"), "11"));

    String seen =
        http.send(
                "POST",
                "/v1/" + endpoint.getName() + ":rawPredict",
                "{}",
                "Content-Type",
                "text/csv",
                "Accept",
                "text/plain",
                "X-Mine",
                "yes",
                "Authorization",
                "Bearer secret")
            .body();

    assertThat(seen)
        .contains("\"x-mine\": \"yes\"", "text/csv", "\"accept\": \"text/plain\"")
        .doesNotContain("secret");
  }

  @Test
  void aContainerThatEndsIsStartedAgain() throws Exception {
    Endpoint endpoint = serving.endpoint("live");
    serving.deploy(endpoint, Serving.deployed(python("churn", "$(AIP_HTTP_PORT)"), "11"));
    assertThat(replicas(endpoint)).isEqualTo(1);

    assertThatThrownBy(() -> serving.ask(endpoint, "end")).isInstanceOf(UnavailableException.class);

    while (replicas(endpoint) == 1) {
      Thread.onSpinWait();
    }
    while (replicas(endpoint) == 0) {
      clock.advance(Duration.ofSeconds(10));
      cloud.settle();
    }
    assertThat(serving.ask(endpoint, "{}")).contains("content-type");
    assertThat(logs("resource.labels.endpoint_id=live severity=ERROR")).contains("ended with 7");
  }

  private int replicas(Endpoint endpoint) {
    return vertex
        .endpoints
        .getEndpoint(endpoint.getName())
        .getDeployedModels(0)
        .getStatus()
        .getAvailableReplicaCount();
  }

  @Test
  void aStartThatFailsOnceFailsNoDeploy() throws Exception {
    Deque<String> failures = new ArrayDeque<>(List.of("no memory yet"));
    cloud
        .images()
        .serving(
            "mine/late"::equals,
            work -> {
              String failure = failures.poll();
              if (failure != null) {
                throw new IOException(failure);
              }
              return says("up").start(work);
            });
    Endpoint endpoint = serving.endpoint("live");
    String model = serving.uploaded("churn", Serving.container("mine/late"));

    serving.deploy(endpoint, Serving.deployed(model, "11"));

    assertThat(serving.ask(endpoint, "{}")).contains("up");
    assertThat(logs("resource.labels.endpoint_id=live")).contains("no memory yet");
  }

  @Test
  void aContainerThatStartsNoMoreIsTriedEverMoreSeldom() throws Exception {
    CompletableFuture<Integer> exit = new CompletableFuture<>();
    List<Instant> starts = new CopyOnWriteArrayList<>();
    cloud
        .images()
        .serving(
            "mine/broken"::equals,
            work -> {
              starts.add(clock.now());
              if (starts.size() > 1) {
                throw new IOException("no memory any more");
              }
              return ending(exit);
            });
    Endpoint endpoint = serving.endpoint("live");
    String model = serving.uploaded("churn", Serving.container("mine/broken"));
    serving.deploy(endpoint, Serving.deployed(model, "11"));
    clock.advance(Duration.ofHours(1)); // steady, until now

    exit.complete(7);
    while (starts.size() < 6) {
      clock.advance(Duration.ofSeconds(10));
      cloud.settle();
    }

    assertThat(Duration.between(starts.get(4), starts.get(5))).isEqualTo(Duration.ofSeconds(160));
  }

  private static Server ending(CompletableFuture<Integer> exit) {
    return new Server() {
      @Override
      public Reply invoke(Invocation invocation) {
        return InstantWork.text(200, "text/plain", "up");
      }

      @Override
      public CompletableFuture<?> ended() {
        return exit;
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void aRouteThatIsNoAddressLeavesNoContainerRunning() throws Exception {
    Endpoint endpoint = serving.endpoint("live");
    String model =
        serving.uploaded(
            "churn",
            Serving.container("python:3.11", "python3", "-c", SERVER)
                .addArgs("$(AIP_HTTP_PORT)")
                .setHealthRoute("/a b"));

    Operation given = vertex.done(deployingAnything(endpoint, model));

    assertThat(given.getError().getMessage()).startsWith("Model server exited unexpectedly.");
    assertThat(logs("resource.labels.endpoint_id=live"))
        .contains("AIP_HEALTH_ROUTE is no path of an address: /a b")
        .doesNotContain("listens");
  }

  private OperationFuture<?, ?> deployingAnything(Endpoint endpoint, String model) {
    return vertex.endpoints.deployModelAsync(
        endpoint.getName(), Serving.deployed(model, "11").build(), Map.of("0", 100));
  }

  private static dev.aloft.fake.work.ServingContainer says(String text) {
    return InstantWork.serving(asked -> InstantWork.text(200, "text/plain", text));
  }

  @Test
  void aContainerThatNeverAnswersIsGivenUpAfterItsTime() throws Exception {
    String silent =
        """
        import os, socket
        door = socket.create_server(("127.0.0.1", int(os.environ["AIP_HTTP_PORT"])))
        kept = []
        while True: kept.append(door.accept())
        """;
    Endpoint endpoint = serving.endpoint("live");
    String model =
        serving.uploaded(
            "churn",
            Serving.container("python:3.11", "python3", "-c", silent)
                .setDeploymentTimeout(
                    com.google.protobuf.Duration.newBuilder().setSeconds(600).build()));
    String deploying = serving.deploying(endpoint, Serving.deployed(model, "11"));

    clock.advance(Duration.ofSeconds(599));
    assertThat(serving.operation(deploying).getDone()).isFalse();
    clock.advance(Duration.ofSeconds(1));

    Operation given = serving.operation(deploying);
    assertThat(given.getError().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED_VALUE);
    assertThat(given.getError().getMessage()).startsWith("Model server never became ready.");
    cloud.settle(); // its thread and process end
    assertThat(directory.resolve("endpoints")).isEmptyDirectory();
  }

  @Test
  void anIdIsUsedAgainWhileTheOneBeforeIsStillEnding() throws Exception {
    CountDownLatch ends = new CountDownLatch(1);
    cloud.images().serving("mine/slow-to-end"::equals, work -> reading(work, ends));
    Endpoint endpoint = serving.endpoint("live");
    Model.Builder model = serving.model("churn", Serving.container("mine/slow-to-end"));
    String name = serving.uploaded("churn", model.setArtifactUri("gs://staging/m"));
    serving.deploy(endpoint, Serving.deployed(name, "77"));
    String undeploying =
        vertex.endpoints.undeployModelAsync(endpoint.getName(), "77", Map.of()).getName();
    clock.advance(Duration.ofMinutes(1));
    assertThat(serving.operation(undeploying).getDone()).isTrue();
    String deploying = serving.deploying(endpoint, Serving.deployed(name, "77"));
    while (!serving.operation(deploying).getDone()) {
      clock.advance(Duration.ofMinutes(1));
    }

    ends.countDown();
    cloud.settle();

    assertThat(serving.ask(endpoint, "{}")).isEqualTo("1.5");
  }

  private static Server reading(ServingWork work, CountDownLatch ends) {
    return new Server() {
      @Override
      public Reply invoke(Invocation invocation) throws IOException {
        String weights = Files.readString(work.root().resolve("model/weights"));
        return InstantWork.text(200, "text/plain", weights);
      }

      @Override
      public void close() {
        try {
          ends.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  @Test
  void theModelIsACopyAndTheMachineIsTold() throws Exception {
    Deque<Map<String, String>> seen = new ArrayDeque<>();
    cloud
        .images()
        .serving(
            "mine/one"::equals,
            work -> {
              seen.add(work.environment());
              return says("up").start(work);
            });
    Endpoint endpoint = serving.endpoint("live");
    Model.Builder model = serving.model("churn", Serving.container("mine/one"));
    String name = serving.uploaded("churn", model.setArtifactUri("gs://staging/m"));

    DeployedModel deployed = serving.deploy(endpoint, Serving.deployed(name, "11"));
    Files.delete(directory.resolve("gcs/staging/m/weights"));

    Map<String, String> variables = seen.remove();
    String[] copy = variables.get("AIP_STORAGE_URI").substring("gs://".length()).split("/", 2);
    assertThat(copy[0]).isNotEqualTo("staging");
    String weights = copy[1] + "/weights";
    assertThat(
            http.send(
                    "GET",
                    "/storage/v1/b/" + copy[0] + "/o/" + weights.replace("/", "%2F") + "?alt=media",
                    "")
                .body())
        .isEqualTo("1.5");
    assertThat(http.send("GET", "/storage/v1/b?project=aloft-test", "").body())
        .doesNotContain(copy[0]);
    assertThat(variables)
        .containsEntry("AIP_MACHINE_TYPE", "n1-standard-4")
        .containsEntry("AIP_FRAMEWORK", "CUSTOM_CONTAINER")
        .containsEntry("AIP_VERSION_NAME", deployed.getId());
  }
}
