package dev.aloft.fake.aws;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The registry of images (ECR): there are the images of which the fake knows what they do. */
final class RegistryOperations {
  private final Cloud cloud;

  RegistryOperations(Cloud cloud) {
    this.cloud = cloud;
  }

  JsonService service() {
    return new JsonService(cloud, "ecr", "AmazonEC2ContainerRegistry_V20150921", null)
        .on("DescribeImages", (input, caller) -> describeImages(input))
        .on("BatchGetImage", (input, caller) -> batchGetImage(input))
        .on("GetAuthorizationToken", (input, caller) -> token());
  }

  private ObjectNode describeImages(ObjectNode input) {
    ObjectNode answer = JsonAnswers.message();
    ArrayNode details = answer.putArray("imageDetails");
    for (String tag : tags(input)) {
      String address = address(input, tag);
      if (!exists(address)) {
        throw new AwsFailure(
            400,
            "ImageNotFoundException",
            "The image with imageId {imageDigest:'null', imageTag:'"
                + tag
                + "'} does not exist within the repository with name '"
                + input.path("repositoryName").asString()
                + "' in the registry with id '"
                + registry(input)
                + "'");
      }
      ObjectNode image = details.addObject();
      image.put("registryId", registry(input));
      image.put("repositoryName", input.path("repositoryName").asString());
      image.put("imageDigest", digest(address));
      image.putArray("imageTags").add(tag);
    }
    return answer;
  }

  private ObjectNode batchGetImage(ObjectNode input) {
    ObjectNode answer = JsonAnswers.message();
    ArrayNode images = answer.putArray("images");
    ArrayNode failures = answer.putArray("failures");
    for (String tag : tags(input)) {
      String address = address(input, tag);
      if (exists(address)) {
        ObjectNode image = images.addObject();
        image.put("registryId", registry(input));
        image.put("repositoryName", input.path("repositoryName").asString());
        image.putObject("imageId").put("imageDigest", digest(address)).put("imageTag", tag);
      } else {
        ObjectNode failure = failures.addObject();
        failure.putObject("imageId").put("imageTag", tag);
        failure.put("failureCode", "ImageNotFound");
        failure.put("failureReason", "Requested image not found");
      }
    }
    return answer;
  }

  private ObjectNode token() {
    ObjectNode answer = JsonAnswers.message();
    ObjectNode data = answer.putArray("authorizationData").addObject();
    byte[] login = "AWS:fake".getBytes(StandardCharsets.UTF_8);
    data.put("authorizationToken", Base64.getEncoder().encodeToString(login));
    data.set("expiresAt", Epoch.seconds(cloud.clock().realNow().plusSeconds(12 * 3600)));
    data.put("proxyEndpoint", "https://" + host(cloud.account()));
    return answer;
  }

  private static List<String> tags(ObjectNode input) {
    return input
        .path("imageIds")
        .valueStream()
        .map(id -> id.path("imageTag").asString(""))
        .toList();
  }

  private boolean exists(String address) {
    return cloud.images().training(address).isPresent()
        || cloud.images().serving(address).isPresent();
  }

  private String registry(JsonNode input) {
    return input.path("registryId").asString(cloud.account());
  }

  private String host(String registry) {
    return registry + ".dkr.ecr." + cloud.region() + ".amazonaws.com";
  }

  private String address(ObjectNode input, String tag) {
    return host(registry(input)) + "/" + input.path("repositoryName").asString() + ":" + tag;
  }

  private static String digest(String address) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(address.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
