package dev.aloft.fake.aws;

import static dev.aloft.fake.aws.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelNotReadyException;
import software.amazon.awssdk.services.sagemakerruntime.model.SageMakerRuntimeException;

class InvokeServiceTest {
  private final HostingFixture aws = new HostingFixture();

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void tellsWhichVariantAnswered() {
    aws.serve("churn");

    InvokeEndpointResponse answer =
        aws.runtime.invokeEndpoint(
            request ->
                request
                    .endpointName("churn")
                    .contentType("text/csv")
                    .accept("text/csv")
                    .customAttributes("asked")
                    .body(SdkBytes.fromUtf8String("1,2")));

    assertThat(answer.body().asUtf8String()).isEqualTo("one:1,2");
    assertThat(answer.contentType()).isEqualTo("text/csv");
    assertThat(answer.invokedProductionVariant()).isEqualTo("main");
    assertThat(answer.customAttributes()).isEqualTo("answered");
    assertThat(aws.received.element().headers())
        .containsEntry("x-amzn-sagemaker-custom-attributes", "asked");
    assertThat(aws.received.element().contentType()).isEqualTo("text/csv");
    assertThat(aws.received.element().accept()).isEqualTo("text/csv");
  }

  @Test
  void asksTheVariantThatIsWanted() {
    aws.serve("churn");
    aws.putModel("two");
    aws.createModel("second", HostingFixture.ECHO, "two");
    aws.createConfig(
        "pair",
        HostingFixture.variant("main", "churn", 1, 1),
        HostingFixture.variant("canary", "second", 1, 0));
    aws.sagemaker.createEndpoint(
        request -> request.endpointName("pair").endpointConfigName("pair"));
    aws.advance(Duration.ofMinutes(4));

    assertThat(aws.invoke("pair", 5)).containsOnly("one:x");
    InvokeEndpointResponse answer =
        aws.runtime.invokeEndpoint(
            request ->
                request
                    .endpointName("pair")
                    .targetVariant("canary")
                    .body(SdkBytes.fromUtf8String("x")));
    assertThat(answer.body().asUtf8String()).isEqualTo("two:x");
    assertThat(answer.invokedProductionVariant()).isEqualTo("canary");
    assertRefused(
        () ->
            aws.runtime.invokeEndpoint(
                request ->
                    request
                        .endpointName("pair")
                        .targetVariant("none")
                        .body(SdkBytes.fromUtf8String("x"))),
        "ValidationError",
        "Could not find variant none");
    assertRefused(
        () ->
            aws.runtime.invokeEndpoint(
                request ->
                    request
                        .endpointName("pair")
                        .targetModel("a.tar.gz")
                        .body(SdkBytes.fromUtf8String("x"))),
        "ValidationError",
        "is not a multi-model endpoint");
  }

  @Test
  void handsOnWhatTheContainerRefuses() {
    aws.serve("churn");

    assertThatThrownBy(() -> aws.invoke("churn", "fail 400"))
        .isInstanceOfSatisfying(
            ModelErrorException.class,
            error -> {
              assertThat(error.statusCode()).isEqualTo(424);
              assertThat(error.originalStatusCode()).isEqualTo(400);
              assertThat(error.originalMessage()).isEqualTo("no such row");
              assertThat(error.logStreamArn())
                  .isEqualTo(
                      "arn:aws:logs:us-east-1:123456789012:log-group:"
                          + "/aws/sagemaker/Endpoints/churn");
            })
        .hasMessageContaining("Received client error (400) from primary with message");
    assertThatThrownBy(() -> aws.invoke("churn", "fail 503"))
        .isInstanceOf(ModelErrorException.class)
        .hasMessageContaining("Received server error (503)");
  }

  @Test
  void givesAModelOneMinute() throws Exception {
    aws.createModel("slow", HostingFixture.SLOW, "one");
    aws.createConfig("slow", HostingFixture.variant("main", "slow", 1, 1));
    aws.sagemaker.createEndpoint(
        request -> request.endpointName("slow").endpointConfigName("slow"));
    aws.advance(Duration.ofMinutes(4));

    CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> aws.invoke("slow", "1"));
    aws.asked.await();
    aws.cloud.clock().advance(Duration.ofMinutes(1));

    assertThatThrownBy(answer::join)
        .hasCauseInstanceOf(ModelErrorException.class)
        .hasMessageContaining("timed out while waiting for a response");
  }

  @Test
  void refusesEndpointsThatDoNotServe() {
    assertRefused(
        () -> aws.invoke("churn", "1"),
        "ValidationError",
        "Endpoint churn of account 123456789012 not found.");
    aws.createEndpoint("churn", HostingFixture.ECHO);
    assertRefused(() -> aws.invoke("churn", "1"), "ValidationError", "not found.");
    aws.advance(Duration.ofMinutes(4));
    aws.sagemaker.deleteEndpoint(request -> request.endpointName("churn"));
    assertRefused(() -> aws.invoke("churn", "1"), "ValidationError", "not found.");
  }

  @Test
  void takesSixMebibytesAndNotAByteMore() {
    aws.serve("churn");
    String largest = "1".repeat(6 * 1024 * 1024);

    assertThat(aws.invoke("churn", largest)).hasSize("one:".length() + largest.length());
    assertRefused(
        () -> aws.invoke("churn", largest + "1"),
        "ValidationError",
        "length less than or equal to 6291456");
  }

  @Test
  void isNotReadyWhileItIsCold() {
    aws.serve("churn");
    aws.cloud.hosting().coldStart("churn", Duration.ofSeconds(5));

    assertThatThrownBy(() -> aws.invoke("churn", "1"))
        .isInstanceOfSatisfying(
            ModelNotReadyException.class, cold -> assertThat(cold.statusCode()).isEqualTo(429));
    aws.advance(Duration.ofSeconds(5));
    assertThat(aws.invoke("churn", "1")).isEqualTo("one:1");
  }

  @Test
  void failsByScript() {
    aws.serve("churn");
    aws.cloud
        .faults()
        .on("InvokeEndpoint")
        .about("churn")
        .fail(530, "InternalDependencyException", "a dependency is down");

    assertThatThrownBy(() -> aws.invoke("churn", "1"))
        .isInstanceOfSatisfying(
            SageMakerRuntimeException.class,
            failure -> assertThat(failure.statusCode()).isEqualTo(530))
        .hasMessageContaining("a dependency is down");
    assertThat(aws.invoke("churn", "1")).isEqualTo("one:1");
  }

  @Test
  void saysWhatItDoesNotServe() {
    aws.serve("churn");

    assertRefused(
        () ->
            aws.runtime.invokeEndpointAsync(
                request -> request.endpointName("churn").inputLocation("s3://models/in")),
        "UnknownOperationException",
        "InvokeEndpointAsync");
  }
}
