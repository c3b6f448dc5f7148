package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.data.Data;
import dev.aloft.fake.aws.AwsCloud;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.training.Container;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many requests many small files take. */
class ManyFilesTest {
  private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ours:1";
  private static final int FILES = 1_005;
  private static final int PAGES = 2;

  @TempDir private Path directory;
  private final AwsCloud cloud = AwsCloud.start();
  private Aloft aloft;

  @BeforeEach
  void makeTheFiles() throws IOException {
    for (int i = 0; i < FILES; i++) {
      Path folder = Files.createDirectories(directory.resolve("part-" + i % 10));
      Files.writeString(folder.resolve(i + ".txt"), "line " + i);
    }
    System.setProperty("aws.accessKeyId", "AKIAIOSFODNN7EXAMPLE");
    System.setProperty("aws.secretAccessKey", "not-a-secret");
    cloud.createBucket("many");
    cloud.images().training(IMAGE::equals, InstantWork.training(Map.of("model/m", "1")));
    aloft =
        Aloft.builder()
            .provider("aws")
            .set("region", cloud.region())
            .set("endpoint", cloud.url())
            .set("role", "arn:aws:iam::123456789012:role/aloft")
            .set("staging", "s3://many/store")
            .open();
  }

  @AfterEach
  void close() {
    aloft.close();
    cloud.close();
  }

  @Test
  void aFileThatIsNotThereIsOneRequestAndOneThatIsThereIsNone() throws IOException {
    train(job());

    train(withTheFiles());
    assertThat(cloud.exchanges().count("PutObject")).isEqualTo(FILES);
    assertThat(cloud.exchanges().count("ListObjectsV2")).isEqualTo(1);
    assertThat(cloud.exchanges().count("HeadObject")).isZero();

    train(withTheFiles());
    assertThat(cloud.exchanges().count("PutObject")).isZero();
    assertThat(cloud.exchanges().count("ListObjectsV2")).isEqualTo(PAGES);
    assertThat(cloud.exchanges().count("HeadObject")).isZero();
  }

  private TrainingJob.Builder withTheFiles() {
    return job().input("train", Data.of(directory.toString()));
  }

  private static TrainingJob.Builder job() {
    return TrainingJob.builder("many", Container.of(IMAGE)).maxRuntime(Duration.ofHours(1));
  }

  private void train(TrainingJob.Builder job) {
    cloud.exchanges().clear();
    aloft.trainer().train(job.build());
  }
}
