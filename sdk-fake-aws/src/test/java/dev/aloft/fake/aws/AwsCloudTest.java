package dev.aloft.fake.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
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
  private static final List<String> FOREIGN =
      List.of("jobs/mine.txt", "endpoints/a/mine.txt", "mine.txt");

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

  @Test
  void filesOfOthersInItsDirectoryStay(@TempDir Path home) throws IOException {
    for (String file : FOREIGN) {
      Files.createDirectories(home.resolve(file).getParent());
      Files.writeString(home.resolve(file), "text");
    }

    try (AwsCloud next = AwsCloud.builder().directory(home).start()) {
      next.createBucket("kept");
    }

    assertThat(FOREIGN).allSatisfy(file -> assertThat(home.resolve(file)).hasContent("text"));
    assertThat(home.resolve("s3")).isDirectoryRecursivelyContaining("glob:**/kept");
  }

  /** As of a process that was ended while a job ran. */
  @Test
  void whatWorkLeavesOnThisMachineIsGoneWithTheCloudThatFindsIt(@TempDir Path home)
      throws IOException {
    Path work = home.resolve(DataDirectory.WORK);
    Path left = Files.createDirectories(work.resolve("run1/jobs/kid-1"));
    Files.createFile(work.resolve(DataDirectory.MARKER));

    AwsCloud next = AwsCloud.builder().directory(home).start();

    assertThat(left).doesNotExist();
    assertThat(work).exists();
    next.close();
    assertThat(work).doesNotExist();
  }

  @Test
  void aDirectoryOfTheNameThatIsNotItsOwnStays(@TempDir Path home) throws IOException {
    Path work = Files.createDirectories(home.resolve(DataDirectory.WORK));
    Files.writeString(work.resolve("theirs"), "text");

    assertThatThrownBy(() -> AwsCloud.builder().directory(home).start())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContainingAll("directory:", work.toString());

    assertThat(work.resolve("theirs")).hasContent("text");
  }

  @Test
  void aSecondCloudOnADirectoryIsRefusedBeforeItTouchesAnything(@TempDir Path home)
      throws IOException {
    AwsCloud first = AwsCloud.builder().directory(home).start();
    Path job = Files.createDirectories(home.resolve(DataDirectory.WORK).resolve("run0/jobs/one"));

    assertThatThrownBy(() -> AwsCloud.builder().directory(home).start())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContainingAll("directory:", home.toString(), "is in use by another cloud");

    assertThat(job).exists();
    first.close();
    AwsCloud next = AwsCloud.builder().directory(home).start();
    first.close(); // once more: the directory is another's now
    assertThat(home.resolve(DataDirectory.WORK)).exists();
    next.close();
  }

  @Test
  void aStartThatFailsLeavesItsDirectoryToTheNext(@TempDir Path home) throws IOException {
    Path left = Files.createDirectories(home.resolve(DataDirectory.WORK).resolve("run1"));
    Files.createFile(home.resolve(DataDirectory.WORK).resolve(DataDirectory.MARKER));
    int taken = URI.create(cloud.url()).getPort();

    assertThatThrownBy(() -> AwsCloud.builder().directory(home).port(taken).start())
        .isInstanceOf(UncheckedIOException.class);

    AwsCloud.builder().directory(home).start().close();
    assertThat(left).doesNotExist();
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
                          + " arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:.+; Value '7' at"
                          + " 'maxResults' failed to satisfy constraint: Member must have value"
                          + " greater than or equal to 50");
            });
  }
}
