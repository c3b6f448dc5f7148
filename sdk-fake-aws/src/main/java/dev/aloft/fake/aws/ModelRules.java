package dev.aloft.fake.aws;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What CreateModel refuses beyond what the service's model says. */
final class ModelRules {
  private static final Pattern ECR =
      Pattern.compile("\\d{12}\\.dkr[.-]ecr(-fips)?\\.[a-z0-9-]+\\.[a-z0-9.-]+/\\S+");

  private final Cloud cloud;

  ModelRules(Cloud cloud) {
    this.cloud = cloud;
  }

  /** Checks that a request names containers, and who runs them. */
  static void check(ObjectNode input) {
    boolean one = input.path("PrimaryContainer").isObject();
    boolean many = !input.path("Containers").isEmpty();
    if (one == many) {
      throw AwsFailure.validation(
          one
              ? "PrimaryContainer and Containers cannot be given together."
              : "One of PrimaryContainer and Containers must be given.");
    }
    if (input.path("ExecutionRoleArn").asString("").isEmpty()) {
      throw AwsFailure.validation(
          "1 validation error detected: Value null at 'executionRoleArn' failed to satisfy"
              + " constraint: Member must not be null");
    }
    for (JsonNode container : input.path("Containers")) {
      checkDefinition(container);
    }
    if (one) {
      checkDefinition(input.path("PrimaryContainer"));
    }
  }

  private static void checkDefinition(JsonNode container) {
    boolean image = container.has("Image");
    boolean modelPackage = container.has("ModelPackageName");
    if (image == modelPackage) {
      throw AwsFailure.validation(
          "Exactly one of Image and ModelPackageName must be given for a container.");
    }
    if (container.has("ModelDataUrl") && container.has("ModelDataSource")) {
      throw AwsFailure.validation("ModelDataUrl and ModelDataSource cannot be given together.");
    }
  }

  /** Checks that a container's image and data can be reached. */
  void check(ModelContainer container, JsonNode definition, String role) {
    String image = container.image();
    boolean own =
        definition.path("ImageConfig").path("RepositoryAccessMode").asString("").equals("Vpc");
    boolean known =
        cloud.images().serving(image).isPresent() || cloud.images().training(image).isPresent();
    if (!own && !known && !ECR.matcher(image).matches()) {
      throw AwsFailure.validation(
          "Using non-ECR image \""
              + image
              + "\" without Vpc repository access mode is not supported.");
    }
    if (!known) {
      throw AwsFailure.validation(
          "The repository of image \""
              + image
              + "\" does not grant ecr:GetDownloadUrlForLayer, ecr:BatchGetImage,"
              + " ecr:BatchCheckLayerAvailability to sagemaker.amazonaws.com service principal.");
    }
    ModelData data = container.data();
    if (data == null) {
      return;
    }
    boolean near = data.isInRegion(cloud.buckets(), cloud.region());
    if (near && !data.isThere(cloud.buckets())) {
      throw AwsFailure.validation("Could not find model data at " + data.address() + ".");
    }
    if (!near) {
      throw AwsFailure.validation(
          "Could not access model data at "
              + data.address()
              + ". Please ensure that the role \""
              + role
              + "\" exists and that its trust relationship policy allows the action"
              + " \"sts:AssumeRole\" for the service principal \"sagemaker.amazonaws.com\". Also"
              + " ensure that the role has \"s3:GetObject\" permissions and that the object is"
              + " located in "
              + cloud.region()
              + ".");
    }
  }
}
