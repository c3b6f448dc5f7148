package dev.aloft.fake.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

class AwsCloudTest {
  private final AwsCloud cloud = AwsCloud.start();
  private final SageMakerClient sagemaker =
      SageMakerClient.builder()
          .endpointOverride(URI.create(cloud.url()))
          .region(Region.US_EAST_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "secret")))
          .build();

  @AfterEach
  void close() {
    sagemaker.close();
    cloud.close();
  }

  @Test
  void operationThatIsNotServedIsRefusedByNameAndNotSentAgain() {
    assertThatThrownBy(() -> sagemaker.listAlgorithms())
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException");
              assertThat(e.awsErrorDetails().errorMessage()).contains("ListAlgorithms");
              assertThat(e.requestId()).isNotEmpty();
            });
    assertThat(cloud.exchanges().all())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.action()).isEqualTo("sagemaker:ListAlgorithms");
              assertThat(one.principal()).isEqualTo("AKIATEST");
              assertThat(one.status()).isEqualTo(400);
              assertThat(one.code()).isEqualTo("UnknownOperationException");
            });
  }

  /** As of a process that was ended while a job ran. */
  @Test
  void whatWorkLeavesOnThisMachineIsGoneWithTheCloudThatFindsIt(@TempDir Path home)
      throws IOException {
    for (String left : List.of("jobs/kid-1/algo-1/model", "endpoints/fleet-1")) {
      Files.createDirectories(home.resolve(left));
      Files.writeString(home.resolve(left).resolve("file"), "text");
    }

    try (AwsCloud next = AwsCloud.builder().directory(home).start()) {
      assertThat(home.resolve("jobs")).doesNotExist();
      assertThat(home.resolve("endpoints")).doesNotExist();
      next.createBucket("kept");
      Files.createDirectories(home.resolve("jobs/still-there"));
    }

    assertThat(home.resolve("jobs")).doesNotExist();
    assertThat(home.resolve("s3")).isDirectoryRecursivelyContaining("glob:**/kept");
  }

  @Test
  void badMembersAreToldAllAtOnceInTheWordsOfAws() {
    assertThatThrownBy(() -> sagemaker.listTags(tags -> tags.resourceArn("no/arn").maxResults(7)))
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
              assertThat(e.awsErrorDetails().errorMessage())
                  .isEqualTo(
                      "2 validation errors detected: Value 'no/arn' at 'resourceArn' failed to"
                          + " satisfy constraint: Member must satisfy regular expression pattern:"
                          + " arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:.+; Value '7' at 'maxResults' failed to satisfy constraint: Member"
                          + " must have value greater than or equal to 50");
            });
  }
}
