package dev.aloft.fake.aws;

import static dev.aloft.fake.aws.Refusals.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.fake.work.InstantWork;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.DesiredWeightAndCapacity;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantSummary;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelNotReadyException;
import software.amazon.awssdk.services.sagemakerruntime.model.SageMakerRuntimeException;

/** Endpoints without machines of their own. */
class ServerlessEndpointsTest {
  private static final String PATIENT = "123456789012.dkr.ecr.us-east-1.amazonaws.com/patient:1";

  private final HostingFixture aws = new HostingFixture();

  @BeforeEach
  void serve() {
    aws.createModel("first", HostingFixture.ECHO, "one");
    aws.createConfig("first", serverless("first", 2048, 5));
    aws.sagemaker.createEndpoint(
        request -> request.endpointName("churn").endpointConfigName("first"));
    aws.advance(Duration.ofMinutes(4));
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void answers() {
    assertThat(aws.invoke("churn", "1,2")).isEqualTo("one:1,2");
    ProductionVariantSummary variant = variant();
    assertThat(variant.currentServerlessConfig().memorySizeInMB()).isEqualTo(2048);
    assertThat(variant.currentServerlessConfig().maxConcurrency()).isEqualTo(5);
    assertThatThrownBy(() -> aws.invoke("churn", "fail 400"))
        .isInstanceOf(ModelErrorException.class);
  }

  @Test
  void isNotReadyWhileItIsCold() {
    aws.cloud.hosting().coldStart("churn", Duration.ofSeconds(9));

    assertThatThrownBy(() -> aws.invoke("churn", "1")).isInstanceOf(ModelNotReadyException.class);
    aws.advance(Duration.ofSeconds(9));
    assertThat(aws.invoke("churn", "1")).isEqualTo("one:1");
  }

  @Test
  void goesOverToAnotherModel() {
    aws.putModel("two");
    aws.createModel("second", HostingFixture.ECHO, "two");
    aws.createConfig("second", serverless("second", 4096, 10));
    update("second");
    assertThat(aws.invoke("churn", "1")).isEqualTo("one:1");
    aws.finishUpdate("churn");

    assertThat(aws.invoke("churn", "1")).isEqualTo("two:1");
    assertThat(variant().currentServerlessConfig().memorySizeInMB()).isEqualTo(4096);
  }

  @Test
  void getsMachinesAndNeverGoesBack() {
    aws.createConfig("machines", HostingFixture.variant("main", "first", 2, 1));
    update("machines");
    aws.finishUpdate("churn");

    assertThat(variant().currentInstanceCount()).isEqualTo(2);
    assertThat(variant().currentServerlessConfig()).isNull();
    assertInvalid(() -> update("first"), "to a serverless configuration");
  }

  @Test
  void changesItsConcurrencyOnly() {
    change(
        DesiredWeightAndCapacity.builder()
            .variantName("main")
            .serverlessUpdateConfig(update -> update.maxConcurrency(7))
            .build());
    aws.advance(Duration.ofMinutes(2));

    assertThat(variant().currentServerlessConfig().maxConcurrency()).isEqualTo(7);
    assertThat(variant().currentServerlessConfig().memorySizeInMB()).isEqualTo(2048);
    assertInvalid(
        () ->
            change(
                DesiredWeightAndCapacity.builder()
                    .variantName("main")
                    .desiredInstanceCount(2)
                    .build()),
        "DesiredInstanceCount is not supported for serverless variant");
  }

  @Test
  void answersNoMoreRequestsAtOnceThanItMay() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    CompletableFuture<Void> answers = new CompletableFuture<>();
    aws.cloud
        .images()
        .serving(
            PATIENT::equals,
            InstantWork.serving(
                call -> {
                  begun.countDown();
                  answers.join();
                  return InstantWork.text(200, "text/csv", "late");
                }));
    aws.createModel("patient", PATIENT, "one");
    aws.createConfig("patient", serverless("patient", 2048, 2));
    update("patient");
    aws.finishUpdate("churn");

    List<CompletableFuture<String>> first = List.of(asking(), asking());
    begun.await();
    assertThatThrownBy(() -> aws.invoke("churn", "1"))
        .isInstanceOfSatisfying(
            SageMakerRuntimeException.class,
            error -> {
              assertThat(error.statusCode()).isEqualTo(400);
              assertThat(error.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException");
            });
    answers.complete(null);

    for (CompletableFuture<String> one : first) {
      assertThat(one.get()).isEqualTo("late");
    }
    assertThat(aws.invoke("churn", "1")).isEqualTo("late");
  }

  private CompletableFuture<String> asking() {
    return CompletableFuture.supplyAsync(
        () -> aws.invoke("churn", "1"), task -> new Thread(task, "asking").start());
  }

  @Test
  void staysWithTheOldModelWhereTheNewOneDoesNotServe() {
    aws.createModel("bad", HostingFixture.CRASHING, "one");
    aws.createConfig("bad", serverless("bad", 1024, 1));
    update("bad");
    aws.advance(Duration.ofMinutes(25));

    assertThat(aws.status("churn")).isEqualTo("InService");
    assertThat(aws.describe("churn").endpointConfigName()).isEqualTo("first");
    assertThat(aws.describe("churn").failureReason()).contains("did not pass the ping");
    assertThat(aws.invoke("churn", "1")).isEqualTo("one:1");
  }

  private void change(DesiredWeightAndCapacity wish) {
    aws.sagemaker.updateEndpointWeightsAndCapacities(
        request -> request.endpointName("churn").desiredWeightsAndCapacities(wish));
  }

  private void update(String config) {
    aws.sagemaker.updateEndpoint(
        request -> request.endpointName("churn").endpointConfigName(config));
  }

  private ProductionVariantSummary variant() {
    return aws.describe("churn").productionVariants().get(0);
  }

  private static ProductionVariant serverless(String model, int megabytes, int concurrency) {
    return ProductionVariant.builder()
        .variantName("main")
        .modelName(model)
        .serverlessConfig(config -> config.memorySizeInMB(megabytes).maxConcurrency(concurrency))
        .build();
  }
}
