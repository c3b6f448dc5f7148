package dev.aloft.local.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.data.Data;
import dev.aloft.training.Algorithm;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedRunTest {
  @TempDir Path directory;

  @Test
  void showsThatAQuickRunWasAtWorkAlthoughNobodyLookedMeanwhile() throws Exception {
    Path data = Files.write(directory.resolve("data.csv"), List.of("a,b", "1,2", "2,3"));
    TrainingJob job =
        TrainingJob.builder("quick", Algorithm.xgboost())
            .input("train", Data.csv(data).label("b"))
            .hyperparameter("objective", "reg:squarederror")
            .hyperparameter("num_round", 1)
            .build();
    StringBuilder printed = new StringBuilder();
    try (Aloft aloft =
        Aloft.builder()
            .provider("local")
            .set("home", directory.resolve("home").toString())
            .open()) {
      TrainingRun run = aloft.trainer().train(job);
      aloft.trainer().run(run.name()).await();

      run.awaitWithLogs(printed);

      assertThat(printed.toString().lines().filter(line -> line.startsWith(run.name())))
          .satisfiesExactly(
              line -> assertThat(line).startsWith(run.name() + " QUEUED"),
              line -> assertThat(line).startsWith(run.name() + " RUNNING"),
              line -> assertThat(line).isEqualTo(run.name() + " SUCCEEDED"));
    }
  }
}
