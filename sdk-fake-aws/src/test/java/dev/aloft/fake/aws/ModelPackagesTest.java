package dev.aloft.fake.aws;

import static dev.aloft.fake.aws.Refusals.assertInvalid;
import static dev.aloft.fake.aws.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.BatchDescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.Filter;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageSummary;

class ModelPackagesTest {
  private static final String ARN = "arn:aws:sagemaker:us-east-1:123456789012:model-package/churn/";

  private final HostingFixture aws = new HostingFixture();

  @BeforeEach
  void createGroup() {
    aws.sagemaker.createModelPackageGroup(request -> request.modelPackageGroupName("churn"));
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void numbersVersionsAndNeverReusesANumber() {
    assertThat(register("a")).isEqualTo(ARN + 1);
    assertThat(register("b")).isEqualTo(ARN + 2);
    aws.sagemaker.deleteModelPackage(request -> request.modelPackageName(ARN + 2));

    assertThat(register("c")).isEqualTo(ARN + 3);
  }

  @Test
  void answersATokenOnce() {
    assertThat(register("a")).isEqualTo(ARN + 1);
    assertThat(register("a")).isEqualTo(ARN + 1);

    assertThat(
            aws.sagemaker
                .listModelPackages(request -> request.modelPackageGroupName("churn"))
                .modelPackageSummaryList())
        .hasSize(1);
  }

  @Test
  void tellsWhatItWasTold() {
    register("a");

    DescribeModelPackageResponse version = describe(1);

    assertThat(version.modelPackageVersion()).isEqualTo(1);
    assertThat(version.modelPackageGroupName()).isEqualTo("churn");
    assertThat(version.modelPackageStatusAsString()).isEqualTo("Completed");
    assertThat(version.modelApprovalStatusAsString()).isEqualTo("PendingManualApproval");
    assertThat(version.customerMetadataProperties()).containsExactly(Map.entry("hash", "1"));
    assertThat(version.inferenceSpecification().containers().get(0).image())
        .isEqualTo(HostingFixture.ECHO);
  }

  @Test
  void changesApprovalAndProperties() {
    register("a");
    aws.cloud.clock().advance(Duration.ofSeconds(1));
    aws.sagemaker.updateModelPackage(
        request ->
            request
                .modelPackageArn(ARN + 1)
                .modelApprovalStatus("Approved")
                .approvalDescription("good")
                .customerMetadataProperties(Map.of("stage", "production"))
                .customerMetadataPropertiesToRemove("hash"));

    DescribeModelPackageResponse version = describe(1);
    assertThat(version.modelApprovalStatusAsString()).isEqualTo("Approved");
    assertThat(version.approvalDescription()).isEqualTo("good");
    assertThat(version.customerMetadataProperties())
        .containsExactly(Map.entry("stage", "production"));
    assertThat(version.lastModifiedTime()).isEqualTo(aws.cloud.clock().now());
  }

  @Test
  void listsAGroupsVersionsByApproval() {
    register("a");
    register("b");
    aws.sagemaker.updateModelPackage(
        request -> request.modelPackageArn(ARN + 1).modelApprovalStatus("Approved"));

    assertThat(
            aws.sagemaker
                .listModelPackages(
                    request ->
                        request.modelPackageGroupName("churn").modelApprovalStatus("Approved"))
                .modelPackageSummaryList())
        .extracting(ModelPackageSummary::modelPackageVersion)
        .containsExactly(1);
    assertThat(
            aws.sagemaker
                .listModelPackagesPaginator(
                    request ->
                        request
                            .modelPackageGroupName("churn")
                            .maxResults(1)
                            .sortBy("CreationTime")
                            .sortOrder("Descending"))
                .modelPackageSummaryList())
        .extracting(ModelPackageSummary::modelPackageVersion)
        .containsExactly(2, 1);
    assertThat(aws.sagemaker.listModelPackages(request -> {}).modelPackageSummaryList())
        .as("those outside of groups")
        .isEmpty();
  }

  @Test
  void describesManyAtOnce() {
    register("a");

    BatchDescribeModelPackageResponse many =
        aws.sagemaker.batchDescribeModelPackage(
            request -> request.modelPackageArnList(ARN + 1, ARN + 9));

    assertThat(many.modelPackageSummaries()).containsOnlyKeys(ARN + 1);
    assertThat(many.batchDescribeModelPackageErrorMap()).containsOnlyKeys(ARN + 9);
  }

  @Test
  void isDeployedByItsName() {
    register("a");
    aws.sagemaker.createModel(
        request ->
            request
                .modelName("served")
                .executionRoleArn(HostingFixture.ROLE)
                .primaryContainer(
                    one -> one.modelPackageName(ARN + 1).environment(Map.of("SUFFIX", "!"))));
    aws.createConfig("served", HostingFixture.variant("main", "served", 1, 1));
    aws.sagemaker.createEndpoint(
        request -> request.endpointName("served").endpointConfigName("served"));
    aws.advance(Duration.ofMinutes(4));

    assertThat(aws.invoke("served", "1")).isEqualTo("one!:1");
  }

  @Test
  void refusesWhatIsNotThere() {
    assertInvalid(() -> describe(1), "model-package/churn/1 does not exist.");
    assertInvalid(
        () ->
            aws.sagemaker.describeModelPackageGroup(
                request -> request.modelPackageGroupName("other")),
        "model-package-group/other does not exist.");
  }

  @Test
  void keepsAGroupThatIsNotEmpty() {
    register("a");

    assertRefused(
        () ->
            aws.sagemaker.deleteModelPackageGroup(
                request -> request.modelPackageGroupName("churn")),
        "ConflictException",
        "still contains Model Packages");
    aws.sagemaker.deleteModelPackage(request -> request.modelPackageName(ARN + 1));
    aws.sagemaker.deleteModelPackageGroup(request -> request.modelPackageGroupName("churn"));
    assertThat(aws.sagemaker.listModelPackageGroups(request -> {}).modelPackageGroupSummaryList())
        .isEmpty();
    assertThat(aws.cloud.things()).noneMatch(thing -> thing.kind().startsWith("model-package"));
  }

  @Test
  void refusesAGroupThatIsThere() {
    assertInvalid(this::createGroup, "already exists");
  }

  @Test
  void refusesANameOfItsOwnThatIsThere() {
    create(request -> request.modelPackageName("alone"));

    assertInvalid(
        () -> create(request -> request.modelPackageName("alone")), "ModelPackage already exists");
  }

  @Test
  void isFoundByItsProperties() {
    register("a");
    register("b");

    assertThat(
            aws.sagemaker
                .search(
                    request ->
                        request
                            .resource("ModelPackage")
                            .searchExpression(
                                expression ->
                                    expression.filters(
                                        Filter.builder()
                                            .name("ModelPackageVersion")
                                            .operator("Equals")
                                            .value("2")
                                            .build())))
                .results())
        .extracting(result -> result.modelPackage().modelPackageArn())
        .containsExactly(ARN + 2);
    assertThat(aws.sagemaker.search(request -> request.resource("ModelPackageGroup")).results())
        .extracting(result -> result.modelPackageGroup().modelPackageGroupName())
        .containsExactly("churn");
  }

  private String register(String token) {
    return create(request -> request.modelPackageGroupName("churn").clientToken(token));
  }

  private String create(UnaryOperator<CreateModelPackageRequest.Builder> named) {
    return aws.sagemaker
        .createModelPackage(
            request ->
                named
                    .apply(request)
                    .customerMetadataProperties(Map.of("hash", "1"))
                    .skipModelValidation("None")
                    .modelCard(card -> card.modelCardStatus("Draft").modelCardContent("{}"))
                    .inferenceSpecification(
                        specification ->
                            specification
                                .supportedContentTypes("text/csv")
                                .supportedResponseMIMETypes("text/csv")
                                .containers(
                                    ModelPackageContainerDefinition.builder()
                                        .image(HostingFixture.ECHO)
                                        .modelDataUrl(HostingFixture.dataOf("one"))
                                        .build())))
        .modelPackageArn();
  }

  private DescribeModelPackageResponse describe(int version) {
    return aws.sagemaker.describeModelPackage(request -> request.modelPackageName(ARN + version));
  }
}
