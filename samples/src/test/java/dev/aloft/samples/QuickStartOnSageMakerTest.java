package dev.aloft.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.fake.FakeClock;
import dev.aloft.fake.aws.AwsCloud;
import dev.aloft.fake.aws.Timetable;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickStartOnSageMakerTest {
  @TempDir Path directory;

  @Test
  void trainsDeploysAndPredictsByAnotherDependencyAndConfiguration() throws Exception {
    QuickStart program = new QuickStart(directory, "core", "cloud", "aws");
    try (AwsCloud cloud =
        AwsCloud.builder()
            .clock(FakeClock.realTime(1))
            .timetable(Timetable.instant())
            .directory(directory.resolve("cloud"))
            .start()) {
      cloud.createBucket("quick-start");

      String printed =
          program.run(
              Map.of(
                  "ALOFT_STAGING",
                  "s3://quick-start/aloft",
                  "ALOFT_ROLE",
                  "arn:aws:iam::" + cloud.account() + ":role/Aloft",
                  "ALOFT_ENDPOINT",
                  cloud.url(),
                  "AWS_REGION",
                  cloud.region(),
                  "AWS_ACCESS_KEY_ID",
                  "AKIAFAKE",
                  "AWS_SECRET_ACCESS_KEY",
                  "fake"));

      assertThat(printed).containsPattern("prediction=0\\.0\\d+");
      assertThat(cloud.exchanges().count("CreateTrainingJob")).isEqualTo(1);
      assertThat(cloud.exchanges().count("InvokeEndpoint")).isPositive();
      assertThat(cloud.things()).noneMatch(AwsCloud.Thing::bills);
    }
  }
}
