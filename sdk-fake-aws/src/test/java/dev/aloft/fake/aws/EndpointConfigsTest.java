package dev.aloft.fake.aws;

import static dev.aloft.fake.aws.Refusals.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointConfigSummary;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;

class EndpointConfigsTest {
  private final HostingFixture aws = new HostingFixture();

  @BeforeEach
  void createModel() {
    aws.createModel("churn", HostingFixture.ECHO, "one");
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void tellsWhatItWasToldAndNothingThatWasNotSet() {
    aws.createConfig(
        "churn",
        HostingFixture.variant("main", "churn", 2, 1),
        ProductionVariant.builder()
            .variantName("canary")
            .modelName("churn")
            .instanceType("ml.m5.large")
            .initialInstanceCount(1)
            .build());

    DescribeEndpointConfigResponse config =
        aws.sagemaker.describeEndpointConfig(request -> request.endpointConfigName("churn"));

    assertThat(config.endpointConfigArn())
        .isEqualTo("arn:aws:sagemaker:us-east-1:123456789012:endpoint-config/churn");
    assertThat(config.productionVariants())
        .extracting(ProductionVariant::initialVariantWeight)
        .containsExactly(1f, 1f);
    assertThat(config.productionVariants().get(0).initialInstanceCount()).isEqualTo(2);
    assertThat(config.dataCaptureConfig()).isNull();
    assertThat(config.asyncInferenceConfig()).isNull();
  }

  @Test
  void refusesATakenName() {
    aws.createConfig("churn", HostingFixture.variant("main", "churn", 1, 1));

    assertInvalid(
        () -> aws.createConfig("churn", HostingFixture.variant("main", "churn", 1, 1)),
        "Cannot create already existing endpoint configuration");
  }

  @Test
  void refusesAModelThatIsNotThere() {
    assertInvalid(
        () -> aws.createConfig("churn", HostingFixture.variant("main", "other", 1, 1)),
        "Could not find model \"arn:aws:sagemaker:us-east-1:123456789012:model/other\".");
  }

  @Test
  void refusesMachinesThatAreNotSaid() {
    assertInvalid(() -> create(one -> one.instanceType("ml.m5.large")), "InitialInstanceCount");
    assertInvalid(() -> create(one -> one.initialInstanceCount(1)), "InstanceType");
  }

  @Test
  void refusesInstanceScalingOfAModel() {
    assertInvalid(
        () ->
            create(
                one ->
                    one.instanceType("ml.m5.large")
                        .initialInstanceCount(1)
                        .managedInstanceScaling(scaling -> scaling.minInstanceCount(1))),
        "ManagedInstanceScaling is not supported");
  }

  @Test
  void takesServerlessVariantsWithinTheirRanges() {
    create(one -> one.serverlessConfig(part -> part.memorySizeInMB(2048).maxConcurrency(5)));

    assertThat(
            aws.sagemaker
                .describeEndpointConfig(request -> request.endpointConfigName("c"))
                .productionVariants()
                .get(0)
                .serverlessConfig()
                .memorySizeInMB())
        .isEqualTo(2048);
  }

  @Test
  void refusesServerlessVariantsBeyondThem() {
    assertInvalid(
        () -> create(one -> one.serverlessConfig(p -> p.memorySizeInMB(2000).maxConcurrency(5))),
        "MemorySizeInMB");
    assertInvalid(
        () -> create(one -> one.serverlessConfig(p -> p.memorySizeInMB(1024).maxConcurrency(500))),
        "less than or equal to 200");
    assertInvalid(
        () ->
            create(
                one ->
                    one.serverlessConfig(
                        p -> p.memorySizeInMB(1024).maxConcurrency(5).provisionedConcurrency(6))),
        "ProvisionedConcurrency");
    assertInvalid(
        () ->
            create(
                one ->
                    one.instanceType("ml.m5.large")
                        .serverlessConfig(p -> p.memorySizeInMB(1024).maxConcurrency(5))),
        "InstanceType is not supported");
  }

  @Test
  void refusesTwoVariantsOfOneName() {
    assertInvalid(
        () ->
            aws.createConfig(
                "churn",
                HostingFixture.variant("main", "churn", 1, 1),
                HostingFixture.variant("main", "churn", 1, 1)),
        "Duplicate production variant name");
  }

  @Test
  void deletesAndForgets() {
    aws.createConfig("churn", HostingFixture.variant("main", "churn", 1, 1));
    aws.sagemaker.deleteEndpointConfig(request -> request.endpointConfigName("churn"));

    assertInvalid(
        () -> aws.sagemaker.describeEndpointConfig(request -> request.endpointConfigName("churn")),
        "Could not find endpoint configuration"
            + " \"arn:aws:sagemaker:us-east-1:123456789012:endpoint-config/churn\".");
    assertThat(aws.cloud.things()).noneMatch(thing -> thing.kind().equals("endpoint-config"));
  }

  @Test
  void listsByPages() {
    for (int number = 1; number <= 3; number++) {
      aws.createConfig("churn-" + number, HostingFixture.variant("main", "churn", 1, 1));
    }

    assertThat(
            aws.sagemaker
                .listEndpointConfigsPaginator(
                    request -> request.maxResults(2).sortBy("Name").sortOrder("Ascending"))
                .endpointConfigs())
        .extracting(EndpointConfigSummary::endpointConfigName)
        .containsExactly("churn-1", "churn-2", "churn-3");
  }

  private void create(Consumer<ProductionVariant.Builder> variant) {
    ProductionVariant.Builder builder =
        ProductionVariant.builder().variantName("main").modelName("churn");
    variant.accept(builder);
    aws.createConfig("c", builder.build());
  }
}
