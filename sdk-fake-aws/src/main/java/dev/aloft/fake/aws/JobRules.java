package dev.aloft.fake.aws;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What CreateTrainingJob refuses beyond what the service's model says. */
final class JobRules {
  private static final int LONGEST_RUNTIME = 28 * 86_400;
  private static final int LONGEST_WAIT_WITHOUT_CHECKPOINTS = 3600;
  private static final Pattern IMAGE =
      Pattern.compile("\\d{12}\\.dkr[.-]ecr(?:-fips)?\\.([a-z0-9-]+)\\.[a-z0-9.-]+/\\S+");

  private final Cloud cloud;

  JobRules(Cloud cloud) {
    this.cloud = cloud;
  }

  /** Checks a request that the model has nothing against. */
  void check(ObjectNode input) {
    if (input.has("ServerlessJobConfig")) {
      throw AwsFailure.validation(
          "ServerlessJobConfig: serverless training jobs are not served here.");
    }
    for (String member :
        new String[] {"AlgorithmSpecification", "ResourceConfig", "StoppingCondition"}) {
      require(input, member, member);
    }
    checkAlgorithm(input);
    checkMachines(input.path("ResourceConfig"));
    checkTimes(input);
    checkChannels(input);
    checkPlaces(input);
    Roles.check(cloud, input.path("RoleArn").asString());
    Tags.check(input.path("Tags"));
    checkData(input);
  }

  private void checkAlgorithm(ObjectNode input) {
    JsonNode algorithm = input.path("AlgorithmSpecification");
    String image = algorithm.path("TrainingImage").asString("");
    boolean named = algorithm.has("AlgorithmName");
    if (named && !image.isEmpty()) {
      throw AwsFailure.validation(
          "You must specify either AlgorithmName or TrainingImage, and not both.");
    }
    if (named) {
      throw AwsFailure.validation(
          "Could not find algorithm: " + algorithm.path("AlgorithmName").asString());
    }
    if (image.isEmpty()) {
      throw AwsFailure.validation(
          "You must specify either AlgorithmName or TrainingImage in AlgorithmSpecification.");
    }
    boolean known = cloud.images().training(image).isPresent();
    boolean vpc =
        algorithm
            .path("TrainingImageConfig")
            .path("TrainingRepositoryAccessMode")
            .asString("")
            .equals("Vpc");
    Matcher matcher = IMAGE.matcher(image);
    if (matcher.matches()) {
      if (!matcher.group(1).equals(cloud.region())) {
        throw AwsFailure.validation(
            "Cross-region image access is not supported: the image "
                + image
                + " must be in the job's region "
                + cloud.region()
                + ".");
      }
    } else if (!vpc && !known) {
      throw AwsFailure.validation(
          "Using non-ECR image \""
              + image
              + "\" without Vpc repository access mode is not supported.");
    }
    if (BuiltIns.isAlgorithm(input) && algorithm.has("MetricDefinitions")) {
      throw AwsFailure.validation(
          "You can't override the metric definitions for Amazon SageMaker algorithms. Please retry"
              + " the request without specifying metric definitions.");
    }
    JobMetrics.check(algorithm.path("MetricDefinitions"));
  }

  private static void checkMachines(JsonNode resources) {
    boolean groups = !resources.path("InstanceGroups").isEmpty();
    if (groups && (resources.has("InstanceType") || resources.has("InstanceCount"))) {
      throw AwsFailure.validation(
          "InstanceType and InstanceCount cannot be specified together with InstanceGroups.");
    }
    if (!groups) {
      require(resources, "InstanceType", "ResourceConfig.InstanceType");
      require(resources, "InstanceCount", "ResourceConfig.InstanceCount");
      checkCount(resources, "resourceConfig.instanceCount");
    }
    for (JsonNode group : resources.path("InstanceGroups")) {
      checkCount(group, "resourceConfig.instanceGroups.instanceCount");
    }
  }

  private static void checkCount(JsonNode machines, String member) {
    int count = machines.path("InstanceCount").asInt(0);
    if (count < 1) {
      throw AwsFailure.validation(
          "1 validation error detected: Value '"
              + count
              + "' at '"
              + member
              + "' failed to satisfy constraint: Member must have value greater than or equal to"
              + " 1");
    }
  }

  private static void checkTimes(ObjectNode input) {
    JsonNode stopping = input.path("StoppingCondition");
    int runtime = stopping.path("MaxRuntimeInSeconds").asInt(86_400);
    if (runtime > LONGEST_RUNTIME) {
      throw AwsFailure.validation(
          "1 validation error detected: Value '"
              + runtime
              + "' at 'stoppingCondition.maxRuntimeInSeconds' failed to satisfy constraint: Member"
              + " must have value less than or equal to "
              + LONGEST_RUNTIME);
    }
    boolean spot = input.path("EnableManagedSpotTraining").asBoolean(false);
    JsonNode wait = stopping.path("MaxWaitTimeInSeconds");
    if (!spot) {
      if (!wait.isMissingNode()) {
        throw AwsFailure.validation(
            "Invalid MaxWaitTimeInSeconds. It is supported only when EnableManagedSpotTraining is"
                + " set to true");
      }
      return;
    }
    if (wait.asInt(0) < runtime) {
      throw AwsFailure.validation(
          "Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to"
              + " MaxRuntimeInSeconds");
    }
    String image = input.path("AlgorithmSpecification").path("TrainingImage").asString();
    if (wait.asInt() > LONGEST_WAIT_WITHOUT_CHECKPOINTS && BuiltIns.hasNoCheckpoints(image)) {
      throw AwsFailure.validation(
          "Invalid MaxWaitTimeInSeconds. It must be at most "
              + LONGEST_WAIT_WITHOUT_CHECKPOINTS
              + " for an algorithm that does not support checkpoints");
    }
    if (input.path("ResourceConfig").path("KeepAlivePeriodInSeconds").asInt(0) > 0) {
      throw AwsFailure.validation(
          "KeepAlivePeriodInSeconds cannot be specified when EnableManagedSpotTraining is true");
    }
  }

  private static void checkChannels(ObjectNode input) {
    Set<String> names = new HashSet<>();
    for (JobRequest.Channel channel : new JobRequest(input).channels()) {
      if (!names.add(channel.name())) {
        throw AwsFailure.validation("Duplicate channel name: " + channel.name());
      }
      JsonNode source = channel.node().path("DataSource");
      if (!source.has("S3DataSource")) {
        throw AwsFailure.validation(
            "DataSource of channel " + channel.name() + ": only S3DataSource is served here.");
      }
      String type = channel.s3().path("S3DataType").asString();
      if (channel.mode().equals("Pipe")) {
        throw AwsFailure.validation(
            "TrainingInputMode Pipe of channel "
                + channel.name()
                + " is not served here; use File or FastFile.");
      }
      if (type.equals("AugmentedManifestFile")) {
        throw AwsFailure.validation(
            "AugmentedManifestFile can only be used if the input mode is Pipe: channel "
                + channel.name());
      }
      if (type.equals("Converse")) {
        throw AwsFailure.validation(
            "S3DataType Converse of channel " + channel.name() + " is not served here.");
      }
      checkPlace("S3Uri of channel " + channel.name(), channel.s3().path("S3Uri").asString());
    }
  }

  private void checkData(ObjectNode input) {
    checkRegion("S3OutputPath", input.path("OutputDataConfig").path("S3OutputPath").asString());
    if (input.has("CheckpointConfig")) {
      checkRegion(
          "S3Uri of CheckpointConfig", input.path("CheckpointConfig").path("S3Uri").asString());
    }
    for (JobRequest.Channel channel : new JobRequest(input).channels()) {
      checkRegion("S3Uri of channel " + channel.name(), channel.s3().path("S3Uri").asString());
      ChannelData.fault(cloud.buckets(), channel)
          .ifPresent(
              fault -> {
                throw AwsFailure.validation(fault);
              });
    }
  }

  private static void checkPlaces(ObjectNode input) {
    checkPlace("S3OutputPath", input.path("OutputDataConfig").path("S3OutputPath").asString());
    JsonNode checkpoints = input.path("CheckpointConfig");
    if (checkpoints.isMissingNode()) {
      return;
    }
    checkPlace("S3Uri of CheckpointConfig", checkpoints.path("S3Uri").asString());
    String local = checkpoints.path("LocalPath").asString(JobRequest.MOUNT + "/checkpoints");
    if (!local.startsWith(JobRequest.MOUNT + "/") || local.contains("..")) {
      throw AwsFailure.validation(
          "LocalPath of CheckpointConfig: only paths below "
              + JobRequest.MOUNT
              + "/ are served here: "
              + local);
    }
  }

  private void checkRegion(String member, String uri) {
    S3Address.parse(uri)
        .flatMap(place -> cloud.buckets().region(place.bucket()))
        .filter(region -> !region.equals(cloud.region()))
        .ifPresent(
            region -> {
              throw AwsFailure.validation(
                  "Invalid "
                      + member
                      + ": the bucket of "
                      + uri
                      + " is in "
                      + region
                      + ". Please ensure that the bucket exists in the job's region "
                      + cloud.region()
                      + ".");
            });
  }

  private static void checkPlace(String member, String uri) {
    if (S3Address.parse(uri).isEmpty()) {
      throw AwsFailure.validation(
          "Invalid " + member + ": " + uri + " is no address like s3://bucket/key.");
    }
  }

  private static void require(JsonNode input, String member, String path) {
    if (!input.has(member)) {
      throw AwsFailure.validation(
          "1 validation error detected: Value null at '"
              + Character.toLowerCase(path.charAt(0))
              + path.substring(1).replace(".I", ".i")
              + "' failed to satisfy constraint: Member must not be null");
    }
  }
}
