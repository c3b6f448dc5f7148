package dev.aloft.fake.aws;

import static dev.aloft.fake.aws.Refusals.assertInvalid;
import static dev.aloft.fake.aws.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.fake.aws.AwsCloud.Thing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DesiredWeightAndCapacity;
import software.amazon.awssdk.services.sagemaker.model.EndpointSummary;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantSummary;

class EndpointsTest {
  private final HostingFixture aws = new HostingFixture();

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void servesWhenItsMachinesAndItsContainersAreThere() {
    aws.createEndpoint("churn", HostingFixture.ECHO);
    assertThat(aws.status("churn")).isEqualTo("Creating");
    aws.advance(Duration.ofSeconds(239));
    assertThat(aws.status("churn")).isEqualTo("Creating");
    aws.advance(Duration.ofSeconds(1));

    DescribeEndpointResponse endpoint = aws.describe("churn");

    assertThat(endpoint.endpointStatusAsString()).isEqualTo("InService");
    assertThat(endpoint.endpointConfigName()).isEqualTo("churn");
    assertThat(endpoint.lastModifiedTime()).isEqualTo(aws.cloud.clock().now());
    ProductionVariantSummary variant = endpoint.productionVariants().get(0);
    assertThat(variant.currentWeight()).isEqualTo(1f);
    assertThat(variant.desiredInstanceCount()).isEqualTo(1);
    assertThat(variant.currentInstanceCount()).isEqualTo(1);
    assertThat(variant.deployedImages().get(0).specifiedImage()).isEqualTo(HostingFixture.ECHO);
    assertThat(endpoint.failureReason()).isNull();
    assertThat(aws.invoke("churn", "1,2")).isEqualTo("one:1,2");
  }

  @Test
  void cannotBeChangedWhileItIsCreated() {
    aws.createEndpoint("churn", HostingFixture.ECHO);

    assertInvalid(() -> delete("churn"), "Cannot update in-progress endpoint \"arn:aws:");
    assertInvalid(() -> update("churn", "churn"), "Cannot update in-progress endpoint");
    assertInvalid(
        () ->
            aws.sagemaker.updateEndpointWeightsAndCapacities(
                request ->
                    request
                        .endpointName("churn")
                        .desiredWeightsAndCapacities(
                            DesiredWeightAndCapacity.builder().variantName("main").build())),
        "Cannot update in-progress endpoint");
  }

  @Test
  void refusesATakenName() {
    aws.serve("churn");

    assertInvalid(
        () ->
            aws.sagemaker.createEndpoint(
                request -> request.endpointName("churn").endpointConfigName("churn")),
        "Cannot create already existing endpoint \"arn:aws:");
  }

  @Test
  void refusesWhatIsNotThere() {
    assertInvalid(() -> aws.describe("churn"), "Could not find endpoint \"arn:aws:");
    assertInvalid(() -> delete("churn"), "Could not find endpoint \"arn:aws:");
    assertInvalid(
        () ->
            aws.sagemaker.createEndpoint(
                request -> request.endpointName("churn").endpointConfigName("churn")),
        "Could not find endpoint configuration \"arn:aws:");
  }

  @Test
  void failsAfterALongCrashLoopAndBillsUntilItIsDeleted() {
    aws.createEndpoint("churn", HostingFixture.CRASHING);
    aws.advance(Duration.ofMinutes(24));
    assertThat(aws.status("churn")).isEqualTo("Creating");
    aws.advance(Duration.ofMinutes(1));

    assertThat(aws.status("churn")).isEqualTo("Failed");
    assertThat(aws.describe("churn").failureReason())
        .contains("production variant main did not pass the ping health check");
    assertThat(billed()).containsExactly("churn");
    assertInvalid(() -> update("churn", "churn"), "Cannot update endpoint");

    delete("churn");
    assertThat(aws.status("churn")).isEqualTo("Deleting");
    aws.advance(Duration.ofSeconds(20));
    assertThat(billed()).isEmpty();
  }

  @Test
  void failsSoonWhenItsModelIsGone() {
    aws.createModel("churn", HostingFixture.ECHO, "one");
    aws.createConfig("churn", HostingFixture.variant("main", "churn", 1, 1));
    aws.s3.deleteObject(request -> request.bucket(HostingFixture.BUCKET).key("one.tar.gz"));
    aws.sagemaker.createEndpoint(
        request -> request.endpointName("churn").endpointConfigName("churn"));
    aws.advance(Duration.ofMinutes(4));

    assertThat(aws.status("churn")).isEqualTo("Failed");
    assertThat(aws.describe("churn").failureReason())
        .startsWith("Failed to download model data")
        .contains("s3://models/one.tar.gz");
  }

  @Test
  void failsWithoutCapacityUnlessItComesInTime() {
    aws.cloud.hosting().capacity("ml.m5.large", false);
    aws.createEndpoint("churn", HostingFixture.ECHO);
    aws.createConfig("later", HostingFixture.variant("main", "churn", 1, 1));
    aws.advance(Duration.ofMinutes(10));
    assertThat(aws.status("churn")).isEqualTo("Failed");
    assertThat(aws.describe("churn").failureReason()).contains("insufficient capacity");

    aws.sagemaker.createEndpoint(
        request -> request.endpointName("later").endpointConfigName("later"));
    aws.advance(Duration.ofMinutes(5));
    aws.cloud.hosting().capacity("ml.m5.large", true);
    aws.advance(Duration.ofMinutes(5));
    assertThat(aws.status("later")).isEqualTo("InService");
  }

  @Test
  void holdsItsNameUntilItIsGone() {
    aws.serve("churn");
    delete("churn");

    assertThat(aws.status("churn")).isEqualTo("Deleting");
    assertInvalid(
        () ->
            aws.sagemaker.createEndpoint(
                request -> request.endpointName("churn").endpointConfigName("churn")),
        "Cannot create already existing endpoint");
    assertInvalid(() -> delete("churn"), "Cannot update in-progress endpoint");
    aws.advance(Duration.ofSeconds(20));
    assertInvalid(() -> aws.describe("churn"), "Could not find endpoint");
    assertThat(aws.closed).containsExactly(HostingFixture.ECHO);
    aws.sagemaker.createEndpoint(
        request -> request.endpointName("churn").endpointConfigName("churn"));
    assertThat(aws.status("churn")).isEqualTo("Creating");
  }

  @Test
  void goesOnWithoutItsModelAndItsConfiguration() {
    aws.serve("churn");
    aws.sagemaker.deleteEndpointConfig(request -> request.endpointConfigName("churn"));
    aws.sagemaker.deleteModel(request -> request.modelName("churn"));

    assertThat(aws.status("churn")).isEqualTo("InService");
    assertThat(aws.invoke("churn", "1")).isEqualTo("one:1");
  }

  @Test
  void keepsToTheAccountsQuota() {
    aws.createModel("churn", HostingFixture.ECHO, "one");
    aws.createConfig("many", HostingFixture.variant("main", "churn", 21, 1));

    assertRefused(
        () ->
            aws.sagemaker.createEndpoint(
                request -> request.endpointName("many").endpointConfigName("many")),
        "ResourceLimitExceeded",
        "The account-level service limit 'ml.m5.large for endpoint usage' is 20 Instances, with"
            + " current utilization of 0 Instances and a request delta of 21 Instances");
    aws.createConfig("some", HostingFixture.variant("main", "churn", 11, 1));
    aws.sagemaker.createEndpoint(
        request -> request.endpointName("some").endpointConfigName("some"));
    aws.advance(Duration.ofMinutes(4));
    assertRefused(
        () -> update("some", "some"),
        "ResourceLimitExceeded",
        "current utilization of 11 Instances and a request delta of 11 Instances");
  }

  @Test
  void isMaintained() {
    aws.serve("churn");
    aws.cloud.hosting().maintain("churn");

    assertThat(aws.status("churn")).isEqualTo("SystemUpdating");
    assertThat(aws.invoke("churn", "1")).isEqualTo("one:1");
    assertInvalid(() -> delete("churn"), "Cannot update in-progress endpoint");
    aws.advance(Duration.ofMinutes(3));
    assertThat(aws.status("churn")).isEqualTo("InService");
  }

  @Test
  void listsByStatusWithinThePage() {
    aws.serve("served");
    aws.createEndpoint("created", HostingFixture.ECHO);

    assertThat(
            aws.sagemaker.listEndpoints(request -> request.statusEquals("InService")).endpoints())
        .extracting(EndpointSummary::endpointName)
        .containsExactly("served");
    assertThat(
            aws.sagemaker
                .listEndpoints(request -> request.statusEquals("InService").maxResults(1))
                .endpoints())
        .as("the newest is on the page, and filtered out of it")
        .isEmpty();
  }

  @Test
  void writesTheContainersLinesToItsLogGroup() {
    aws.serve("churn");

    assertThat(
            aws.logs
                .describeLogStreams(
                    request -> request.logGroupName("/aws/sagemaker/Endpoints/churn"))
                .logStreams())
        .singleElement()
        .satisfies(stream -> assertThat(stream.logStreamName()).startsWith("main/i-"));
  }

  private List<String> billed() {
    return aws.cloud.things().stream().filter(Thing::bills).map(Thing::id).toList();
  }

  private void delete(String endpoint) {
    aws.sagemaker.deleteEndpoint(request -> request.endpointName(endpoint));
  }

  private void update(String endpoint, String config) {
    aws.sagemaker.updateEndpoint(
        request -> request.endpointName(endpoint).endpointConfigName(config));
  }
}
