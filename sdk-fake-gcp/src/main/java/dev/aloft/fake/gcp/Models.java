package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.DeleteModelRequest;
import com.google.cloud.aiplatform.v1.DeleteModelVersionRequest;
import com.google.cloud.aiplatform.v1.DeleteOperationMetadata;
import com.google.cloud.aiplatform.v1.DeployedModelRef;
import com.google.cloud.aiplatform.v1.GetModelRequest;
import com.google.cloud.aiplatform.v1.ListModelVersionsRequest;
import com.google.cloud.aiplatform.v1.ListModelVersionsResponse;
import com.google.cloud.aiplatform.v1.ListModelsRequest;
import com.google.cloud.aiplatform.v1.ListModelsResponse;
import com.google.cloud.aiplatform.v1.MergeVersionAliasesRequest;
import com.google.cloud.aiplatform.v1.Model;
import com.google.cloud.aiplatform.v1.UpdateModelRequest;
import com.google.cloud.aiplatform.v1.UploadModelOperationMetadata;
import com.google.cloud.aiplatform.v1.UploadModelRequest;
import com.google.cloud.aiplatform.v1.UploadModelResponse;
import com.google.longrunning.Operation;
import com.google.protobuf.Empty;
import com.google.protobuf.util.Timestamps;
import com.google.rpc.Code;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The model registry. Guarded by the clock's monitor. */
final class Models {
  private static final String COLLECTION = "models";
  private static final Map<String, Function<Model, String>> FILTERED =
      Map.of(
          "model", model -> last(model.getName()),
          "base_model_name", model -> "", // models of Google's own, which are not here
          "display_name", Model::getDisplayName,
          "create_time", model -> Timestamps.toString(model.getCreateTime()));

  private final Cloud cloud;
  private final LongOperations operations;
  private final Ids ids = new Ids();
  private final Map<String, RegisteredModel> models = new LinkedHashMap<>();
  private final Set<String> uploading = new HashSet<>();

  Models(Cloud cloud, LongOperations operations) {
    this.cloud = cloud;
    this.operations = operations;
    cloud.inventory(this::things);
  }

  void serve(RpcTable table) {
    table
        .on(UploadModelRequest.class, (request, call) -> upload(request))
        .on(GetModelRequest.class, (request, call) -> version(request.getName()).view())
        .on(ListModelsRequest.class, (request, call) -> list(request))
        .on(ListModelVersionsRequest.class, (request, call) -> versions(request))
        .on(UpdateModelRequest.class, (request, call) -> update(request))
        .on(MergeVersionAliasesRequest.class, (request, call) -> merge(request))
        .on(DeleteModelRequest.class, (request, call) -> delete(request.getName()))
        .on(DeleteModelVersionRequest.class, (request, call) -> deleteVersion(request.getName()));
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private Operation upload(UploadModelRequest request) {
    Model model = OutputFields.cleared(request.getModel());
    Upload upload = prepare(request.toBuilder().setModel(model).build());
    return operations.after(
        Stage.MODEL_UPLOADING,
        upload.name(),
        generic -> UploadModelOperationMetadata.newBuilder().setGenericMetadata(generic).build(),
        () -> {
          ModelVersion version = upload.effect().get();
          return UploadModelResponse.newBuilder()
              .setModel(version.owner().name())
              .setModelVersionId(version.id())
              .build();
        });
  }

  /**
   * An upload that can be done.
   *
   * @param name of the model
   * @param effect makes the version; asked once
   */
  record Upload(String name, Supplier<ModelVersion> effect) {}

  /** Refuses an upload whose id is taken, or whose parent is not there. */
  void checkTarget(String parent, String id, String parentModel) {
    if (!parentModel.isEmpty()) {
      model(parentModel);
    } else if (!id.isEmpty()) {
      requireUnused(ResourceName.parent(cloud, parent) + "/" + COLLECTION + "/" + id);
    }
  }

  private void requireUnused(String name) {
    if (models.containsKey(name) || uploading.contains(name)) {
      throw new GcpFailure(Code.ALREADY_EXISTS, "The Model \"" + name + "\" already exists.");
    }
  }

  /** Checks an upload, and takes the id that it chooses. */
  Upload prepare(UploadModelRequest request) {
    String parent = ResourceName.parent(cloud, request.getParent());
    ModelRules.check(cloud, request);
    Model asked = request.getModel();
    if (!request.getParentModel().isEmpty()) {
      RegisteredModel model = model(request.getParentModel());
      return new Upload(model.name(), () -> model(model.name()).add(asked, cloud.clock().now()));
    }
    String id = request.getModelId().isEmpty() ? ids.next() : request.getModelId();
    String name = parent + "/" + COLLECTION + "/" + id;
    requireUnused(name);
    uploading.add(name);
    return new Upload(
        name,
        () -> {
          uploading.remove(name);
          Instant now = cloud.clock().now();
          RegisteredModel model = new RegisteredModel(name, asked, now);
          models.put(name, model);
          return model.add(asked, now);
        });
  }

  private RegisteredModel model(String asked) {
    String name = ResourceName.of(cloud, asked, COLLECTION).full();
    RegisteredModel found = models.get(name);
    if (found == null) {
      throw missing(name);
    }
    return found;
  }

  private static GcpFailure missing(String name) {
    return GcpFailure.notFound("The Model \"" + name + "\" does not exist.");
  }

  /** The version that a name means: by number, by alias, or the default one. */
  ModelVersion version(String asked) {
    ResourceName name = ResourceName.of(cloud, asked, COLLECTION);
    ModelVersion found = model(name.full()).find(name.version());
    if (found == null) {
      throw missing(name.full() + "@" + name.version());
    }
    return found;
  }

  private ListModelsResponse list(ListModelsRequest request) {
    String under = ResourceName.parent(cloud, request.getParent()) + "/";
    Instant shown = cloud.clock().now().minus(cloud.timetable().of(Stage.LIST_LAG));
    List<Model> found =
        models.values().stream()
            .filter(model -> model.name().startsWith(under) && !model.created().isAfter(shown))
            .map(model -> view(model.find("")))
            .filter(Filter.of(request.getFilter(), FILTERED, Model::getLabelsMap))
            .toList();
    Listing.Page<Model> page =
        new Listing(
                under + '\n' + request.getFilter(),
                request.getOrderBy(),
                request.getPageSize(),
                request.getPageToken(),
                request.getReadMask())
            .of(found);
    return ListModelsResponse.newBuilder()
        .addAllModels(page.items())
        .setNextPageToken(page.next())
        .build();
  }

  private static Model view(@Nullable ModelVersion version) {
    return version == null ? Model.getDefaultInstance() : version.view();
  }

  private ListModelVersionsResponse versions(ListModelVersionsRequest request) {
    Instant shown = cloud.clock().now().minus(cloud.timetable().of(Stage.LIST_LAG));
    List<Model> found =
        model(request.getName()).versions().stream()
            .map(ModelVersion::view)
            .filter(model -> !Times.of(model.getVersionCreateTime()).isAfter(shown))
            .filter(Filter.of(request.getFilter(), FILTERED, Model::getLabelsMap))
            .toList();
    Listing.Page<Model> page =
        new Listing(
                request.getName() + '\n' + request.getFilter(),
                versionOrder(request.getOrderBy()),
                request.getPageSize(),
                request.getPageToken(),
                request.getReadMask())
            .of(found);
    return ListModelVersionsResponse.newBuilder()
        .addAllModels(page.items())
        .setNextPageToken(page.next())
        .build();
  }

  /** The times of versions are meant, not those of the model. */
  private static String versionOrder(String asked) {
    return asked.isBlank()
        ? "version_create_time desc"
        : asked.replaceAll("\\b(?=(?:create|update)_time\\b)", "version_");
  }

  private Model update(UpdateModelRequest request) {
    Model asked = request.getModel();
    ModelVersion version = version(asked.getName());
    if (!asked.getEtag().isEmpty() && !asked.getEtag().equals(version.view().getEtag())) {
      throw GcpFailure.changed("Model", version.owner().name());
    }
    String said = ResourceName.of(cloud, asked.getName(), COLLECTION).version();
    boolean ofVersion = !said.isEmpty() && !said.equals("-");
    ModelUpdate update = new ModelUpdate(request.getUpdateMask().getPathsList(), ofVersion);
    update.apply(version, asked);
    version.touch(cloud.clock().now());
    return version.view();
  }

  private Model merge(MergeVersionAliasesRequest request) {
    ModelVersion version = version(request.getName());
    FieldErrors errors = new FieldErrors();
    for (String change : request.getVersionAliasesList()) {
      boolean removed = change.startsWith("-");
      ModelRules.alias(errors, "version_aliases", removed ? change.substring(1) : change);
      errors.unless(
          !change.equals("-" + RegisteredModel.DEFAULT),
          "version_aliases",
          "The alias default cannot be removed; it can be given to another version.");
    }
    errors.refuse();
    for (String change : request.getVersionAliasesList()) {
      if (change.startsWith("-")) {
        version.aliases().remove(change.substring(1));
      } else {
        version.owner().give(change, version);
      }
    }
    version.touch(cloud.clock().now());
    return version.view();
  }

  private Operation delete(String asked) {
    RegisteredModel model = model(asked);
    model.versions().forEach(this::requireFree);
    return deletion(
        model.name(),
        () -> {
          model.versions().forEach(this::requireFree);
          models.remove(model.name());
        });
  }

  private Operation deleteVersion(String asked) {
    ModelVersion version = version(asked);
    RegisteredModel model = version.owner();
    requireFree(version);
    String name = model.name() + "@" + version.id();
    if (model.versions().size() == 1) {
      throw GcpFailure.precondition(
          "The Model version \"" + name + "\" is the only one. Delete the Model instead.");
    }
    if (version.aliases().contains(RegisteredModel.DEFAULT)) {
      throw GcpFailure.precondition(
          "The Model version \""
              + name
              + "\" is the default version. Make another version the default one before.");
    }
    return deletion(
        model.name(),
        () -> {
          requireFree(version);
          model.remove(version);
        });
  }

  private Operation deletion(String name, Runnable effect) {
    return operations.after(
        Stage.DELETING,
        name,
        generic -> DeleteOperationMetadata.newBuilder().setGenericMetadata(generic).build(),
        () -> {
          effect.run();
          return Empty.getDefaultInstance();
        });
  }

  /** Refuses what is deployed, or was until a moment ago. */
  private void requireFree(ModelVersion version) {
    Instant undeployed = version.undeployed();
    boolean fresh =
        undeployed != null
            && cloud
                .clock()
                .now()
                .isBefore(undeployed.plus(cloud.timetable().of(Stage.UNDEPLOY_LAG)));
    if (fresh || !version.deployed().isEmpty()) {
      throw GcpFailure.precondition(
          "The Model \""
              + version.owner().name()
              + "\" is deployed or being deployed at the following Endpoint(s): "
              + version.deployed().stream().map(DeployedModelRef::getEndpoint).distinct().toList()
              + ".");
    }
  }

  private List<GcpCloud.Thing> things() {
    return models.values().stream()
        .map(model -> new GcpCloud.Thing("model", model.name(), false))
        .toList();
  }
}
