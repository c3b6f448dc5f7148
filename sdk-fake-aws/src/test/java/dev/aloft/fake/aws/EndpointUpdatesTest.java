package dev.aloft.fake.aws;

import static dev.aloft.fake.aws.Refusals.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.Alarm;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DesiredWeightAndCapacity;
import software.amazon.awssdk.services.sagemaker.model.PendingDeploymentSummary;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantSummary;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.VariantProperty;

class EndpointUpdatesTest {
  private final HostingFixture aws = new HostingFixture();

  @BeforeEach
  void serve() {
    aws.serve("churn");
    aws.putModel("two");
    aws.createModel("second", HostingFixture.ECHO, "two");
    aws.createConfig("second", HostingFixture.variant("main", "second", 1, 1));
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void servesTheOldOneUntilTheNewOneIsThere() {
    update(request -> {});

    DescribeEndpointResponse pending = aws.describe("churn");
    assertThat(pending.endpointStatusAsString()).isEqualTo("Updating");
    assertThat(pending.endpointConfigName()).isEqualTo("churn");
    PendingDeploymentSummary summary = pending.pendingDeploymentSummary();
    assertThat(summary.endpointConfigName()).isEqualTo("second");
    assertThat(phase(summary)).isEqualTo("Creating");
    assertThat(aws.invoke("churn", "1")).isEqualTo("one:1");
    assertInvalid(() -> update(request -> {}), "Cannot update in-progress endpoint");

    aws.advance(Duration.ofMinutes(5));
    assertThat(phase(aws.describe("churn").pendingDeploymentSummary()))
        .isEqualTo("ActivatingTraffic");
    aws.advance(Duration.ofSeconds(20));

    DescribeEndpointResponse updated = aws.describe("churn");
    assertThat(updated.endpointStatusAsString()).isEqualTo("InService");
    assertThat(updated.endpointConfigName()).isEqualTo("second");
    assertThat(updated.pendingDeploymentSummary()).isNull();
    assertThat(aws.invoke("churn", "1")).isEqualTo("two:1");
    assertThat(aws.closed).hasSize(1);
  }

  @Test
  void isInServiceWithTheOldConfigurationAndAReasonWhenItFails() {
    aws.createModel("bad", HostingFixture.CRASHING, "one");
    aws.createConfig("bad", HostingFixture.variant("worse", "bad", 1, 1));
    update(request -> request.endpointConfigName("bad"));
    aws.advance(Duration.ofMinutes(25));

    DescribeEndpointResponse endpoint = aws.describe("churn");
    assertThat(endpoint.endpointStatusAsString()).isEqualTo("InService");
    assertThat(endpoint.endpointConfigName()).isEqualTo("churn");
    assertThat(endpoint.failureReason())
        .contains("production variant worse did not pass the ping health check");
    assertThat(aws.invoke("churn", "1")).isEqualTo("one:1");

    update(request -> {});
    assertThat(aws.describe("churn").failureReason()).as("an older failure").isNull();
  }

  @Test
  void failsWithoutCapacity() {
    aws.cloud.hosting().capacity("ml.m5.large", false);
    update(request -> {});
    aws.advance(Duration.ofMinutes(10));

    assertThat(aws.status("churn")).isEqualTo("InService");
    assertThat(aws.describe("churn").endpointConfigName()).isEqualTo("churn");
    assertThat(aws.describe("churn").failureReason()).contains("insufficient capacity");
  }

  @Test
  void breaksWhenTheOldConfigurationIsDeletedMeanwhile() {
    update(request -> {});
    aws.sagemaker.deleteEndpointConfig(request -> request.endpointConfigName("churn"));
    aws.advance(Duration.ofMinutes(10));

    assertThat(aws.status("churn")).isEqualTo("InService");
    assertThat(aws.describe("churn").endpointConfigName()).isEqualTo("churn");
    assertThat(aws.describe("churn").failureReason())
        .isEqualTo(
            "Could not find endpoint configuration"
                + " \"arn:aws:sagemaker:us-east-1:123456789012:endpoint-config/churn\".");
    assertThat(aws.invoke("churn", "1")).isEqualTo("one:1");
  }

  @Test
  void givesACanaryItsShareFirst() {
    update(
        request ->
            request.deploymentConfig(blueGreen("CANARY", 10, 600, deployment -> deployment)));
    aws.advance(Duration.ofMinutes(5));
    aws.advance(Duration.ofSeconds(20));

    assertThat(phase(aws.describe("churn").pendingDeploymentSummary())).isEqualTo("Baking");
    assertThat(Collections.frequency(aws.invoke("churn", 20), "two:x")).isEqualTo(2);

    aws.advance(Duration.ofSeconds(620));
    assertThat(aws.invoke("churn", 10)).containsOnly("two:x");
    assertThat(aws.status("churn")).isEqualTo("Updating");
    aws.advance(Duration.ofMinutes(10));
    assertThat(aws.status("churn")).isEqualTo("Updating");
    assertThat(phase(aws.describe("churn").pendingDeploymentSummary())).isEqualTo("Deleting");
    aws.advance(Duration.ofMinutes(5));
    assertThat(aws.status("churn")).isEqualTo("InService");
    assertThat(aws.describe("churn").lastDeploymentConfig().blueGreenUpdatePolicy()).isNotNull();
  }

  @Test
  void movesLinearlyInSteps() {
    update(request -> request.deploymentConfig(blueGreen("LINEAR", 50, 60, one -> one)));
    aws.advance(Duration.ofSeconds(320));
    assertThat(Collections.frequency(aws.invoke("churn", 10), "two:x")).isEqualTo(5);
    aws.advance(Duration.ofSeconds(80));
    assertThat(aws.invoke("churn", 4)).containsOnly("two:x");
  }

  @Test
  void rollsBackOnAnAlarm() {
    update(
        request ->
            request.deploymentConfig(
                blueGreen(
                    "CANARY",
                    10,
                    600,
                    deployment ->
                        deployment.autoRollbackConfiguration(
                            rollback ->
                                rollback.alarms(Alarm.builder().alarmName("errors").build())))));
    aws.advance(Duration.ofSeconds(330));
    aws.cloud.hosting().alarm("another");
    assertThat(aws.status("churn")).isEqualTo("Updating");
    aws.cloud.hosting().alarm("errors");

    assertThat(aws.status("churn")).isEqualTo("RollingBack");
    assertInvalid(
        () -> aws.sagemaker.deleteEndpoint(request -> request.endpointName("churn")),
        "Cannot update in-progress endpoint");
    aws.advance(Duration.ofMinutes(3));
    assertThat(aws.status("churn")).isEqualTo("InService");
    assertThat(aws.describe("churn").endpointConfigName()).isEqualTo("churn");
    assertThat(aws.describe("churn").failureReason()).contains("errors");
    assertThat(aws.invoke("churn", 10)).containsOnly("one:x");
  }

  @Test
  void isStuckWhenTheRollbackFailsToo() {
    aws.cloud.hosting().breakRollback("churn");
    aws.cloud.hosting().capacity("ml.m5.large", false);
    update(request -> {});
    aws.advance(Duration.ofMinutes(10));
    assertThat(aws.status("churn")).isEqualTo("RollingBack");
    aws.advance(Duration.ofMinutes(3));

    assertThat(aws.status("churn")).isEqualTo("UpdateRollbackFailed");
    assertThat(aws.invoke("churn", "1")).isEqualTo("one:1");
    assertInvalid(() -> update(request -> {}), "it can only be deleted");
    aws.sagemaker.deleteEndpoint(request -> request.endpointName("churn"));
    aws.advance(Duration.ofSeconds(20));
    assertThat(aws.cloud.things()).noneMatch(thing -> thing.kind().equals("endpoint"));
  }

  @Test
  void losesWeightsAndMachinesUnlessTheyAreRetained() {
    resize(3, 0.5f);

    update(request -> {});
    aws.finishUpdate("churn");
    assertThat(variant().desiredInstanceCount()).isEqualTo(1);
    assertThat(variant().desiredWeight()).isEqualTo(1f);

    resize(3, 0.5f);
    aws.createConfig("third", HostingFixture.variant("main", "second", 1, 1));
    update(request -> request.endpointConfigName("third").retainAllVariantProperties(true));
    aws.finishUpdate("churn");
    assertThat(variant().currentInstanceCount()).isEqualTo(3);
    assertThat(variant().currentWeight()).isEqualTo(0.5f);

    aws.createConfig("fourth", HostingFixture.variant("main", "second", 1, 1));
    update(
        request ->
            request
                .endpointConfigName("fourth")
                .retainAllVariantProperties(true)
                .excludeRetainedVariantProperties(
                    VariantProperty.builder().variantPropertyType("DesiredWeight").build()));
    aws.finishUpdate("churn");
    assertThat(variant().currentInstanceCount()).isEqualTo(3);
    assertThat(variant().currentWeight()).isEqualTo(1f);
  }

  @Test
  void changesWeightsAndMachinesOnTheWay() {
    aws.createConfig(
        "pair",
        HostingFixture.variant("main", "churn", 1, 1),
        HostingFixture.variant("canary", "second", 1, 0));
    update(request -> request.endpointConfigName("pair"));
    aws.finishUpdate("churn");
    assertThat(aws.invoke("churn", 5)).containsOnly("one:x");

    aws.sagemaker.updateEndpointWeightsAndCapacities(
        request ->
            request
                .endpointName("churn")
                .desiredWeightsAndCapacities(
                    wish("main").desiredWeight(3f).build(),
                    wish("canary").desiredWeight(1f).build()));
    assertThat(aws.status("churn")).isEqualTo("Updating");
    assertThat(aws.describe("churn").productionVariants().get(1).currentWeight()).isEqualTo(0f);
    assertThat(aws.describe("churn").productionVariants().get(1).desiredWeight()).isEqualTo(1f);
    aws.advance(Duration.ofMinutes(2));

    assertThat(aws.status("churn")).isEqualTo("InService");
    assertThat(Collections.frequency(aws.invoke("churn", 12), "two:x")).isEqualTo(3);
    assertInvalid(
        () ->
            aws.sagemaker.updateEndpointWeightsAndCapacities(
                request ->
                    request
                        .endpointName("churn")
                        .desiredWeightsAndCapacities(wish("other").build())),
        "Could not find variant \"other\"");
  }

  @Test
  void refusesPoliciesThatAreNone() {
    assertInvalid(
        () -> update(r -> r.deploymentConfig(blueGreen("CANARY", 60, 60, one -> one))),
        "CanarySize must be between");
    assertInvalid(
        () -> update(r -> r.deploymentConfig(blueGreen("LINEAR", 5, 60, one -> one))),
        "LinearStepSize must be between");
  }

  private void resize(int machines, float weight) {
    aws.sagemaker.updateEndpointWeightsAndCapacities(
        request ->
            request
                .endpointName("churn")
                .desiredWeightsAndCapacities(
                    wish("main").desiredInstanceCount(machines).desiredWeight(weight).build()));
    aws.advance(Duration.ofMinutes(2));
    assertThat(variant().currentInstanceCount()).isEqualTo(machines);
  }

  private static DesiredWeightAndCapacity.Builder wish(String variant) {
    return DesiredWeightAndCapacity.builder().variantName(variant);
  }

  private ProductionVariantSummary variant() {
    return aws.describe("churn").productionVariants().get(0);
  }

  private void update(Consumer<UpdateEndpointRequest.Builder> more) {
    UpdateEndpointRequest.Builder request =
        UpdateEndpointRequest.builder().endpointName("churn").endpointConfigName("second");
    more.accept(request);
    aws.sagemaker.updateEndpoint(request.build());
  }

  private interface More {
    DeploymentConfig.Builder to(DeploymentConfig.Builder builder);
  }

  private static DeploymentConfig blueGreen(String type, int percent, int wait, More more) {
    return more.to(
            DeploymentConfig.builder()
                .blueGreenUpdatePolicy(
                    policy ->
                        policy
                            .terminationWaitInSeconds(300)
                            .trafficRoutingConfiguration(
                                traffic -> {
                                  traffic.type(type).waitIntervalInSeconds(wait);
                                  if (type.equals("CANARY")) {
                                    traffic.canarySize(
                                        size -> size.type("CAPACITY_PERCENT").value(percent));
                                  } else {
                                    traffic.linearStepSize(
                                        size -> size.type("CAPACITY_PERCENT").value(percent));
                                  }
                                })))
        .build();
  }

  private static String phase(PendingDeploymentSummary summary) {
    return summary.productionVariants().get(0).variantStatus().get(0).statusAsString();
  }
}
