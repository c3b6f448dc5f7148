package dev.aloft.fake.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The model packages of the account. Guarded by the clock's monitor. */
final class ModelPackages {
  private final Cloud cloud;
  private final Tags tags;
  private final PackageGroups groups;
  private final Shelf<ModelPackage> unversioned = new Shelf<>();
  private final Shelf<ModelPackage> all = new Shelf<>();
  private final Map<String, ModelPackage> byArn = new HashMap<>();
  private final Map<String, ObjectNode> answered = new HashMap<>();
  private final Listing<ModelPackage> listing =
      new Listing<>(
          "ModelPackageSummaryList", false, ModelPackage::summary, ModelPackages::isAskedFor);

  ModelPackages(Cloud cloud, Tags tags, PackageGroups groups) {
    this.cloud = cloud;
    this.tags = tags;
    this.groups = groups;
  }

  void serve(JsonService sagemaker) {
    sagemaker.on("CreateModelPackage", (input, caller) -> once("create ", input, this::create));
    sagemaker.on("DescribeModelPackage", (input, caller) -> named(input).described().deepCopy());
    sagemaker.on("UpdateModelPackage", (input, caller) -> once("update ", input, this::update));
    sagemaker.on("DeleteModelPackage", (input, caller) -> delete(input));
    sagemaker.on("ListModelPackages", (input, caller) -> list(input));
    sagemaker.on("BatchDescribeModelPackage", (input, caller) -> describeAll(input));
  }

  Shelf<ModelPackage> shelf() {
    return all;
  }

  /** The containers that a package specifies. */
  List<JsonNode> containers(String nameOrArn) {
    List<JsonNode> containers = new ArrayList<>();
    get(nameOrArn)
        .described()
        .path("InferenceSpecification")
        .path("Containers")
        .forEach(containers::add);
    if (containers.isEmpty()) {
      throw AwsFailure.validation(
          "ModelPackage " + arn(nameOrArn) + " has no InferenceSpecification.");
    }
    return containers;
  }

  private String arn(String nameOrArn) {
    return nameOrArn.startsWith("arn:")
        ? nameOrArn
        : cloud.arn("sagemaker", "model-package/" + nameOrArn);
  }

  private Optional<ModelPackage> find(String nameOrArn) {
    return Optional.ofNullable(byArn.get(arn(nameOrArn)));
  }

  private ModelPackage get(String nameOrArn) {
    return find(nameOrArn)
        .orElseThrow(
            () -> AwsFailure.validation("ModelPackage " + arn(nameOrArn) + " does not exist."));
  }

  private ModelPackage named(ObjectNode input) {
    return get(input.path("ModelPackageName").asString());
  }

  private ObjectNode once(String operation, ObjectNode input, UnaryOperator<ObjectNode> work) {
    String token = input.path("ClientToken").asString("");
    return token.isEmpty()
        ? work.apply(input)
        : answered.computeIfAbsent(operation + token, key -> work.apply(input)).deepCopy();
  }

  private ObjectNode create(ObjectNode input) {
    PackageDraft.check(input);
    Tags.check(input.path("Tags"));
    @Nullable PackageGroup group =
        input.has("ModelPackageGroupName")
            ? groups.get(input.path("ModelPackageGroupName").asString())
            : null;
    String name = group == null ? input.path("ModelPackageName").asString() : group.name();
    if (group == null && unversioned.has(name)) {
      throw AwsFailure.validation("ModelPackage already exists: " + arn(name));
    }
    int version = group == null ? 0 : group.nextVersion();
    String arn = arn(version == 0 ? name : name + "/" + version);
    ObjectNode described = PackageDraft.described(input, arn, name, version, cloud.clock().now());
    ModelPackage made = new ModelPackage(name, version, arn, cloud.clock().now(), described);
    (group == null ? unversioned : group.versions()).put(made);
    all.put(made);
    byArn.put(arn, made);
    tags.declare(arn, input.path("Tags"));
    return answer(arn);
  }

  private ObjectNode update(ObjectNode input) {
    ModelPackage updated = get(input.path("ModelPackageArn").asString());
    PackageDraft.update(updated.described(), input, cloud.clock().now());
    return answer(updated.arn());
  }

  private ObjectNode delete(ObjectNode input) {
    ModelPackage gone = named(input);
    all.remove(gone.name());
    unversioned.remove(gone.name());
    byArn.remove(gone.arn());
    String group = gone.described().path("ModelPackageGroupName").asString("");
    groups.shelf().get(group).ifPresent(one -> one.versions().remove(gone.name()));
    tags.drop(gone.arn());
    return JsonNodeFactory.instance.objectNode();
  }

  private ObjectNode list(ObjectNode input) {
    if (input.has("ModelPackageGroupName")) {
      PackageGroup group = groups.get(input.path("ModelPackageGroupName").asString());
      return listing.page(group.versions(), input);
    }
    boolean own = input.path("ModelPackageType").asString("Unversioned").equals("Unversioned");
    return listing.page(own ? unversioned : all, input);
  }

  private static boolean isAskedFor(ObjectNode input, ModelPackage one) {
    String approval = input.path("ModelApprovalStatus").asString("");
    boolean versioned = one.described().has("ModelPackageVersion");
    String type = input.path("ModelPackageType").asString("Both");
    return (approval.isEmpty()
            || approval.equals(one.described().path("ModelApprovalStatus").asString("")))
        && (type.equals("Both") || versioned == type.equals("Versioned"));
  }

  private ObjectNode describeAll(ObjectNode input) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode summaries = answer.putObject("ModelPackageSummaries");
    ObjectNode errors = answer.putObject("BatchDescribeModelPackageErrorMap");
    for (JsonNode arn : input.path("ModelPackageArnList")) {
      Optional<ModelPackage> found = find(arn.asString());
      if (found.isPresent()) {
        ObjectNode summary = found.get().summary();
        summary.remove("ModelPackageName");
        JsonNode specification = found.get().described().path("InferenceSpecification");
        summary.set(
            "InferenceSpecification",
            specification.isObject() ? specification : JsonNodeFactory.instance.objectNode());
        summaries.set(arn.asString(), summary);
      } else {
        errors
            .putObject(arn.asString())
            .put("ErrorCode", "ValidationException")
            .put("ErrorResponse", "ModelPackage " + arn.asString() + " does not exist.");
      }
    }
    return answer;
  }

  private static ObjectNode answer(String arn) {
    return JsonNodeFactory.instance.objectNode().put("ModelPackageArn", arn);
  }
}
