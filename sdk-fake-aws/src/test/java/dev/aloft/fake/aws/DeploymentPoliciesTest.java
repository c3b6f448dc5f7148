package dev.aloft.fake.aws;

import static dev.aloft.fake.aws.Refusals.assertInvalid;
import static dev.aloft.fake.aws.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.Alarm;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.RollingUpdatePolicy;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointRequest;

/** Rolling updates, and policies that an endpoint keeps for its next update. */
class DeploymentPoliciesTest {
  private static final Duration LAUNCH = Duration.ofMinutes(5);
  private static final Duration TRAFFIC = Duration.ofSeconds(20);
  private static final Duration WAIT = Duration.ofSeconds(60);

  private final HostingFixture aws = new HostingFixture();

  @BeforeEach
  void makeModels() {
    aws.createModel("first", HostingFixture.ECHO, "one");
    aws.putModel("two");
    aws.createModel("second", HostingFixture.ECHO, "two");
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void rollsInBatches() {
    serve(4, null);
    update(4, request -> request.deploymentConfig(rolling(25)));
    assertThat(answersOfTheNewOne()).isZero();

    aws.advance(LAUNCH);
    for (int batch = 1; batch <= 4; batch++) {
      aws.advance(TRAFFIC);
      assertThat(answersOfTheNewOne()).as("after batch %s", batch).isEqualTo(5 * batch);
      assertThat(aws.describe("churn").endpointConfigName()).isEqualTo("first");
      aws.advance(WAIT);
    }

    DescribeEndpointResponse updated = aws.describe("churn");
    assertThat(updated.endpointStatusAsString()).isEqualTo("InService");
    assertThat(updated.endpointConfigName()).isEqualTo("second");
    assertThat(updated.lastDeploymentConfig().rollingUpdatePolicy().maximumBatchSize().value())
        .isEqualTo(25);
    assertThat(answersOfTheNewOne()).isEqualTo(20);
  }

  @Test
  void rollsBackHalfWay() {
    serve(4, null);
    update(4, request -> request.deploymentConfig(rolling(50)));
    aws.advance(LAUNCH);
    aws.advance(TRAFFIC);
    assertThat(answersOfTheNewOne()).isEqualTo(10);

    aws.cloud.hosting().alarm("errors");
    assertThat(aws.status("churn")).isEqualTo("RollingBack");
    assertThat(answersOfTheNewOne()).as("while it rolls back").isPositive();
    aws.advance(Duration.ofMinutes(3));

    assertThat(aws.status("churn")).isEqualTo("InService");
    assertThat(aws.describe("churn").endpointConfigName()).isEqualTo("first");
    assertThat(aws.describe("churn").failureReason()).contains("errors");
    assertThat(answersOfTheNewOne()).isZero();
  }

  /** Of 20 machines that the account may have. */
  @Test
  void needsMachinesForOneBatchOnly() {
    serve(12, null);

    assertRefused(
        () -> update(12, request -> {}), "ResourceLimitExceeded", "ml.m5.large for endpoint usage");
    aws.sagemaker.deleteEndpointConfig(request -> request.endpointConfigName("second"));
    update(12, request -> request.deploymentConfig(rolling(50)));
    assertThat(aws.status("churn")).isEqualTo("Updating");
  }

  @Test
  void refusesBatchesBeyondTheirRange() {
    serve(4, null);

    assertInvalid(
        () -> update(4, request -> request.deploymentConfig(rolling(51))),
        "MaximumBatchSize must be between 5% and 50%");
  }

  @Test
  void refusesTwoPoliciesAtOnce() {
    serve(4, null);
    DeploymentConfig both =
        rolling(25).toBuilder()
            .blueGreenUpdatePolicy(
                policy ->
                    policy.trafficRoutingConfiguration(
                        traffic -> traffic.type("ALL_AT_ONCE").waitIntervalInSeconds(0)))
            .build();

    assertInvalid(
        () -> update(4, request -> request.deploymentConfig(both)),
        "BlueGreenUpdatePolicy and RollingUpdatePolicy cannot be given together");
  }

  @Test
  void keepsThePolicyWhereItIsRetained() {
    serve(4, rolling(50));
    update(4, request -> request.retainDeploymentConfig(true));
    aws.advance(LAUNCH);
    aws.advance(TRAFFIC);

    assertThat(answersOfTheNewOne()).isEqualTo(10);
    assertThat(aws.describe("churn").lastDeploymentConfig().rollingUpdatePolicy()).isNotNull();
  }

  @Test
  void forgetsThePolicyWhereItIsNotRetained() {
    serve(4, rolling(50));
    update(4, request -> {});
    aws.advance(LAUNCH);
    aws.advance(TRAFFIC);

    assertThat(answersOfTheNewOne()).isEqualTo(20);
    assertThat(aws.status("churn")).isEqualTo("InService");
    assertThat(aws.describe("churn").lastDeploymentConfig()).isNull();
  }

  @Test
  void takesAnotherPolicyInsteadWhereNoneIsRetained() {
    serve(4, null);
    update(4, request -> request.retainDeploymentConfig(true).deploymentConfig(rolling(25)));
    aws.advance(LAUNCH);
    aws.advance(TRAFFIC);

    assertThat(answersOfTheNewOne()).isEqualTo(5);
  }

  private void serve(int machines, DeploymentConfig deployment) {
    aws.createConfig("first", HostingFixture.variant("main", "first", machines, 1));
    aws.sagemaker.createEndpoint(
        request ->
            request.endpointName("churn").endpointConfigName("first").deploymentConfig(deployment));
    aws.advance(Duration.ofMinutes(4));
    assertThat(aws.status("churn")).isEqualTo("InService");
  }

  private interface More {
    void to(UpdateEndpointRequest.Builder request);
  }

  private void update(int machines, More more) {
    aws.createConfig("second", HostingFixture.variant("main", "second", machines, 1));
    UpdateEndpointRequest.Builder request =
        UpdateEndpointRequest.builder().endpointName("churn").endpointConfigName("second");
    more.to(request);
    aws.sagemaker.updateEndpoint(request.build());
  }

  private static DeploymentConfig rolling(int percent) {
    return DeploymentConfig.builder()
        .rollingUpdatePolicy(
            RollingUpdatePolicy.builder()
                .maximumBatchSize(size -> size.type("CAPACITY_PERCENT").value(percent))
                .waitIntervalInSeconds(Math.toIntExact(WAIT.toSeconds()))
                .build())
        .autoRollbackConfiguration(
            rollback -> rollback.alarms(Alarm.builder().alarmName("errors").build()))
        .build();
  }

  /** Of twenty. */
  private int answersOfTheNewOne() {
    return Collections.frequency(aws.invoke("churn", 20), "two:x");
  }
}
