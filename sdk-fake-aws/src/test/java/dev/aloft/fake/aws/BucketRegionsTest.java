package dev.aloft.fake.aws;

import static dev.aloft.fake.aws.Jobs.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.TrainingInputMode;

/** A bucket is in one region: requests of another are sent on, and SageMaker refuses it there. */
class BucketRegionsTest {
  private static final String FAR = "eu-west-1";

  private final Jobs jobs = new Jobs();
  private final S3Client far =
      S3Client.builder()
          .endpointOverride(URI.create(jobs.cloud.url()))
          .region(Region.of(FAR))
          .forcePathStyle(true)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
          .build();

  @AfterEach
  void close() {
    far.close();
    jobs.close();
  }

  @Test
  void aRequestOfAnotherRegionIsSentOn() {
    S3Exception refused = refused(() -> far.headBucket(request -> request.bucket(BUCKET)));
    S3Exception read =
        refused(() -> far.getObjectAsBytes(request -> request.bucket(BUCKET).key("x")));

    assertThat(refused.statusCode()).isEqualTo(301);
    assertThat(
            refused.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region"))
        .contains("us-east-1");
    assertThat(read.awsErrorDetails().errorCode()).isEqualTo("PermanentRedirect");
    assertThat(
            far.getBucketLocation(request -> request.bucket(BUCKET)).locationConstraintAsString())
        .isNullOrEmpty();
  }

  @Test
  void aBucketIsMadeWhereTheRequestGoes() {
    S3Exception refused = refused(() -> make("near-or-far", "eu-central-1"));

    assertThat(refused.awsErrorDetails().errorCode())
        .isEqualTo("IllegalLocationConstraintException");
    assertThat(refused.awsErrorDetails().errorMessage()).startsWith("The eu-central-1 location");
    make("near-or-far", FAR);
    assertThat(far.headBucket(request -> request.bucket("near-or-far")).bucketRegion())
        .isEqualTo(FAR);
    assertThat(refused(() -> jobs.s3.headBucket(request -> request.bucket("near-or-far"))))
        .extracting(S3Exception::statusCode)
        .isEqualTo(301);
  }

  @Test
  void aJobReadsAndWritesInItsRegionOnly() {
    make("far-away", FAR);
    far.putObject(
        request -> request.bucket("far-away").key("in/a.csv"), RequestBody.fromString("1,2\n"));

    assertThat(message(() -> train("s3://far-away/in/", "s3://" + BUCKET + "/out")))
        .contains("S3Uri of channel train", "in the job's region us-east-1");
    assertThat(message(() -> train("s3://" + BUCKET + "/in/", "s3://far-away/out")))
        .contains("S3OutputPath", FAR);
  }

  private void train(String input, String output) {
    jobs.s3.putObject(
        request -> request.bucket(BUCKET).key("in/a.csv"), RequestBody.fromString("1,2\n"));
    jobs.sagemaker.createTrainingJob(
        request ->
            request
                .trainingJobName("one")
                .roleArn(Jobs.ROLE)
                .algorithmSpecification(
                    algorithm ->
                        algorithm
                            .trainingImage(Jobs.IMAGE)
                            .trainingInputMode(TrainingInputMode.FILE))
                .inputDataConfig(
                    channel ->
                        channel
                            .channelName("train")
                            .dataSource(
                                source ->
                                    source.s3DataSource(
                                        s3 -> s3.s3DataType("S3Prefix").s3Uri(input))))
                .outputDataConfig(there -> there.s3OutputPath(output))
                .resourceConfig(
                    machines ->
                        machines.instanceType("ml.m5.large").instanceCount(1).volumeSizeInGB(10))
                .stoppingCondition(end -> end.maxRuntimeInSeconds(600)));
  }

  private void make(String bucket, String region) {
    far.createBucket(
        request ->
            request
                .bucket(bucket)
                .createBucketConfiguration(about -> about.locationConstraint(region)));
  }

  private static S3Exception refused(Runnable call) {
    S3Exception refused = catchThrowableOfType(S3Exception.class, call::run);
    assertThat(refused).isNotNull();
    return refused;
  }

  private static String message(Runnable call) {
    SageMakerException refused = catchThrowableOfType(SageMakerException.class, call::run);
    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
    return refused.awsErrorDetails().errorMessage();
  }
}
