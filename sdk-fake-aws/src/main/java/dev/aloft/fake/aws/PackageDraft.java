package dev.aloft.fake.aws;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of the requests that make or change a model package. Pure functions. */
final class PackageDraft {
  private static final List<String> TAKEN_OVER =
      List.of(
          "ModelApprovalStatus",
          "ApprovalDescription",
          "ModelPackageRegistrationType",
          "InferenceSpecification",
          "SourceUri",
          "ModelCard",
          "ModelLifeCycle");

  private PackageDraft() {}

  /** Checks a request that makes a package. */
  static void check(ObjectNode input) {
    if (input.has("ModelPackageGroupName") == input.has("ModelPackageName")) {
      throw AwsFailure.validation(
          "Exactly one of ModelPackageGroupName and ModelPackageName must be given.");
    }
    if (input.has("ModelPackageName") && input.has("ModelApprovalStatus")) {
      throw AwsFailure.validation(
          "ModelApprovalStatus is supported for versioned model packages only.");
    }
    if (input.path("ModelPackageRegistrationType").asString("").equals("Logged")) {
      return;
    }
    boolean specified =
        input.has("InferenceSpecification")
            || input.has("SourceAlgorithmSpecification")
            || input.has("SourceUri");
    if (!specified) {
      throw AwsFailure.validation(
          "One of InferenceSpecification, SourceAlgorithmSpecification and SourceUri must be"
              + " given.");
    }
  }

  /** What is told of a package that a request has made. */
  static ObjectNode described(ObjectNode input, String arn, String name, int version, Instant now) {
    ObjectNode described = input.deepCopy();
    described.remove(List.of("Tags", "ClientToken"));
    described.put("ModelPackageName", name);
    if (version > 0) {
      described.put("ModelPackageGroupName", name);
      described.put("ModelPackageVersion", version);
      if (!described.has("ModelApprovalStatus")) {
        described.put("ModelApprovalStatus", "PendingManualApproval");
      }
    }
    described.put("ModelPackageArn", arn);
    described.set("CreationTime", Epoch.seconds(now));
    described.put("ModelPackageStatus", "Completed");
    ObjectNode details = described.putObject("ModelPackageStatusDetails");
    details.putArray("ValidationStatuses");
    details.putArray("ImageScanStatuses");
    described.putObject("CreatedBy");
    if (!described.has("CertifyForMarketplace")) {
      described.put("CertifyForMarketplace", false);
    }
    return described;
  }

  /** Changes what is told of a package. */
  static void update(ObjectNode described, ObjectNode input, Instant now) {
    for (String member : TAKEN_OVER) {
      if (input.has(member)) {
        described.set(member, input.get(member).deepCopy());
      }
    }
    updateProperties(described, input);
    JsonNode added = input.path("AdditionalInferenceSpecificationsToAdd");
    if (!added.isEmpty()) {
      added.forEach(described.withArray("AdditionalInferenceSpecifications")::add);
    }
    described.set("LastModifiedTime", Epoch.seconds(now));
    described.putObject("LastModifiedBy");
  }

  private static void updateProperties(ObjectNode described, ObjectNode input) {
    ObjectNode properties =
        described.path("CustomerMetadataProperties") instanceof ObjectNode there
            ? there.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    for (JsonNode key : input.path("CustomerMetadataPropertiesToRemove")) {
      properties.remove(key.asString());
    }
    input
        .path("CustomerMetadataProperties")
        .properties()
        .forEach(property -> properties.set(property.getKey(), property.getValue()));
    if (properties.size() > 50) {
      throw AwsFailure.validation("CustomerMetadataProperties must not have more than 50 entries.");
    }
    if (properties.isEmpty()) {
      described.remove("CustomerMetadataProperties");
    } else {
      described.set("CustomerMetadataProperties", properties);
    }
  }
}
