package dev.aloft.fake.gcp;

import com.google.api.HttpBody;
import com.google.cloud.aiplatform.v1.CreateEndpointRequest;
import com.google.cloud.aiplatform.v1.DedicatedResources;
import com.google.cloud.aiplatform.v1.DeployModelResponse;
import com.google.cloud.aiplatform.v1.DeployedModel;
import com.google.cloud.aiplatform.v1.Endpoint;
import com.google.cloud.aiplatform.v1.MachineSpec;
import com.google.cloud.aiplatform.v1.Model;
import com.google.cloud.aiplatform.v1.ModelContainerSpec;
import com.google.cloud.aiplatform.v1.UploadModelRequest;
import com.google.cloud.aiplatform.v1.UploadModelResponse;
import com.google.longrunning.Operation;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;

/** Models, endpoints and what is deployed, as tests make them with the vendor's clients. */
final class Serving {
  private final Vertex vertex;

  Serving(Vertex vertex) {
    this.vertex = vertex;
  }

  /** A container with a command, at the routes /predict and /health. */
  static ModelContainerSpec.Builder container(String image, String... command) {
    return ModelContainerSpec.newBuilder()
        .setImageUri(image)
        .addAllCommand(List.of(command))
        .setPredictRoute("/predict")
        .setHealthRoute("/health");
  }

  Model.Builder model(String id, ModelContainerSpec.Builder container) {
    return Model.newBuilder().setDisplayName(id).setContainerSpec(container);
  }

  /** The name of a model that is registered. */
  String uploaded(String id, Model.Builder model) throws Exception {
    UploadModelRequest request =
        UploadModelRequest.newBuilder()
            .setParent(vertex.parent())
            .setModelId(id)
            .setModel(model)
            .build();
    Operation done = vertex.done(vertex.models.uploadModelAsync(request));
    return done.getResponse().unpack(UploadModelResponse.class).getModel();
  }

  String uploaded(String id, ModelContainerSpec.Builder container) throws Exception {
    return uploaded(id, model(id, container));
  }

  Endpoint endpoint(String id) throws Exception {
    return endpoint(id, Endpoint.newBuilder());
  }

  Endpoint endpoint(String id, Endpoint.Builder endpoint) throws Exception {
    CreateEndpointRequest request =
        CreateEndpointRequest.newBuilder()
            .setParent(vertex.parent())
            .setEndpointId(id)
            .setEndpoint(endpoint.setDisplayName(id))
            .build();
    Operation done = vertex.done(vertex.endpoints.createEndpointAsync(request));
    return done.getResponse().unpack(Endpoint.class);
  }

  static DeployedModel.Builder deployed(String model, String id) {
    DedicatedResources.Builder resources = DedicatedResources.newBuilder().setMinReplicaCount(1);
    resources.setMachineSpec(MachineSpec.newBuilder().setMachineType("n1-standard-4"));
    return DeployedModel.newBuilder()
        .setModel(model + "@1")
        .setId(id)
        .setDedicatedResources(resources);
  }

  /** The name of the operation that deploys. */
  String deploying(Endpoint endpoint, DeployedModel.Builder model) throws Exception {
    return vertex
        .endpoints
        .deployModelAsync(endpoint.getName(), model.build(), Map.of("0", 100))
        .getName();
  }

  Operation operation(String name) {
    return vertex.endpoints.getOperationsClient().getOperation(name);
  }

  DeployedModel deploy(Endpoint endpoint, DeployedModel.Builder model) throws Exception {
    Operation done =
        vertex.done(
            vertex.endpoints.deployModelAsync(endpoint.getName(), model.build(), Map.of("0", 100)));
    if (done.hasError()) {
      throw new AssertionError(done.getError().getMessage());
    }
    return done.getResponse().unpack(DeployModelResponse.class).getDeployedModel();
  }

  void undeploy(Endpoint endpoint, String id) throws Exception {
    vertex.done(vertex.endpoints.undeployModelAsync(endpoint.getName(), id, Map.of()));
  }

  /** What the container says to a body. */
  String ask(Endpoint endpoint, String body) {
    HttpBody sent =
        HttpBody.newBuilder()
            .setContentType("application/json")
            .setData(ByteString.copyFromUtf8(body))
            .build();
    return vertex.predictions.rawPredict(endpoint.getName(), sent).getData().toStringUtf8();
  }
}
