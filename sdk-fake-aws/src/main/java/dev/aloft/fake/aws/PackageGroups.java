package dev.aloft.fake.aws;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The groups of model packages of the account. Guarded by the clock's monitor. */
final class PackageGroups {
  private final Cloud cloud;
  private final Tags tags;
  private final Shelf<PackageGroup> shelf = new Shelf<>();
  private final Listing<PackageGroup> listing =
      new Listing<>("ModelPackageGroupSummaryList", false, PackageGroup::summary);

  PackageGroups(Cloud cloud, Tags tags) {
    this.cloud = cloud;
    this.tags = tags;
  }

  void serve(JsonService sagemaker) {
    sagemaker.on("CreateModelPackageGroup", (input, caller) -> create(input));
    sagemaker.on(
        "DescribeModelPackageGroup", (input, caller) -> named(input).described().deepCopy());
    sagemaker.on("DeleteModelPackageGroup", (input, caller) -> delete(input));
    sagemaker.on("ListModelPackageGroups", (input, caller) -> listing.page(shelf, input));
  }

  Shelf<PackageGroup> shelf() {
    return shelf;
  }

  /** The group of a name or an ARN. */
  PackageGroup get(String nameOrArn) {
    String name = nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    return shelf
        .get(name)
        .orElseThrow(
            () -> AwsFailure.validation("ModelPackageGroup " + arn(name) + " does not exist."));
  }

  private String arn(String name) {
    return cloud.arn("sagemaker", "model-package-group/" + name);
  }

  private PackageGroup named(ObjectNode input) {
    return get(input.path("ModelPackageGroupName").asString());
  }

  private ObjectNode create(ObjectNode input) {
    String name = input.path("ModelPackageGroupName").asString();
    String arn = arn(name);
    if (shelf.has(name)) {
      throw AwsFailure.validation("Model Package Group already exists: " + arn);
    }
    Tags.check(input.path("Tags"));
    ObjectNode described = input.deepCopy();
    described.remove("Tags");
    described.put("ModelPackageGroupArn", arn);
    described.set("CreationTime", Epoch.seconds(cloud.clock().now()));
    described.putObject("CreatedBy");
    described.put("ModelPackageGroupStatus", "Completed");
    shelf.put(new PackageGroup(name, arn, cloud.clock().now(), described));
    tags.declare(arn, input.path("Tags"));
    return PackageGroup.answer(arn);
  }

  private ObjectNode delete(ObjectNode input) {
    PackageGroup group = named(input);
    if (group.versions().size() > 0) {
      throw new AwsFailure(
          400,
          "ConflictException",
          "Model Package Group "
              + group.arn()
              + " cannot be deleted because it still contains Model Packages.");
    }
    shelf.remove(group.name());
    tags.drop(group.arn());
    return JsonNodeFactory.instance.objectNode();
  }
}
