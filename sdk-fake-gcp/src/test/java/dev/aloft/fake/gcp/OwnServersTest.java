package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.InternalException;
import com.google.api.gax.rpc.UnavailableException;
import com.google.cloud.aiplatform.v1.CreateEndpointRequest;
import com.google.cloud.aiplatform.v1.DedicatedResources;
import com.google.cloud.aiplatform.v1.DeployedModel;
import com.google.cloud.aiplatform.v1.Endpoint;
import com.google.cloud.aiplatform.v1.MachineSpec;
import com.google.cloud.aiplatform.v1.Model;
import com.google.cloud.aiplatform.v1.ModelContainerSpec;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.PredictResponse;
import com.google.cloud.aiplatform.v1.UploadModelRequest;
import com.google.cloud.aiplatform.v1.UploadModelResponse;
import com.google.longrunning.Operation;
import com.google.protobuf.ListValue;
import com.google.protobuf.Value;
import dev.aloft.fake.FakeClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that are HTTP servers of their own. */
class OwnServersTest {
  private static final String SERVER =
      """
      import http.server, json, os, sys

      class Handler(http.server.BaseHTTPRequestHandler):
          def do_GET(self):
              self.answer(200 if self.path == os.environ["AIP_HEALTH_ROUTE"] else 404, {})

          def do_POST(self):
              body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
              if self.path != "/score":
                  self.answer(404, {})
              elif body["instances"] == ["no"]:
                  self.answer(422, {"error": "no such thing"})
              elif body["instances"] == ["broken"]:
                  self.answer(500, {"error": "it broke"})
              elif body["instances"] == ["end"]:
                  os._exit(7)
              else:
                  self.answer(200, {"predictions": [sum(row) for row in body["instances"]]})

          def answer(self, status, value):
              self.send_response(status)
              self.send_header("Content-Type", "application/json")
              self.end_headers()
              self.wfile.write(json.dumps(value).encode())

      print(os.environ["AIP_STORAGE_URI"], os.listdir("model"))
      http.server.HTTPServer(("127.0.0.1", int(os.environ["AIP_HTTP_PORT"])), Handler).serve_forever()
      """;

  @TempDir private Path directory;
  private GcpCloud cloud;
  private Vertex vertex;

  @BeforeEach
  void start() throws Exception {
    cloud = GcpCloud.builder().clock(FakeClock.driven()).directory(directory).start();
    vertex = new Vertex(cloud);
    cloud.createBucket("staging");
    Files.createDirectories(directory.resolve("gcs/staging/m"));
    Files.writeString(directory.resolve("gcs/staging/m/weights"), "1");
  }

  @AfterEach
  void end() {
    vertex.close();
    cloud.close();
  }

  private String endpoint(String artifacts, ModelContainerSpec.Builder container) throws Exception {
    Operation uploaded =
        vertex.done(
            vertex.models.uploadModelAsync(
                UploadModelRequest.newBuilder()
                    .setParent(vertex.parent())
                    .setModel(
                        Model.newBuilder()
                            .setDisplayName("own")
                            .setArtifactUri(artifacts)
                            .setContainerSpec(container))
                    .build()));
    Operation created =
        vertex.done(
            vertex.endpoints.createEndpointAsync(
                CreateEndpointRequest.newBuilder()
                    .setParent(vertex.parent())
                    .setEndpoint(Endpoint.newBuilder().setDisplayName("own"))
                    .build()));
    String endpoint = created.getResponse().unpack(Endpoint.class).getName();
    DeployedModel deployed =
        DeployedModel.newBuilder()
            .setModel(uploaded.getResponse().unpack(UploadModelResponse.class).getModel())
            .setDedicatedResources(
                DedicatedResources.newBuilder()
                    .setMachineSpec(MachineSpec.getDefaultInstance())
                    .setMinReplicaCount(1))
            .build();
    Operation done =
        vertex.done(vertex.endpoints.deployModelAsync(endpoint, deployed, Map.of("0", 100)));
    assertThat(done.getError().getMessage()).isEmpty();
    return endpoint;
  }

  private PredictResponse predict(String endpoint, Value instance) {
    return vertex.predictions.predict(
        PredictRequest.newBuilder().setEndpoint(endpoint).addInstances(instance).build());
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  @Test
  void answersAndRefusesAsItsProgramDoes() throws Exception {
    String endpoint =
        endpoint(
            "gs://staging/m",
            ModelContainerSpec.newBuilder()
                .setImageUri("docker.io/library/python:3.11-slim")
                .addAllCommand(List.of("python3", "-c"))
                .addArgs(SERVER)
                .setPredictRoute("/score")
                .setHealthRoute("/health"));

    PredictResponse answer = predict(endpoint, row(2, 3.5));

    assertThat(answer.getPredictions(0).getNumberValue()).isEqualTo(5.5);
    assertThat(answer.getModelVersionId()).isEqualTo("1");
    assertThatThrownBy(() -> predict(endpoint, text("no")))
        .isInstanceOf(FailedPreconditionException.class)
        .hasMessageContaining("no such thing");
    assertThatThrownBy(() -> predict(endpoint, text("broken")))
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("it broke");
    assertThatThrownBy(() -> predict(endpoint, text("end")))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void aPickledModelIsServedByThePythonOfThisMachine() throws Exception {
    Path model = Files.createDirectories(directory.resolve("gcs/staging/p"));
    Files.writeString(
        model.resolve("model.pkl"),
        // calls builtins.eval when it is read, which makes an object that can predict
        """
        cbuiltins
        eval
        (S"type('M', (), {'predict': lambda self, rows: [sum(r) for r in rows]})()"
        tR.\
        """);
    Files.writeString(model.resolve("model.bst"), "no model of scikit-learn's");
    String endpoint =
        endpoint(
            "gs://staging/p",
            ModelContainerSpec.newBuilder()
                .setImageUri("us-docker.pkg.dev/vertex-ai/prediction/sklearn-cpu.1-6:latest"));

    assertThat(predict(endpoint, row(1, 2)).getPredictions(0).getNumberValue()).isEqualTo(3);
    assertThatThrownBy(() -> predict(endpoint, text("no")))
        .isInstanceOf(FailedPreconditionException.class)
        .hasMessageContaining("Prediction failed");
  }

  private static Value row(double first, double second) {
    ListValue row =
        ListValue.newBuilder()
            .addValues(Value.newBuilder().setNumberValue(first))
            .addValues(Value.newBuilder().setNumberValue(second))
            .build();
    return Value.newBuilder().setListValue(row).build();
  }
}
