package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.DedicatedResources;
import com.google.cloud.aiplatform.v1.DeployedModel;
import com.google.cloud.aiplatform.v1.DeployedModelRef;
import java.time.Instant;

/** A model at an endpoint, or on its way to it. Guarded by the clock's monitor. */
final class Deployment {
  private final HostedEndpoint endpoint;
  private final ModelVersion version;
  private final ModelServer server;
  private DeployedModel told;

  Deployment(
      HostedEndpoint endpoint, ModelVersion version, DeployedModel told, ModelServer server) {
    this.endpoint = endpoint;
    this.version = version;
    this.told = told;
    this.server = server;
  }

  HostedEndpoint endpoint() {
    return endpoint;
  }

  ModelVersion version() {
    return version;
  }

  String id() {
    return told.getId();
  }

  /** Whether it is the one of an id at an endpoint. */
  boolean isAt(HostedEndpoint place, String deployed) {
    return endpoint == place && id().equals(deployed);
  }

  String displayName() {
    return told.getDisplayName();
  }

  /** What answers for it. */
  ModelServer server() {
    return server;
  }

  /** What was asked for, and is told of it. */
  DeployedModel told() {
    return told;
  }

  /** As the service tells it: without replicas that answer while its container is down. */
  DeployedModel view() {
    if (!told.hasStatus() || server.isRunning()) {
      return told;
    }
    DeployedModel.Builder down = told.toBuilder();
    down.getStatusBuilder()
        .setAvailableReplicaCount(0)
        .setMessage("The container has ended, and is started again.");
    return down.build();
  }

  void change(DeployedModel changed) {
    told = changed;
    server.log().silence(changed.getDisableContainerLogging());
    if (changed.hasStatus()) {
      DeployedModel.Builder counted = changed.toBuilder();
      counted
          .getStatusBuilder()
          .setAvailableReplicaCount(changed.getDedicatedResources().getMinReplicaCount());
      told = counted.build();
    }
  }

  /** It answers from now on. */
  void ready(Instant now) {
    DeployedModel.Builder ready = told.toBuilder().setCreateTime(Times.of(now));
    DedicatedResources resources = told.getDedicatedResources();
    if (told.hasDedicatedResources()) {
      ready
          .getStatusBuilder()
          .setAvailableReplicaCount(resources.getMinReplicaCount())
          .setLastUpdateTime(Times.of(now));
    }
    told = ready.build();
  }

  /** What the model tells of it. */
  DeployedModelRef reference() {
    return DeployedModelRef.newBuilder()
        .setEndpoint(endpoint.name())
        .setDeployedModelId(id())
        .build();
  }
}
