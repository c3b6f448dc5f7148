package dev.aloft.fake.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.fake.FakeClock;
import dev.aloft.fake.work.Tarball;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.waiters.SageMakerWaiter;

/** A minute of a cloud a thousand times as fast leaves time for real work, and is a limit still. */
class FastClockTest {
  private static final String SLEEPING =
      "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(0 *"
          + " open('/opt/ml/model/saved.txt', 'w').write('at the end'))); time.sleep(600)";

  @Test
  void limitsStrikeNoSoonerThanSomeRealSeconds(@TempDir Path directory) throws Exception {
    try (AwsCloud cloud = AwsCloud.builder().clock(FakeClock.realTime(1000)).start();
        SageMakerClient sagemaker =
            SageMakerClient.builder()
                .endpointOverride(URI.create(cloud.url()))
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials())
                .build();
        S3Client s3 =
            S3Client.builder()
                .endpointOverride(URI.create(cloud.url()))
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials())
                .forcePathStyle(true)
                .build()) {
      s3.createBucket(bucket -> bucket.bucket(Jobs.BUCKET));
      s3.putObject(
          object -> object.bucket(Jobs.BUCKET).key("train/rows.csv"),
          RequestBody.fromString("1,0.9\n0,0.1\n".repeat(50)));

      sagemaker.createTrainingJob(
          minute("sleeps")
              .algorithmSpecification(
                  spec ->
                      spec.trainingImage(
                              "763104351884.dkr.ecr.us-east-1.amazonaws.com/"
                                  + "pytorch-training:2.8.0-cpu-py312")
                          .trainingInputMode("File")
                          .containerEntrypoint("python3", "-c")
                          .containerArguments(SLEEPING))
              .build());
      sagemaker.createTrainingJob(
          minute("learns")
              .algorithmSpecification(
                  spec ->
                      spec.trainingImage(
                              "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1")
                          .trainingInputMode("File"))
              .hyperParameters(Map.of("num_round", "5", "objective", "binary:logistic"))
              .inputDataConfig(
                  Channel.builder()
                      .channelName("train")
                      .contentType("text/csv")
                      .dataSource(
                          source ->
                              source.s3DataSource(
                                  data ->
                                      data.s3DataType("S3Prefix")
                                          .s3Uri("s3://" + Jobs.BUCKET + "/train/")))
                      .build())
              .build());

      DescribeTrainingJobResponse learnt = end(sagemaker, "learns");
      assertThat(learnt.trainingJobStatusAsString()).as("%s", learnt).isEqualTo("Completed");
      DescribeTrainingJobResponse slept = end(sagemaker, "sleeps");
      assertThat(slept.trainingJobStatusAsString()).as("%s", slept).isEqualTo("Stopped");
      assertThat(slept.secondaryStatusAsString()).isEqualTo("MaxRuntimeExceeded");
      ResponseBytes<GetObjectResponse> model =
          s3.getObjectAsBytes(
              object -> object.bucket(Jobs.BUCKET).key("out/sleeps/output/model.tar.gz"));
      Path archive = directory.resolve("model.tar.gz");
      Files.write(archive, model.asByteArray());
      Tarball.unpack(archive, directory.resolve("model"));
      assertThat(directory.resolve("model/saved.txt")).hasContent("at the end");
    }
  }

  private static StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "secret"));
  }

  private static CreateTrainingJobRequest.Builder minute(String name) {
    return Jobs.request(name).stoppingCondition(limit -> limit.maxRuntimeInSeconds(60));
  }

  private static DescribeTrainingJobResponse end(SageMakerClient sagemaker, String name) {
    try (SageMakerWaiter waiter = SageMakerWaiter.builder().client(sagemaker).build()) {
      return waiter
          .waitUntilTrainingJobCompletedOrStopped(
              job -> job.trainingJobName(name),
              (WaiterOverrideConfiguration.Builder pace) ->
                  pace.maxAttempts(6000)
                      .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(100))))
          .matched()
          .response()
          .orElseThrow();
    }
  }
}
