package dev.aloft.gcp;

import com.google.cloud.aiplatform.v1.DeleteModelRequest;
import com.google.cloud.aiplatform.v1.DeleteModelVersionRequest;
import com.google.cloud.aiplatform.v1.MergeVersionAliasesRequest;
import com.google.cloud.aiplatform.v1.Model;
import com.google.cloud.aiplatform.v1.ModelContainerSpec;
import com.google.cloud.aiplatform.v1.UploadModelRequest;
import dev.aloft.driver.Action;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.RegisteredVersion;
import dev.aloft.driver.Registration;
import dev.aloft.driver.RegistryDriver;
import dev.aloft.driver.Target;
import dev.aloft.error.Problems;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Registered models of Vertex AI. The service gives its alias {@code default} to the first version;
 * Aloft moves it only when that version is removed, or when it is asked to. Thread-safe.
 */
final class VertexRegistry implements RegistryDriver {
  /**
   * Versions and operations are known from lists alone. No lag is promised or denied; a list is
   * given as long as that of jobs, since an upload that is not seen is sent again.
   */
  private static final Duration LAG = VertexTraining.LAG;

  private static final int MOST_LABELS = 50;

  /**
   * A version must name an image; of models that none of Vertex AI's reads, one that says so to
   * whoever deploys the version without Aloft.
   */
  private static final String NEUTRAL_IMAGE = "python:3.12-slim";

  private static final String NO_SERVER =
      "raise SystemExit('no image of Vertex AI reads this model: deploy it with a container of your"
          + " own')";

  private final GcpClients clients;
  private final VertexSender sender;
  private final RegistryLook look;
  private final VersionDocuments documents;
  private final ModelArtifact artifacts;
  private final ServingImages images;

  VertexRegistry(DriverContext context, GcpClients clients, GcsStore staging) {
    this.clients = clients;
    this.sender = new VertexSender(context, clients.errors());
    this.artifacts = new ModelArtifact(context, staging, VersionParts.USE);
    this.look = new RegistryLook(clients, sender, artifacts);
    this.documents = new VersionDocuments(context, staging);
    this.images = new ServingImages(clients.config());
  }

  @Override
  public void check(Registration wish, Problems problems) {
    problems.require(
        GcsUri.fault(wish.modelUri()).isEmpty(),
        "model.location (artifact_uri)",
        wish.modelUri(),
        "a place in Cloud Storage");
    problems.require(
        wish.labels().size() <= MOST_LABELS, "labels", wish.labels().size(), "at most 50");
  }

  @Override
  public Observation observe(Target<Registration> target) {
    return look.observe(target);
  }

  @Override
  public Next next(Target<Registration> target, Observation seen) {
    return VersionParts.next(target, seen);
  }

  @Override
  public Duration lag() {
    return LAG;
  }

  @Override
  public void apply(Action action, Target<Registration> target) {
    if (action.kind().equals(ModelArtifact.KIND)) {
      copy(action, target);
      return;
    }
    switch (action.verb()) {
      case VersionParts.DELETE ->
          delete(action.id(), "true".equals(action.fact(VersionParts.ONLY)));
      case VersionParts.ALIAS -> merge(action.id(), "default");
      default -> upload(target, "true".equals(action.fact(VersionParts.ONLY)));
    }
  }

  private void copy(Action action, Target<Registration> target) {
    if (action.verb().equals(VersionParts.DELETE)) {
      artifacts.delete(action.id());
    } else {
      Registration wish = target.wish().orElseThrow();
      artifacts.make(action.id(), wish.modelUri(), wish.manifest(), target.logId());
    }
  }

  private String directory(Target<Registration> target, Registration wish) {
    return ModelArtifact.isNeeded(wish.manifest())
        ? artifacts.directory(
            VersionParts.modelName(target.name()), VersionParts.hash(target.name()))
        : wish.modelUri().replaceAll("/+$", "");
  }

  private void upload(Target<Registration> target, boolean first) {
    Registration wish = target.wish().orElseThrow();
    Model.Builder model =
        Model.newBuilder()
            .setDisplayName(wish.name())
            .setArtifactUri(directory(target, wish))
            .setContainerSpec(container(wish))
            .setVersionDescription(documents.write(wish))
            .putAllLabels(Labels.of(wish.labels()))
            .putAllLabels(Labels.of(target.ownership(VersionParts.hash(target.name()))))
            .putLabels(Labels.NAME, Labels.value(wish.name()))
            .putLabels(EndpointParts.KIND, VersionParts.REGISTERED);
    UploadModelRequest.Builder request =
        UploadModelRequest.newBuilder().setParent(clients.config().parent()).setModel(model);
    if (first) {
      request.setModelId(wish.name());
    } else {
      request.setParentModel(name(wish.name()));
    }
    Object unused =
        sender.submit(
            "UploadModel", target.name(), request, () -> clients.models().uploadModelCallable());
  }

  private ModelContainerSpec.Builder container(Registration wish) {
    return images
        .reading(wish.manifest())
        .map(image -> ModelContainerSpec.newBuilder().setImageUri(image))
        .orElseGet(
            () ->
                ModelContainerSpec.newBuilder()
                    .setImageUri(NEUTRAL_IMAGE)
                    .addAllCommand(List.of("python", "-c", NO_SERVER)));
  }

  private String name(String id) {
    return clients.config().parent() + "/models/" + id;
  }

  private void delete(String version, boolean only) {
    Object unused =
        only
            ? sender.submit(
                "DeleteModel",
                version,
                DeleteModelRequest.newBuilder().setName(name(VersionParts.modelName(version))),
                () -> clients.models().deleteModelCallable())
            : sender.submit(
                "DeleteModelVersion",
                version,
                DeleteModelVersionRequest.newBuilder().setName(name(version)),
                () -> clients.models().deleteModelVersionCallable());
  }

  /** A version alone says of itself whether it is the last one. */
  @Override
  public void delete(Part part) {
    if (part.kind().equals(ModelArtifact.KIND)) {
      artifacts.delete(part.id());
      return;
    }
    delete(part.id(), "true".equals(part.fact(VersionParts.ONLY)));
  }

  @Override
  public Page<Part> owned(String logId, @Nullable String cursor) {
    return look.owned(logId, cursor);
  }

  @Override
  public String nameOf(Part part) {
    String name =
        part.kind().equals(ModelArtifact.KIND)
            ? EndpointParts.fact(part, Labels.NAME)
            : VersionParts.modelName(part.id());
    return name + "@" + EndpointParts.fact(part, Labels.REVISION);
  }

  @Override
  public Optional<RegisteredVersion> find(String name, @Nullable String versionOrAlias) {
    return versionOrAlias == null
        ? look.all(name).stream().filter(RegistryLook::isRegistered).findFirst().map(this::version)
        : look.version(name, versionOrAlias).filter(RegistryLook::isRegistered).map(this::version);
  }

  private RegisteredVersion version(Model version) {
    VersionDocuments.Document document = documents.read(version.getVersionDescription());
    return new RegisteredVersion(
        EndpointLook.id(version.getName()),
        version.getVersionId(),
        document.modelUri(),
        document.modelHash(),
        document.manifest(),
        Set.copyOf(version.getVersionAliasesList()),
        Instant.ofEpochSecond(
            version.getVersionCreateTime().getSeconds(),
            version.getVersionCreateTime().getNanos()));
  }

  @Override
  public Page<String> names(@Nullable String cursor) {
    return look.names(cursor);
  }

  @Override
  public Page<RegisteredVersion> versions(String name, @Nullable String cursor) {
    List<RegisteredVersion> all =
        look.all(name).stream().filter(RegistryLook::isRegistered).map(this::version).toList();
    return Page.last(all);
  }

  /** One request moves it from whichever version has it. */
  @Override
  public void alias(String name, String alias, String version) {
    merge(name + "@" + version, alias);
  }

  @Override
  public void unalias(String name, String alias) {
    look.version(name, alias)
        .ifPresent(version -> merge(name + "@" + version.getVersionId(), "-" + alias));
  }

  private void merge(String version, String change) {
    Object unused =
        sender.write(
            "MergeVersionAliases",
            version,
            MergeVersionAliasesRequest.newBuilder()
                .setName(name(version))
                .addVersionAliases(change),
            () -> clients.models().mergeVersionAliasesCallable());
  }
}
