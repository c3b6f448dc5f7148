package dev.aloft.fake.aws;

import static dev.aloft.fake.aws.Jobs.BUCKET;
import static dev.aloft.fake.aws.Jobs.IMAGE;
import static dev.aloft.fake.aws.Jobs.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sagemaker.model.AlgorithmSpecification;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.Filter;
import software.amazon.awssdk.services.sagemaker.model.MetricDefinition;
import software.amazon.awssdk.services.sagemaker.model.ResourceConfig;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.StoppingCondition;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** What is refused, in which words, and what is kept of what is taken. */
class TrainingJobRequestsTest {
  private final Jobs jobs = new Jobs();

  @AfterEach
  void close() {
    jobs.close();
  }

  private static Arguments refused(String text, Consumer<CreateTrainingJobRequest.Builder> change) {
    return Arguments.of(text, change);
  }

  private static Consumer<CreateTrainingJobRequest.Builder> image(String image) {
    return r -> r.algorithmSpecification(s -> s.trainingImage(image).trainingInputMode("File"));
  }

  private static Consumer<CreateTrainingJobRequest.Builder> channel(String type, String mode) {
    Channel channel =
        Channel.builder()
            .channelName("train")
            .inputMode(mode)
            .dataSource(d -> d.s3DataSource(s -> s.s3DataType(type).s3Uri("s3://data/x")))
            .build();
    return r -> r.inputDataConfig(channel);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refused("'trainingJobName' failed to satisfy constraint", r -> r.trainingJobName("-a")),
        refused("'roleArn' failed to satisfy constraint", r -> r.roleArn("arn:aws:iam::1:user/x")),
        refused(
            "'algorithmSpecification' failed to satisfy constraint: Member must not be null",
            r -> r.algorithmSpecification((AlgorithmSpecification) null)),
        refused(
            "'resourceConfig' failed to satisfy constraint: Member must not be null",
            r -> r.resourceConfig((ResourceConfig) null)),
        refused(
            "'stoppingCondition' failed to satisfy constraint: Member must not be null",
            r -> r.stoppingCondition((StoppingCondition) null)),
        refused(
            "'resourceConfig.instanceType' failed", r -> r.resourceConfig(m -> m.instanceCount(1))),
        refused(
            "'resourceConfig.instanceCount' failed",
            r -> r.resourceConfig(m -> m.instanceType("ml.m5.large").instanceCount(0))),
        refused(
            "Invalid MaxWaitTimeInSeconds",
            r -> r.stoppingCondition(s -> s.maxRuntimeInSeconds(60).maxWaitTimeInSeconds(60))),
        refused(
            "Invalid MaxWaitTimeInSeconds",
            r ->
                r.enableManagedSpotTraining(true)
                    .stoppingCondition(s -> s.maxRuntimeInSeconds(60).maxWaitTimeInSeconds(59))),
        refused("Invalid MaxWaitTimeInSeconds", r -> r.enableManagedSpotTraining(true)),
        refused(
            "less than or equal to 2419200",
            r -> r.stoppingCondition(s -> s.maxRuntimeInSeconds(2_419_201))),
        refused(
            "must be in the job's region us-east-1",
            image("123456789012.dkr.ecr.eu-west-1.amazonaws.com/mine:1")),
        refused("non-ECR image", image("docker.io/library/python:3")),
        refused(
            "either AlgorithmName or TrainingImage",
            r -> r.algorithmSpecification(s -> s.trainingInputMode("File"))),
        refused("Pipe", channel("S3Prefix", "Pipe")),
        refused("AugmentedManifestFile", channel("AugmentedManifestFile", "File")),
        refused("Duplicate tag keys", r -> r.tags(tag("k", "1"), tag("k", "2"))),
        refused("aws: prefixed tag key names", r -> r.tags(tag("aws:x", "1"))),
        refused("Could not assume role", r -> r.roleArn("arn:aws:iam::123456789012:role/TooNew")),
        refused(
            "Cross-account pass role is not allowed",
            r -> r.roleArn("arn:aws:iam::000000000000:role/Training")));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void requestIsRefusedAndLeavesNothing(
      String text, Consumer<CreateTrainingJobRequest.Builder> change) {
    jobs.cloud.incidents().refuseRole("arn:aws:iam::123456789012:role/TooNew");
    SageMakerException refusal = refusal(change);
    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
    assertThat(refusal.statusCode()).isEqualTo(400);
    assertThat(refusal.awsErrorDetails().errorMessage()).contains(text);
    assertThat(jobs.sagemaker.listTrainingJobs().trainingJobSummaries()).isEmpty();
  }

  private SageMakerException refusal(Consumer<CreateTrainingJobRequest.Builder> change) {
    CreateTrainingJobRequest.Builder request = request("a");
    change.accept(request);
    return catchThrowableOfType(
        SageMakerException.class, () -> jobs.sagemaker.createTrainingJob(request.build()));
  }

  @Test
  void roleIsTakenOnceItIsThere() {
    String role = "arn:aws:iam::123456789012:role/TooNew";
    jobs.cloud.incidents().refuseRole(role);
    assertThat(refusal(r -> r.roleArn(role))).isNotNull();
    jobs.cloud.incidents().acceptRole(role);
    jobs.sagemaker.createTrainingJob(request("a").roleArn(role).build());
  }

  @Test
  void nameIsHeldForEverUnlessTheJobIsDeleted() throws Exception {
    Jobs.Container container = jobs.train(request("a"));
    SageMakerException running =
        catchThrowableOfType(
            SageMakerException.class,
            () -> jobs.sagemaker.deleteTrainingJob(r -> r.trainingJobName("a")));
    assertThat(running.awsErrorDetails().errorCode()).isEqualTo("ResourceInUse");
    container.exit.complete(0);
    jobs.pass(3);
    SageMakerException taken = refusal(r -> {});
    assertThat(taken.awsErrorDetails().errorCode()).isEqualTo("ResourceInUse");
    assertThat(taken).hasMessageContaining("names must be unique within an AWS account and region");
    jobs.sagemaker.deleteTrainingJob(r -> r.trainingJobName("a"));
    assertThat(jobs.describe("a").trainingJobStatusAsString()).isEqualTo("Deleting");
    assertThat(refusal(r -> {}).awsErrorDetails().errorCode()).isEqualTo("ResourceInUse");
    jobs.pass(1);
    jobs.sagemaker.createTrainingJob(request("a").build());
  }

  @Test
  void jobThatIsNotThereIsNotFoundByAnyOperation() {
    List<Runnable> calls =
        List.of(
            () -> jobs.sagemaker.describeTrainingJob(r -> r.trainingJobName("none")),
            () -> jobs.sagemaker.stopTrainingJob(r -> r.trainingJobName("none")),
            () -> jobs.sagemaker.deleteTrainingJob(r -> r.trainingJobName("none")),
            () -> jobs.sagemaker.updateTrainingJob(r -> r.trainingJobName("none")));
    for (Runnable call : calls) {
      SageMakerException e = catchThrowableOfType(SageMakerException.class, call::run);
      assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
      assertThat(e.awsErrorDetails().errorMessage()).startsWith("Requested resource not found");
    }
  }

  @Test
  void whatWasAskedForIsDescribed() {
    jobs.sagemaker.createTrainingJob(
        request("a")
            .environment(Map.of("A", "1"))
            .hyperParameters(Map.of("num_round", "3"))
            .retryStrategy(r -> r.maximumRetryAttempts(2))
            .vpcConfig(v -> v.securityGroupIds("sg-1").subnets("subnet-1"))
            .enableNetworkIsolation(true)
            .experimentConfig(e -> e.experimentName("e"))
            .debugHookConfig(d -> d.s3OutputPath("s3://data/debug"))
            .profilerConfig(p -> p.s3OutputPath("s3://data/profile").disableProfiler(false))
            .stoppingCondition(StoppingCondition.builder().build())
            .algorithmSpecification(
                s ->
                    s.trainingImage(IMAGE)
                        .trainingInputMode("FastFile")
                        .containerEntrypoint("/bin/bash")
                        .containerArguments("-c", "true")
                        .metricDefinitions(
                            MetricDefinition.builder().name("loss").regex("loss=(\\S+)").build()))
            .tags(tag("team", "ml"))
            .build());
    DescribeTrainingJobResponse job = jobs.describe("a");
    assertThat(job.environment()).containsExactly(Map.entry("A", "1"));
    assertThat(job.hyperParameters()).containsExactly(Map.entry("num_round", "3"));
    assertThat(job.retryStrategy().maximumRetryAttempts()).isEqualTo(2);
    assertThat(job.vpcConfig().subnets()).containsExactly("subnet-1");
    assertThat(job.enableNetworkIsolation()).isTrue();
    assertThat(job.enableManagedSpotTraining()).isFalse();
    assertThat(job.experimentConfig().experimentName()).isEqualTo("e");
    assertThat(job.debugHookConfig().s3OutputPath()).isEqualTo("s3://data/debug");
    assertThat(job.profilingStatusAsString()).isEqualTo("Enabled");
    assertThat(job.stoppingCondition().maxRuntimeInSeconds()).isEqualTo(86_400);
    assertThat(job.algorithmSpecification().containerArguments()).containsExactly("-c", "true");
    assertThat(job.algorithmSpecification().metricDefinitions()).hasSize(1);
    assertThat(jobs.sagemaker.listTags(r -> r.resourceArn(job.trainingJobArn())).tags())
        .containsExactly(tag("team", "ml"));
  }

  @Test
  void metricsOfAnAlgorithmArePreset() {
    String xgboost = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1";
    jobs.sagemaker.createTrainingJob(
        request("a")
            .algorithmSpecification(s -> s.trainingImage(xgboost).trainingInputMode("File"))
            .build());
    assertThat(jobs.describe("a").algorithmSpecification().metricDefinitions())
        .hasSizeLessThanOrEqualTo(40)
        .extracting(m -> m.name())
        .contains("train:rmse", "validation:auc");
    SageMakerException refusal =
        refusal(
            r ->
                r.trainingJobName("b")
                    .algorithmSpecification(
                        s ->
                            s.trainingImage(xgboost)
                                .trainingInputMode("File")
                                .metricDefinitions(
                                    MetricDefinition.builder().name("x").regex("y").build())));
    assertThat(refusal).hasMessageContaining("can't override the metric definitions");
  }

  @Test
  void quotaRefusesWithItsNameLimitAndUse() throws Exception {
    try (Jobs small = new Jobs(b -> b.quota("ml.m5.large for training job usage", 2))) {
      small.sagemaker.createTrainingJob(request("a").build());
      SageMakerException refusal =
          catchThrowableOfType(
              SageMakerException.class,
              () ->
                  small.sagemaker.createTrainingJob(
                      request("b")
                          .resourceConfig(m -> m.instanceType("ml.m5.large").instanceCount(2))
                          .build()));
      assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ResourceLimitExceeded");
      assertThat(refusal)
          .hasMessageContaining(
              "account-level service limit 'ml.m5.large for training job usage' is 2 Instances,"
                  + " with current utilization of 1 Instances and a request delta of 2 Instances");
      small.sagemaker.stopTrainingJob(r -> r.trainingJobName("a"));
      small.pass(1);
      small.sagemaker.createTrainingJob(
          request("b").resourceConfig(m -> m.instanceType("ml.m5.large").instanceCount(2)).build());
    }
  }

  @Test
  void newAccountMayTrainNothing() {
    try (Jobs fresh = new Jobs(b -> b.quotas(0))) {
      SageMakerException refusal =
          catchThrowableOfType(
              SageMakerException.class,
              () -> fresh.sagemaker.createTrainingJob(request("a").build()));
      assertThat(refusal)
          .hasMessageContaining("'ml.m5.large for training job usage' is 0 Instances");
    }
  }

  @Test
  void describeIsDeniedForAWhileWhereAccessGoesByTags() throws Exception {
    jobs.cloud.incidents().denyDescribeFor(Duration.ofSeconds(30));
    jobs.sagemaker.createTrainingJob(request("a").build());
    SageMakerException denied =
        catchThrowableOfType(SageMakerException.class, () -> jobs.describe("a"));
    assertThat(denied.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
    jobs.pass(3);
    assertThat(jobs.states("a")).isEqualTo("InProgress/Training");
  }

  @Test
  void warmMachinesWaitForAJobLikeTheOneBefore() throws Exception {
    Consumer<ResourceConfig.Builder> machines =
        m -> m.instanceType("ml.m5.large").instanceCount(1).keepAlivePeriodInSeconds(600);
    Jobs.Container first = jobs.train(request("a").resourceConfig(machines));
    assertThat(jobs.describe("a").warmPoolStatus().statusAsString()).isEqualTo("InUse");
    first.exit.complete(0);
    jobs.pass(2);
    assertThat(jobs.describe("a").warmPoolStatus().statusAsString()).isEqualTo("Available");
    SageMakerException retained =
        catchThrowableOfType(
            SageMakerException.class,
            () -> jobs.sagemaker.deleteTrainingJob(r -> r.trainingJobName("a")));
    assertThat(retained.awsErrorDetails().errorCode()).isEqualTo("ResourceInUse");
    jobs.pass(Duration.ofSeconds(90));
    jobs.sagemaker.createTrainingJob(request("b").resourceConfig(machines).build());
    assertThat(jobs.states("b")).isEqualTo("InProgress/Downloading");
    assertThat(jobs.describe("a").warmPoolStatus().reusedByJob()).isEqualTo("b");
    jobs.pass(1);
    jobs.container().exit.complete(0);
    jobs.pass(2);
    jobs.sagemaker.updateTrainingJob(
        r -> r.trainingJobName("b").resourceConfig(m -> m.keepAlivePeriodInSeconds(0)));
    assertThat(jobs.describe("b").warmPoolStatus().statusAsString()).isEqualTo("Terminated");
  }

  @Test
  void searchFindsTheJobOfAnArtifactOnceItIsIndexed() throws Exception {
    try (Jobs lagging =
        new Jobs(
            b ->
                b.timetable(
                    Timetable.every(Jobs.STAGE).with(Stage.SEARCH_LAG, Duration.ofSeconds(5))))) {
      lagging.sagemaker.createTrainingJob(request("a").tags(tag("team", "ml")).build());
      lagging.sagemaker.createTrainingJob(request("b").build());
      assertThat(artifacts(lagging, "a")).isEmpty();
      lagging.pass(1);
      assertThat(artifacts(lagging, "a")).containsExactly("a");
      assertThat(
              lagging
                  .sagemaker
                  .search(
                      s ->
                          s.resource("TrainingJob")
                              .searchExpression(e -> e.filters(filter("Tags.team", "ml"))))
                  .results())
          .singleElement()
          .satisfies(one -> assertThat(one.trainingJob().trainingJobArn()).endsWith("/a"));
    }
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).operator("Equals").value(value).build();
  }

  private static List<String> artifacts(Jobs jobs, String name) {
    String address = "s3://" + BUCKET + "/out/" + name + "/output/model.tar.gz";
    return jobs
        .sagemaker
        .search(
            s ->
                s.resource("TrainingJob")
                    .searchExpression(
                        e -> e.filters(filter("ModelArtifacts.S3ModelArtifacts", address))))
        .results()
        .stream()
        .map(one -> one.trainingJob().trainingJobName())
        .toList();
  }
}
