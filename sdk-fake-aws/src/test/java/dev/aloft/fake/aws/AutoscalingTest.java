package dev.aloft.fake.aws;

import static dev.aloft.fake.aws.Refusals.assertInvalid;
import static dev.aloft.fake.aws.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;

class AutoscalingTest {
  private static final String RESOURCE = "endpoint/churn/variant/main";
  private static final String DIMENSION = "sagemaker:variant:DesiredInstanceCount";

  private final HostingFixture aws = new HostingFixture();

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void keepsTargetsAndPolicies() {
    aws.serve("churn");
    register(1, 4);
    PutScalingPolicyResponse put = track("load");

    assertThat(put.alarms()).hasSize(2);
    ScalableTarget target =
        aws.scaling
            .describeScalableTargets(
                request -> request.serviceNamespace("sagemaker").resourceIds(RESOURCE))
            .scalableTargets()
            .get(0);
    assertThat(target.minCapacity()).isEqualTo(1);
    assertThat(target.maxCapacity()).isEqualTo(4);
    assertThat(target.roleARN()).contains("SageMakerEndpoint");
    ScalingPolicy policy =
        aws.scaling
            .describeScalingPolicies(
                request -> request.serviceNamespace("sagemaker").resourceId(RESOURCE))
            .scalingPolicies()
            .get(0);
    assertThat(policy.policyARN()).isEqualTo(put.policyARN());
    assertThat(policy.targetTrackingScalingPolicyConfiguration().targetValue()).isEqualTo(100);
    assertThat(aws.cloud.things()).filteredOn(thing -> thing.kind().equals("alarm")).hasSize(2);
  }

  @Test
  void takesVariantsThatAreInServiceOnly() {
    assertInvalid(() -> register(1, 4), "Could not find endpoint");
    aws.createEndpoint("churn", HostingFixture.ECHO);
    assertInvalid(() -> register(1, 4), "must be InService");
    aws.advance(Duration.ofMinutes(4));
    register(1, 4);
    assertInvalid(
        () ->
            aws.scaling.registerScalableTarget(
                request ->
                    request
                        .serviceNamespace("sagemaker")
                        .resourceId("endpoint/churn/variant/other")
                        .scalableDimension(DIMENSION)
                        .minCapacity(1)
                        .maxCapacity(2)),
        "Could not find variant");
  }

  @Test
  void refusesCapacitiesThatAreNone() {
    aws.serve("churn");

    assertInvalid(() -> register(0, 4), "Minimum capacity");
    assertInvalid(() -> register(3, 2), "Maximum capacity cannot be less than minimum capacity");
  }

  @Test
  void refusesWhatIsNotRegistered() {
    aws.serve("churn");

    assertRefused(() -> track("load"), "ObjectNotFoundException", "No scalable target registered");
    assertRefused(this::deregister, "ObjectNotFoundException", "No scalable target found");
    register(1, 4);
    assertRefused(
        () ->
            aws.scaling.deleteScalingPolicy(
                request ->
                    request
                        .policyName("load")
                        .serviceNamespace("sagemaker")
                        .resourceId(RESOURCE)
                        .scalableDimension(DIMENSION)),
        "ObjectNotFoundException",
        "No scaling policy found");
  }

  @Test
  void takesPoliciesAwayWithTheirTarget() {
    aws.serve("churn");
    register(1, 4);
    track("load");
    deregister();

    assertThat(aws.cloud.things())
        .extracting(AwsCloud.Thing::kind)
        .doesNotContain("scalable-target", "scaling-policy", "alarm");
  }

  @Test
  void scalesByItselfAndIsKeptWhereAnUpdateRetains() {
    aws.serve("churn");
    register(1, 4);
    aws.cloud.hosting().scale("churn", "main", 3);
    assertThat(aws.status("churn")).isEqualTo("Updating");
    aws.advance(Duration.ofMinutes(2));
    assertThat(machines()).isEqualTo(3);
    assertThat(
            aws.scaling
                .describeScalingActivities(request -> request.serviceNamespace("sagemaker"))
                .scalingActivities())
        .hasSize(1);

    update("kept", true);
    assertThat(machines()).isEqualTo(3);
    update("lost", false);
    assertThat(machines()).isEqualTo(1);
  }

  @Test
  void goesWithItsEndpointUnlessTheCallerMayNot() {
    aws.serve("churn");
    register(1, 4);
    aws.cloud.hosting().denyDeregistration(true);

    assertRefused(
        () -> aws.sagemaker.deleteEndpoint(request -> request.endpointName("churn")),
        "AccessDeniedException",
        "Application AutoScaling scalable target exists for a variant being deleted");
    assertThat(aws.status("churn")).isEqualTo("InService");
    aws.cloud.hosting().denyDeregistration(false);
    aws.sagemaker.deleteEndpoint(request -> request.endpointName("churn"));
    assertThat(
            aws.scaling
                .describeScalableTargets(request -> request.serviceNamespace("sagemaker"))
                .scalableTargets())
        .isEmpty();
  }

  private void update(String config, boolean retain) {
    aws.createConfig(config, HostingFixture.variant("main", "churn", 1, 1));
    aws.sagemaker.updateEndpoint(
        request ->
            request
                .endpointName("churn")
                .endpointConfigName(config)
                .retainAllVariantProperties(retain));
    aws.advance(Duration.ofMinutes(5));
    aws.advance(Duration.ofSeconds(20));
    assertThat(aws.describe("churn").endpointConfigName()).isEqualTo(config);
  }

  private int machines() {
    return aws.describe("churn").productionVariants().get(0).currentInstanceCount();
  }

  private void register(int least, int most) {
    aws.scaling.registerScalableTarget(
        request ->
            request
                .serviceNamespace("sagemaker")
                .resourceId(RESOURCE)
                .scalableDimension(DIMENSION)
                .minCapacity(least)
                .maxCapacity(most));
  }

  private void deregister() {
    aws.scaling.deregisterScalableTarget(
        request ->
            request
                .serviceNamespace("sagemaker")
                .resourceId(RESOURCE)
                .scalableDimension(DIMENSION));
  }

  private PutScalingPolicyResponse track(String name) {
    return aws.scaling.putScalingPolicy(
        request ->
            request
                .policyName(name)
                .serviceNamespace("sagemaker")
                .resourceId(RESOURCE)
                .scalableDimension(DIMENSION)
                .policyType("TargetTrackingScaling")
                .targetTrackingScalingPolicyConfiguration(
                    tracking ->
                        tracking
                            .targetValue(100.0)
                            .predefinedMetricSpecification(
                                metric ->
                                    metric.predefinedMetricType(
                                        "SageMakerVariantInvocationsPerInstance"))));
  }
}
