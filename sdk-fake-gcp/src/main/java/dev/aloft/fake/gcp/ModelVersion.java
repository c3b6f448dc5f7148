package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.DeployedModelRef;
import com.google.cloud.aiplatform.v1.Model;
import com.google.cloud.aiplatform.v1.ModelContainerSpec;
import com.google.cloud.aiplatform.v1.ModelSourceInfo;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A version of a model. Guarded by the clock's monitor. */
final class ModelVersion {
  private final RegisteredModel owner;
  private final String id;
  private final ModelContainerSpec container;
  private final Set<String> aliases = new LinkedHashSet<>();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Set<DeployedModelRef> deployed = new LinkedHashSet<>();
  private final Instant created;
  private Model told;
  private Instant changed;
  private @Nullable Instant undeployed;
  private long changes;

  ModelVersion(RegisteredModel owner, String id, Model asked, Instant now) {
    this.owner = owner;
    this.id = id;
    this.container = asked.getContainerSpec();
    this.told = asked;
    this.labels.putAll(asked.getLabelsMap());
    this.created = now;
    this.changed = now;
  }

  String id() {
    return id;
  }

  RegisteredModel owner() {
    return owner;
  }

  /** What it runs in; never given back. */
  ModelContainerSpec container() {
    return container;
  }

  /** Where its files are; empty when it has none. */
  String artifacts() {
    return told.getArtifactUri();
  }

  Set<String> aliases() {
    return aliases;
  }

  Map<String, String> labels() {
    return labels;
  }

  /** Where it is deployed. */
  Set<DeployedModelRef> deployed() {
    return deployed;
  }

  /** When it was last undeployed; null when never. */
  @Nullable Instant undeployed() {
    return undeployed;
  }

  void undeployed(DeployedModelRef place, Instant now) {
    deployed.remove(place);
    undeployed = now;
  }

  void description(String text) {
    told = told.toBuilder().setVersionDescription(text).build();
  }

  void touch(Instant now) {
    changed = now;
    changes++;
  }

  /** As the service tells it. */
  Model view() {
    Model.Builder view =
        told.toBuilder()
            .clearContainerSpec()
            .setName(owner.name())
            .setDisplayName(owner.displayName())
            .setDescription(owner.description())
            .setVersionId(id)
            .clearVersionAliases()
            .addAllVersionAliases(aliases)
            .clearLabels()
            .putAllLabels(owner.labels())
            .putAllLabels(labels)
            .setCreateTime(Times.of(owner.created()))
            .setUpdateTime(Times.of(changed))
            .setVersionCreateTime(Times.of(created))
            .setVersionUpdateTime(Times.of(changed))
            .addAllDeployedModels(deployed)
            .setEtag("AMEw9y" + Long.toHexString(changed.toEpochMilli() * 31 + changes))
            .addSupportedDeploymentResourcesTypes(Model.DeploymentResourcesType.DEDICATED_RESOURCES)
            .addSupportedDeploymentResourcesTypes(Model.DeploymentResourcesType.SHARED_RESOURCES);
    view.getModelSourceInfoBuilder().setSourceType(ModelSourceInfo.ModelSourceType.CUSTOM);
    return view.build();
  }
}
