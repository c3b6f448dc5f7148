package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.data.Data;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Container;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.Channel;

/** What a container finds of its inputs, over TCP. */
class ChannelSourcesTest {
  private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ours:1";

  private final Map<String, String> found = new TreeMap<>();
  private String told = "";
  private String run = "";
  private AwsHarness place;
  private Aloft aloft;
  private DirectContext context;
  private Path directory;

  @BeforeEach
  void openPlace(@TempDir Path empty) {
    directory = empty;
    place = new AwsHarness(empty);
    place.cloud().createBucket("our-data");
    context =
        new DirectContext(
            Map.of("region", place.cloud().region(), "endpoint", place.cloud().url()));
    place
        .cloud()
        .images()
        .training(
            IMAGE::equals,
            work -> {
              found.clear();
              look(work.root().resolve("input/data/train"));
              told = String.valueOf(work.environment().get("ALOFT_INPUT_TRAIN"));
              return InstantWork.training(Map.of("model/m", "1")).start(work);
            });
    aloft = place.client().open();
  }

  @AfterEach
  void closePlace() {
    aloft.close();
    context.close();
    place.close();
  }

  private void look(Path channel) {
    try (Stream<Path> files = Files.walk(channel)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        found.put(channel.relativize(file).toString(), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anObjectIsReadWithoutItsNamesakes() {
    putData("day/train.csv", "1,2", "day/train.csv.bak", "old", "day/train.csv/part", "more");

    train(Data.of("s3://our-data/day/train.csv"));

    assertThat(found).isEqualTo(Map.of("train.csv", "1,2"));
    assertThat(told).isEqualTo("/opt/ml/input/data/train/train.csv");
  }

  @Test
  void aDirectoryIsReadWithoutItsNamesakes() {
    putData("day/a.csv", "1,2", "day/deep/b.csv", "3,4", "day2/c.csv", "5,6");

    train(Data.of("s3://our-data/day"));

    assertThat(found).isEqualTo(Map.of("a.csv", "1,2", "deep/b.csv", "3,4"));
    assertThat(told).isEqualTo("/opt/ml/input/data/train");
  }

  @Test
  void aFileIsReadWithoutOthersOfTheSameBytes() throws IOException {
    train(Data.of(Files.writeString(directory.resolve("train.csv.bak"), "1,2").toString()));
    assertThat(found).isEqualTo(Map.of("train.csv.bak", "1,2"));

    train(Data.of(Files.writeString(directory.resolve("train.csv"), "1,2").toString()));

    assertThat(found).isEqualTo(Map.of("train.csv", "1,2"));
    assertThat(told).isEqualTo("/opt/ml/input/data/train/train.csv");
  }

  @Test
  void theSameObjectIsListedOnce() {
    putData("day/train.csv", "1,2");
    train(Data.of("s3://our-data/day/train.csv"));
    List<String> staged = staged();

    train(Data.of("s3://our-data/day/train.csv"));

    assertThat(staged()).isEqualTo(staged).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "s3://our-data/day/train.csv,File",
    "s3://our-data/day,FastFile",
    "s3://our-data/day/,FastFile"
  })
  void onlyDirectoriesAreReadInPlace(String place, String mode) {
    putData("day/train.csv", "1,2");

    train(job(Data.of(place)).option(SageMaker.INPUT_MODE, "FastFile"));

    Channel channel = channel();
    assertThat(channel.inputModeAsString()).isEqualTo(mode);
    assertThat(channel.dataSource().s3DataSource().s3Uri())
        .endsWith(mode.equals("File") ? "/list.json" : "/");
    assertThat(found).isEqualTo(Map.of("train.csv", "1,2"));
  }

  @Test
  void aRewrittenFileArrivesAsAFile() throws IOException {
    Path csv = Files.writeString(directory.resolve("a.csv"), "y,x\n1,2\n0,1\n");

    train(
        TrainingJob.builder("reads", Algorithm.xgboost())
            .input("train", Data.csv(csv).label("y"))
            .hyperparameter("num_round", 1)
            .option(SageMaker.INPUT_MODE, "FastFile"));

    assertThat(channel().inputModeAsString()).isEqualTo("File");
  }

  private Channel channel() {
    SageMakerClient client = aloft.unwrap(SageMakerClient.class).orElseThrow();
    return client.describeTrainingJob(job -> job.trainingJobName(run)).inputDataConfig().get(0);
  }

  private void train(Data data) {
    train(job(data));
  }

  private static TrainingJob.Builder job(Data data) {
    return TrainingJob.builder("reads", Container.of(IMAGE)).input("train", data);
  }

  private void train(TrainingJob.Builder job) {
    TrainingRun begun = aloft.trainer().train(job.build());
    run = begun.name();
    begun.await();
  }

  private void putData(String... keysAndTexts) {
    ObjectStore store = context.store("s3://our-data");
    for (int i = 0; i < keysAndTexts.length; i += 2) {
      store.put(keysAndTexts[i], Source.of(keysAndTexts[i + 1]), true, Map.of());
    }
  }

  private List<String> staged() {
    return context.store("s3://kit-staging/kit").list("aloft/staged/", null).items().stream()
        .map(Stored::key)
        .toList();
  }
}
