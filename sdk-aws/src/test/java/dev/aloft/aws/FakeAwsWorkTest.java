package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.data.Data;
import dev.aloft.data.Row;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.aws.AwsCloud;
import dev.aloft.fake.aws.FakeAws;
import dev.aloft.model.Model;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Endpoint;
import dev.aloft.training.Algorithm;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.MetricData;

/**
 * What a team's own test gets of the fake: real training and real answers in the time of a test,
 * whose clock leaps over what is only waiting, and not over work.
 */
@FakeAws(usualTimes = true)
final class FakeAwsWorkTest {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  @TempDir Path directory;

  @Test
  void trainsAndServesForReal(Aloft aloft, FakeClock clock) throws Exception {
    Instant begin = clock.now();

    Endpoint endpoint = trained(aloft).deploy("sizes");

    proveAnswers(endpoint);
    assertThat(Duration.between(begin, clock.now())).isGreaterThan(Duration.ofMinutes(4));
    endpoint.undeploy();
    assertThat(aloft.endpoints()).isEmpty();
  }

  @Test
  void servesWhatWasTrainedWithoutMachines(Aloft aloft) throws Exception {
    Model model = trained(aloft);
    DeployOptions serverless =
        DeployOptions.builder().option(SageMaker.SERVERLESS_MEMORY_MB, 2048).build();

    Endpoint endpoint = model.deploy("sizes", serverless);

    proveAnswers(endpoint);
    assertThat(model.manifest().files()).containsOnlyKeys("xgboost-model");
    endpoint.undeploy();
    assertThat(aloft.endpoint("sizes").status().parts()).isEmpty();
  }

  @Test
  void keepsTheMetricThatAnObjectiveHasByDefault(Aloft aloft, SageMakerClient sagemaker)
      throws Exception {
    TrainingRun run =
        aloft
            .trainer()
            .train(job().toBuilder().hyperparameter("objective", "count:poisson").build());
    run.await();

    assertThat(
            sagemaker
                .describeTrainingJob(request -> request.trainingJobName(run.name()))
                .finalMetricDataList())
        .extracting(MetricData::metricName)
        .contains("train:poisson-nloglik");
  }

  /** As code under test does that opens a client of its own. */
  @Test
  void aClientOfOnesOwnHasTheCloudsTime(AwsCloud cloud) throws Exception {
    try (Aloft own =
        Aloft.builder()
            .provider("aws")
            .set("region", cloud.region())
            .set("endpoint", cloud.url())
            .set("role", "arn:aws:iam::" + cloud.account() + ":role/Aloft")
            .set("staging", FakeAws.STAGING)
            .timing(cloud.timing())
            .open()) {
      assertThat(trained(own).manifest().files()).isNotEmpty();
    }
  }

  private Model trained(Aloft aloft) throws Exception {
    return aloft.trainer().train(job()).await();
  }

  private TrainingJob job() throws Exception {
    StringBuilder rows = new StringBuilder("big,size,weight\n");
    for (int i = 0; i < 200; i++) {
      rows.append(i < 100 ? 0 : 1).append(',').append(i).append(',').append(i % 7).append('\n');
    }
    Path file = Files.writeString(directory.resolve("rows.csv"), rows);
    return TrainingJob.builder("sizes", Algorithm.xgboost())
        .input("train", Data.csv(file).label("big"))
        .hyperparameter("objective", "binary:logistic")
        .hyperparameter("num_round", 10)
        .maxRuntime(LIMIT)
        .build();
  }

  private static void proveAnswers(Endpoint endpoint) {
    assertThat(endpoint.predict(Row.of(10, 3)).value()).isLessThan(0.5);
    assertThat(endpoint.predict(Row.of(190, 3)).value()).isGreaterThan(0.5);
  }
}
