package dev.aloft.gcp;

import com.google.cloud.aiplatform.v1.ClientConnectionConfig;
import com.google.cloud.aiplatform.v1.CreateEndpointRequest;
import com.google.cloud.aiplatform.v1.DedicatedResources;
import com.google.cloud.aiplatform.v1.DeployModelRequest;
import com.google.cloud.aiplatform.v1.DeployedModel;
import com.google.cloud.aiplatform.v1.EncryptionSpec;
import com.google.cloud.aiplatform.v1.Endpoint;
import com.google.cloud.aiplatform.v1.EnvVar;
import com.google.cloud.aiplatform.v1.Model;
import com.google.cloud.aiplatform.v1.ModelContainerSpec;
import com.google.cloud.aiplatform.v1.Port;
import com.google.cloud.aiplatform.v1.UploadModelRequest;
import com.google.protobuf.Duration;
import dev.aloft.driver.Action;
import dev.aloft.driver.Target;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.Scaling;
import java.util.LinkedHashMap;
import java.util.Map;

/** A wish for an endpoint in Vertex AI's own requests. Pure. */
final class ServingRequests {
  private static final String NEW = "0";

  private final WorkSettings settings;
  private final ServingImages images;

  ServingRequests(GcpConfig config, ServingImages images) {
    this.settings = new WorkSettings(config);
    this.images = images;
  }

  UploadModelRequest.Builder upload(
      Target<EndpointSpec> target, EndpointRevision revision, String id, String artifacts) {
    Model.Builder model =
        Model.newBuilder()
            .setDisplayName(id)
            .setArtifactUri(artifacts)
            .setContainerSpec(container(revision))
            .putAllLabels(labels(target, revision.hash()))
            .putLabels(EndpointParts.KIND, EndpointParts.OF_ENDPOINT);
    settings
        .kmsKey(revision.options())
        .ifPresent(key -> model.setEncryptionSpec(EncryptionSpec.newBuilder().setKmsKeyName(key)));
    return UploadModelRequest.newBuilder()
        .setParent(settings.config().parent())
        .setModelId(id)
        .setModel(model);
  }

  private static Map<String, String> labels(Target<EndpointSpec> target, String hash) {
    return Labels.of(target.ownership(hash));
  }

  private ModelContainerSpec.Builder container(EndpointRevision revision) {
    ModelContainerSpec.Builder container =
        ModelContainerSpec.newBuilder().setImageUri(images.image(revision).orElseThrow());
    revision
        .ownRuntime()
        .ifPresent(
            own ->
                container
                    .addPorts(Port.newBuilder().setContainerPort(own.port()))
                    .setPredictRoute(own.predictRoute())
                    .setHealthRoute(own.healthRoute()));
    Map<String, String> variables = new LinkedHashMap<>();
    revision.ownRuntime().ifPresent(own -> variables.putAll(own.environment()));
    variables.putAll(revision.environment());
    variables.forEach(
        (name, value) -> container.addEnv(EnvVar.newBuilder().setName(name).setValue(value)));
    revision
        .options()
        .get(Vertex.DEPLOYMENT_TIMEOUT)
        .ifPresent(
            time ->
                container.setDeploymentTimeout(Duration.newBuilder().setSeconds(time.toSeconds())));
    return container;
  }

  CreateEndpointRequest.Builder endpoint(Target<EndpointSpec> target, EndpointSpec spec) {
    EndpointRevision main = spec.main();
    Endpoint.Builder endpoint =
        Endpoint.newBuilder()
            .setDisplayName(spec.name())
            .putAllLabels(Labels.of(spec.labels()))
            .putAllLabels(labels(target, main.hash()))
            .setDedicatedEndpointEnabled(
                main.options().get(Vertex.DEDICATED_ENDPOINT).orElse(true));
    main.options()
        .get(Vertex.INFERENCE_TIMEOUT)
        .ifPresent(
            time ->
                endpoint.setClientConnectionConfig(
                    ClientConnectionConfig.newBuilder()
                        .setInferenceTimeout(Duration.newBuilder().setSeconds(time.toSeconds()))));
    settings
        .kmsKey(main.options())
        .ifPresent(
            key -> endpoint.setEncryptionSpec(EncryptionSpec.newBuilder().setKmsKeyName(key)));
    return CreateEndpointRequest.newBuilder()
        .setParent(settings.config().parent())
        .setEndpointId(spec.name())
        .setEndpoint(endpoint);
  }

  /** The split is always stated: an empty one would give a fresh endpoint's model no calls. */
  DeployModelRequest.Builder deploy(EndpointSpec spec, EndpointRevision revision, Action action) {
    DeployedModel.Builder deployed =
        DeployedModel.newBuilder()
            .setId(action.id())
            .setModel(
                settings.config().parent()
                    + "/models/"
                    + EndpointParts.model(spec.name(), revision.hash())
                    + "@1")
            .setDisplayName(revision.hash())
            .setDedicatedResources(resources(revision));
    settings.serviceAccount(revision.options()).ifPresent(deployed::setServiceAccount);
    DeployModelRequest.Builder request =
        DeployModelRequest.newBuilder()
            .setEndpoint(settings.config().parent() + "/endpoints/" + spec.name())
            .setDeployedModel(deployed);
    split(action)
        .forEach(
            (hash, share) ->
                request.putTrafficSplit(
                    hash.equals(revision.hash()) ? NEW : number(spec.name(), hash), share));
    return request;
  }

  /** What is deployed of a revision; what Aloft has not made is known by its number. */
  static String number(String name, String hash) {
    return hash.matches("[0-9]{1,10}") ? hash : EndpointParts.deployed(name, hash);
  }

  /** Percent by revision, as an action says it. */
  static Map<String, Integer> split(Action action) {
    Map<String, Integer> split = new LinkedHashMap<>();
    action
        .facts()
        .forEach(
            (fact, value) -> {
              if (fact.startsWith(EndpointParts.SHARE)) {
                split.put(fact.substring(EndpointParts.SHARE.length()), Integer.valueOf(value));
              }
            });
    return split;
  }

  private static DedicatedResources resources(EndpointRevision revision) {
    Scaling scaling = revision.scaling();
    return DedicatedResources.newBuilder()
        .setMachineSpec(Machines.spec(Machines.choose(revision.machine(), Machines.SERVING).type()))
        .setMinReplicaCount(scaling.min())
        .setMaxReplicaCount(scaling.max())
        .addAllAutoscalingMetricSpecs(ScalingMeasures.of(revision))
        .build();
  }
}
