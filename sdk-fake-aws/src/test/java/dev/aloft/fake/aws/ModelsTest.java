package dev.aloft.fake.aws;

import static dev.aloft.fake.aws.Refusals.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelSummary;
import software.amazon.awssdk.services.sagemaker.model.Tag;

class ModelsTest {
  private final HostingFixture aws = new HostingFixture();

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void tellsWhatItWasTold() {
    aws.sagemaker.createModel(
        request ->
            request
                .modelName("churn")
                .executionRoleArn(HostingFixture.ROLE)
                .enableNetworkIsolation(true)
                .vpcConfig(vpc -> vpc.subnets("subnet-1").securityGroupIds("sg-1"))
                .tags(Tag.builder().key("team").value("a").build())
                .primaryContainer(
                    one ->
                        one.image(HostingFixture.ECHO)
                            .modelDataUrl(HostingFixture.dataOf("one"))
                            .environment(Map.of("A", "1"))));

    DescribeModelResponse model =
        aws.sagemaker.describeModel(request -> request.modelName("churn"));

    assertThat(model.modelArn()).isEqualTo("arn:aws:sagemaker:us-east-1:123456789012:model/churn");
    assertThat(model.primaryContainer().environment()).containsExactly(Map.entry("A", "1"));
    assertThat(model.enableNetworkIsolation()).isTrue();
    assertThat(model.vpcConfig().subnets()).containsExactly("subnet-1");
    assertThat(model.creationTime()).isEqualTo(aws.cloud.clock().now());
    assertThat(aws.sagemaker.listTags(request -> request.resourceArn(model.modelArn())).tags())
        .extracting(tag -> tag.key() + "=" + tag.value())
        .containsExactly("team=a");
  }

  @Test
  void refusesANameThatIsTaken() {
    aws.createModel("churn", HostingFixture.ECHO, "one");

    assertInvalid(
        () -> aws.createModel("churn", HostingFixture.ECHO, "one"),
        "Cannot create already existing model");
  }

  @Test
  void refusesDataThatIsNotThere() {
    assertInvalid(
        () -> aws.createModel("churn", HostingFixture.ECHO, "other"),
        "Could not find model data at s3://models/other.tar.gz");
    assertInvalid(
        () ->
            aws.sagemaker.createModel(
                r ->
                    r.modelName("far")
                        .executionRoleArn(HostingFixture.ROLE)
                        .primaryContainer(
                            c -> c.image(HostingFixture.ECHO).modelDataUrl("s3://far/m.tar.gz"))),
        "Could not access model data at s3://far/m.tar.gz");
  }

  @Test
  void refusesAnImageThatNobodyHasToldAbout() {
    assertInvalid(
        () -> aws.createModel("churn", HostingFixture.ECHO.replace("echo", "unknown"), "one"),
        "does not grant ecr:GetDownloadUrlForLayer");
    assertInvalid(() -> aws.createModel("churn", "docker.io/echo:1", "one"), "Using non-ECR image");
  }

  @Test
  void refusesARequestWithoutRoleOrContainer() {
    assertInvalid(
        () ->
            aws.sagemaker.createModel(
                request ->
                    request
                        .modelName("churn")
                        .primaryContainer(one -> one.image(HostingFixture.ECHO))),
        "executionRoleArn");
    assertInvalid(
        () ->
            aws.sagemaker.createModel(
                request -> request.modelName("churn").executionRoleArn(HostingFixture.ROLE)),
        "PrimaryContainer");
  }

  @Test
  void refusesARoleThatCannotBeAssumedYet() {
    aws.cloud.incidents().refuseRole(HostingFixture.ROLE);
    assertInvalid(
        () -> aws.createModel("churn", HostingFixture.ECHO, "one"), "Could not assume role");
    aws.cloud.incidents().acceptRole(HostingFixture.ROLE);
    aws.createModel("churn", HostingFixture.ECHO, "one");
  }

  @Test
  void takesFilesThatAreNotPacked() {
    aws.s3.putObject(
        request -> request.bucket(HostingFixture.BUCKET).key("plain/says"),
        RequestBody.fromString("plain"));
    aws.sagemaker.createModel(
        request ->
            request
                .modelName("plain")
                .executionRoleArn(HostingFixture.ROLE)
                .primaryContainer(
                    one ->
                        one.image(HostingFixture.ECHO)
                            .modelDataSource(
                                data ->
                                    data.s3DataSource(
                                        source ->
                                            source
                                                .s3Uri("s3://models/plain/")
                                                .s3DataType("S3Prefix")
                                                .compressionType("None")))));
    aws.createConfig("plain", HostingFixture.variant("main", "plain", 1, 1));
    aws.sagemaker.createEndpoint(
        request -> request.endpointName("plain").endpointConfigName("plain"));
    aws.advance(Duration.ofMinutes(4));

    assertThat(aws.invoke("plain", "1")).isEqualTo("plain:1");
  }

  @Test
  void sendsRequestsThroughAllContainersOfAPipeline() {
    aws.putModel("two");
    aws.sagemaker.createModel(
        request ->
            request
                .modelName("both")
                .executionRoleArn(HostingFixture.ROLE)
                .containers(container("one"), container("two")));
    aws.createConfig("both", HostingFixture.variant("main", "both", 1, 1));
    aws.sagemaker.createEndpoint(
        request -> request.endpointName("both").endpointConfigName("both"));
    aws.advance(Duration.ofMinutes(4));

    assertThat(aws.invoke("both", "1")).isEqualTo("two:one:1");
  }

  private static ContainerDefinition container(String says) {
    return ContainerDefinition.builder()
        .image(HostingFixture.ECHO)
        .modelDataUrl(HostingFixture.dataOf(says))
        .build();
  }

  @Test
  void deletesAndForgets() {
    aws.createModel("churn", HostingFixture.ECHO, "one");
    aws.sagemaker.deleteModel(request -> request.modelName("churn"));

    assertInvalid(
        () -> aws.sagemaker.describeModel(request -> request.modelName("churn")),
        "Could not find model \"arn:aws:sagemaker:us-east-1:123456789012:model/churn\".");
    assertInvalid(
        () -> aws.sagemaker.deleteModel(request -> request.modelName("churn")),
        "Could not find model");
    assertThat(aws.cloud.things()).noneMatch(thing -> thing.kind().equals("model"));
  }

  @Test
  void listsTheNewestFirst() {
    aws.createModel("first", HostingFixture.ECHO, "one");
    aws.cloud.clock().advance(Duration.ofSeconds(1));
    aws.createModel("second", HostingFixture.ECHO, "one");

    assertThat(aws.sagemaker.listModels().models())
        .extracting(ModelSummary::modelName)
        .containsExactly("second", "first");
  }

  @Test
  void isNotFoundForAWhileWhereThatIsSwitchedOn() {
    try (HostingFixture lagging =
        new HostingFixture(Timetable.usual().with(Stage.CONSISTENCY_LAG, Duration.ofSeconds(5)))) {
      lagging.createModel("churn", HostingFixture.ECHO, "one");

      assertInvalid(
          () -> lagging.createConfig("churn", HostingFixture.variant("main", "churn", 1, 1)),
          "Could not find model");
      lagging.advance(Duration.ofSeconds(5));
      lagging.createConfig("churn", HostingFixture.variant("main", "churn", 1, 1));
      assertInvalid(
          () ->
              lagging.sagemaker.createEndpoint(
                  request -> request.endpointName("churn").endpointConfigName("churn")),
          "Could not find endpoint configuration");
    }
  }
}
