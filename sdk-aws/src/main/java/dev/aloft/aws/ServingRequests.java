package dev.aloft.aws;

import dev.aloft.driver.Action;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Target;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.sagemaker.model.AddTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.DesiredWeightAndCapacity;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointWeightsAndCapacitiesRequest;
import software.amazon.awssdk.services.sagemaker.model.VariantProperty;

/** From a wish to the vendor's requests. Enums are written as texts. Pure. */
final class ServingRequests {
  static final String NAMESPACE = "sagemaker";
  static final String DIMENSION = "sagemaker:variant:DesiredInstanceCount";

  static final int SERVERLESS_CALLS = 5;
  private static final String INVOCATIONS = "SageMakerVariantInvocationsPerInstance";

  private final ServingSettings settings;
  private final ServingImages images;
  private final ObjectStore staging;

  ServingRequests(AwsConfig config, ServingImages images, ObjectStore staging) {
    this.staging = staging;
    this.settings = new ServingSettings(config);
    this.images = images;
  }

  CreateModelRequest.Builder model(
      String id, EndpointRevision revision, Target<EndpointSpec> target) {
    CreateModelRequest.Builder request =
        CreateModelRequest.builder()
            .modelName(id)
            .executionRoleArn(settings.role(revision).orElse(null))
            .primaryContainer(container(revision))
            .tags(tags(target, revision.hash(), Map.of()));
    revision.options().get(SageMaker.NETWORK_ISOLATION).ifPresent(request::enableNetworkIsolation);
    List<String> subnets = settings.subnets(revision);
    if (!subnets.isEmpty()) {
      request.vpcConfig(
          vpc -> vpc.subnets(subnets).securityGroupIds(settings.securityGroups(revision)));
    }
    return request;
  }

  private ContainerDefinition container(EndpointRevision revision) {
    ContainerDefinition.Builder container =
        ContainerDefinition.builder()
            .image(images.image(revision))
            .mode("SingleModel")
            .environment(images.environment(revision));
    Optional.of(revision)
        .filter(ModelArchive::isNeeded)
        .map(packed -> staging.uri(ModelArchive.key(packed)))
        .or(() -> ModelFiles.archive(revision.modelUri(), revision.manifest()))
        .ifPresentOrElse(
            container::modelDataUrl, () -> container.modelDataSource(ModelFiles.source(revision)));
    return container.build();
  }

  CreateEndpointConfigRequest.Builder config(
      String id, Target<EndpointSpec> target, Map<String, Integer> counts) {
    EndpointSpec spec = target.wish().orElseThrow();
    Map<String, String> more =
        Map.of(
            EndpointParts.SHARES, EndpointParts.shares(spec),
            EndpointParts.SCALED, String.join("/", EndpointParts.scaled(spec)));
    CreateEndpointConfigRequest.Builder request =
        CreateEndpointConfigRequest.builder()
            .endpointConfigName(id)
            .productionVariants(
                spec.revisions().stream().map(revision -> variant(spec, revision, counts)).toList())
            .tags(tags(target, spec.main().hash(), more));
    boolean encrypted = spec.revisions().stream().noneMatch(this::hasOwnDisk);
    settings.kmsKey(spec.main()).filter(key -> encrypted).ifPresent(request::kmsKeyId);
    return request;
  }

  private boolean hasOwnDisk(EndpointRevision revision) {
    return !ServingChecks.isServerless(revision.options())
        && MachineFamily.of(images.machine(revision)).hasOwnDisk();
  }

  private ProductionVariant variant(
      EndpointSpec spec, EndpointRevision revision, Map<String, Integer> counts) {
    ProductionVariant.Builder variant =
        ProductionVariant.builder()
            .variantName(revision.hash())
            .modelName(EndpointParts.model(spec.name(), revision.hash()))
            .initialVariantWeight((float) EndpointParts.share(spec, revision.hash()));
    Optional<Integer> memory = revision.options().get(SageMaker.SERVERLESS_MEMORY_MB);
    return memory.isPresent()
        ? serverless(variant, revision, memory.get())
        : onMachines(variant, revision, counts);
  }

  private static ProductionVariant serverless(
      ProductionVariant.Builder variant, EndpointRevision revision, int memory) {
    return variant
        .serverlessConfig(
            serverless -> {
              serverless
                  .memorySizeInMB(memory)
                  .maxConcurrency(
                      revision
                          .options()
                          .get(SageMaker.SERVERLESS_MAX_CONCURRENCY)
                          .orElse(SERVERLESS_CALLS));
              revision
                  .options()
                  .get(SageMaker.SERVERLESS_PROVISIONED_CONCURRENCY)
                  .ifPresent(serverless::provisionedConcurrency);
            })
        .build();
  }

  private ProductionVariant onMachines(
      ProductionVariant.Builder variant, EndpointRevision revision, Map<String, Integer> counts) {
    variant
        .instanceType(images.machine(revision))
        .initialInstanceCount(counts.getOrDefault(revision.hash(), revision.scaling().min()));
    revision.options().get(SageMaker.VOLUME_GIB).ifPresent(variant::volumeSizeInGB);
    revision
        .options()
        .get(SageMaker.MODEL_DOWNLOAD_TIMEOUT)
        .ifPresent(time -> variant.modelDataDownloadTimeoutInSeconds(seconds(time)));
    revision
        .options()
        .get(SageMaker.STARTUP_TIMEOUT)
        .ifPresent(time -> variant.containerStartupHealthCheckTimeoutInSeconds(seconds(time)));
    revision
        .options()
        .get(SageMaker.ROUTING)
        .ifPresent(word -> variant.routingConfig(routing -> routing.routingStrategy(word)));
    revision.options().get(SageMaker.INFERENCE_AMI).ifPresent(variant::inferenceAmiVersion);
    return variant.build();
  }

  private static int seconds(Duration time) {
    return Math.toIntExact(time.toSeconds());
  }

  CreateEndpointRequest.Builder endpoint(String configId, Target<EndpointSpec> target) {
    EndpointSpec spec = target.wish().orElseThrow();
    return CreateEndpointRequest.builder()
        .endpointName(spec.name())
        .endpointConfigName(configId)
        .tags(tags(target, spec.main().hash(), Map.of()));
  }

  /** Properties of variants that stay are kept, but for their weights, which are wished. */
  UpdateEndpointRequest.Builder update(String configId, EndpointSpec spec) {
    UpdateEndpointRequest.Builder request =
        UpdateEndpointRequest.builder()
            .endpointName(spec.name())
            .endpointConfigName(configId)
            .retainAllVariantProperties(true)
            .excludeRetainedVariantProperties(
                VariantProperty.builder().variantPropertyType("DesiredWeight").build())
            .retainDeploymentConfig(false);
    UpdatePolicies.of(spec.main().options()).ifPresent(request::deploymentConfig);
    return request;
  }

  UpdateEndpointWeightsAndCapacitiesRequest.Builder shares(EndpointSpec spec) {
    List<DesiredWeightAndCapacity> weights = new ArrayList<>();
    for (EndpointRevision revision : spec.revisions()) {
      weights.add(
          DesiredWeightAndCapacity.builder()
              .variantName(revision.hash())
              .desiredWeight((float) EndpointParts.share(spec, revision.hash()))
              .build());
    }
    return UpdateEndpointWeightsAndCapacitiesRequest.builder()
        .endpointName(spec.name())
        .desiredWeightsAndCapacities(weights);
  }

  static AddTagsRequest.Builder labels(String arn, EndpointSpec spec) {
    return AddTagsRequest.builder().resourceArn(arn).tags(tags(spec.labels()));
  }

  static DeleteTagsRequest.Builder formerLabels(Action action) {
    List<String> labels =
        action.facts().keySet().stream()
            .filter(fact -> fact.startsWith(EndpointParts.LABEL))
            .map(fact -> fact.substring(EndpointParts.LABEL.length()))
            .toList();
    return DeleteTagsRequest.builder()
        .resourceArn(String.valueOf(action.fact(EndpointParts.ARN)))
        .tagKeys(labels);
  }

  static RegisterScalableTargetRequest.Builder scalingTarget(
      String id, EndpointRevision revision, Target<EndpointSpec> target) {
    return RegisterScalableTargetRequest.builder()
        .serviceNamespace(NAMESPACE)
        .resourceId(id)
        .scalableDimension(DIMENSION)
        .minCapacity(revision.scaling().min())
        .maxCapacity(revision.scaling().max())
        .tags(target.ownership(revision.hash()));
  }

  static PutScalingPolicyRequest.Builder scalingPolicy(String id, EndpointRevision revision) {
    Map<String, String> facts = ScalingFacts.policy(revision);
    return PutScalingPolicyRequest.builder()
        .policyName(policyName(revision.hash()))
        .serviceNamespace(NAMESPACE)
        .resourceId(id)
        .scalableDimension(DIMENSION)
        .policyType("TargetTrackingScaling")
        .targetTrackingScalingPolicyConfiguration(
            tracking ->
                tracking
                    .targetValue(revision.scaling().targetPerMinute())
                    .predefinedMetricSpecification(
                        metric -> metric.predefinedMetricType(INVOCATIONS))
                    .scaleOutCooldown(cooldown(facts, ScalingFacts.OUT_COOLDOWN))
                    .scaleInCooldown(cooldown(facts, ScalingFacts.IN_COOLDOWN)));
  }

  private static int cooldown(Map<String, String> facts, String name) {
    return Integer.parseInt(String.valueOf(facts.get(name)));
  }

  static String policyName(String hash) {
    return "aloft-" + hash;
  }

  private static List<Tag> tags(
      Target<EndpointSpec> target, String hash, Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>();
    target.wish().ifPresent(spec -> all.putAll(spec.labels()));
    all.putAll(target.ownership(hash));
    all.putAll(more);
    return tags(all);
  }

  private static List<Tag> tags(Map<String, String> all) {
    return all.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
