package dev.aloft.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.atIndex;
import static org.assertj.core.api.Assertions.within;

import dev.aloft.Aloft;
import dev.aloft.Capability;
import dev.aloft.data.Data;
import dev.aloft.data.Row;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.Model;
import dev.aloft.operation.OperationId;
import dev.aloft.operation.OperationState;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Deployment;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.Prediction;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of {@code docs/guide.md}, region by region. */
class GuideTest {
  @TempDir Path home;
  private Aloft aloft;
  private Path csv;

  // region records
  record Wine(double fixed_acidity, double alcohol, double ph) {} // named like the inputs

  record Score(double score) {} // named like the outputs; a single one may have any name

  // endregion records

  @BeforeEach
  void open() throws IOException {
    csv = home.resolve("wine.csv");
    Files.writeString(csv, "fixed_acidity,alcohol,ph,quality\n" + rows());
    aloft = Aloft.builder().provider("local").set("home", home.resolve("home").toString()).open();
  }

  private static String rows() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      double alcohol = 8 + (i % 50) / 10.0;
      rows.append(6 + i % 3).append(',').append(alcohol).append(',').append(3.1);
      rows.append(',').append(3 + (int) (alcohol - 8)).append('\n');
    }
    return rows.toString();
  }

  @AfterEach
  void close() {
    aloft.close();
  }

  private TrainingJob job() {
    // region job
    TrainingJob job =
        TrainingJob.builder("wine", Algorithm.xgboost())
            .input("train", Data.csv(csv).label("quality"))
            .hyperparameter("objective", "reg:squarederror")
            .hyperparameter("num_round", 20)
            .maxRuntime(Duration.ofMinutes(10))
            .build();
    // endregion job
    return job;
  }

  @Test
  void trainsDeploysAndPredicts() {
    TrainingJob job = job();
    // region train
    TrainingRun run = aloft.trainer().train(job); // accepted, not finished
    Model model = run.awaitWithLogs(System.out);
    run.metrics().names(); // [train-rmse]
    // endregion train
    assertThat(run.metrics().names()).contains("train-rmse");

    // region deploy
    Endpoint endpoint = model.deploy("wine");
    Prediction one = endpoint.predict(Row.of(7, 10.5, 3.1));
    Prediction named = endpoint.predict(Row.of(Map.of("alcohol", 10.5, "ph", 3.1)));
    Score typed = endpoint.predict(new Wine(7, 10.5, 3.1), Score.class);
    // endregion deploy
    assertThat(one.value()).isBetween(4.5, 5.5);
    assertThat(named.value()).isBetween(3.0, 7.0);
    assertThat(typed.score()).isEqualTo(one.value());

    // region registry
    Model registered = model.register("wine"); // version 1
    aloft.models().alias("wine", "champion", registered.version().orElseThrow());
    Model champion = aloft.models().get("wine", "champion");
    // endregion registry
    assertThat(champion.contentHash()).isEqualTo(model.contentHash());

    Model better =
        aloft.trainer().train(job.toBuilder().hyperparameter("max_depth", 3).build()).await();
    // region change
    endpoint.update(better); // every call at once; machines and replicas stay
    endpoint.rollback(); // as before the update
    endpoint.canary(better, 10); // one call in ten
    endpoint.promote(); // all calls; the old revision goes
    endpoint.rollback(); // as before the canary
    // endregion change
    // region look
    endpoint.status(); // state, address, traffic, parts at the provider
    endpoint.history(); // every wish, newest first: who asked for what, and how it ended
    endpoint.logs().forEach(line -> System.out.println(line.text()));
    endpoint.undeploy(); // nothing left that costs money; fine when there is nothing
    // endregion look
    assertThat(aloft.endpoints()).isEmpty();
    assertThat(aloft.orphans().isEmpty()).isTrue();
  }

  @Test
  void goesOnInAnotherProcess() {
    TrainingJob job = job();
    // region resume
    TrainingRun run = aloft.trainer().train(job.toBuilder().key("2026-11-25").build());
    String id = run.id().toString(); // store it; any process with this provider can go on
    Model model = (Model) aloft.resume(OperationId.parse(id)).await();
    // endregion resume
    assertThat(model.format().name()).isEqualTo("xgboost");

    // region recover
    Deployment deployment = model.startDeploy("wine");
    aloft.recover(); // finishes or removes what a process left half done
    // endregion recover
    deployment.await().undeploy();
  }

  @Test
  void saysEverythingThatIsWrongAtOnce() {
    assertThatThrownBy(
            () ->
                // region wrong
                TrainingJob.builder("My Job", Algorithm.xgboost())
                    .input("train", Data.csv("wine.csv")) // no label
                    .hyperparameter("max_dept", 3) // did you mean max_depth?
                    .nodes(0)
                    .build()
            // endregion wrong
            )
        .isInstanceOfSatisfying(
            AloftException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
              assertThat(e.problems()).hasSizeGreaterThanOrEqualTo(4);
              assertThat(e.getMessage()).contains("max_depth");
            });
  }

  @Test
  void refusesWhatTheProviderCannotDo() {
    assertThatThrownBy(
            () ->
                // region require
                aloft.require(Capability.SPOT_TRAINING, Capability.TRAINING)
            // endregion require
            )
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
  }

  @Test
  void runsTheUsersScript() throws IOException {
    Path directory = Files.createDirectory(home.resolve("code"));
    try (InputStream script = GuideTest.class.getResourceAsStream("train.py")) {
      Files.copy(script, directory.resolve("train.py"));
    }
    // region script
    TrainingJob job =
        TrainingJob.builder("own", Script.of(directory, "train.py"))
            .input("train", Data.of(csv))
            .hyperparameter("rate", 0.1)
            .build();
    Model model = aloft.trainer().train(job).await();
    Path files = model.download(home.resolve("model"));
    // endregion script
    double guess = Double.parseDouble(Files.readString(files.resolve("guess.txt")));
    assertThat(guess).isCloseTo(5, within(0.01));
  }

  @Test
  void watchesAndStopsARun() throws Exception {
    Path directory = Files.createDirectory(home.resolve("code"));
    Files.writeString(
        directory.resolve("train.py"), "import time\nprint('begun')\ntime.sleep(600)\n");
    TrainingJob job = TrainingJob.builder("long", Script.of(directory, "train.py")).build();
    CompletableFuture<Void> running = new CompletableFuture<>();
    TrainingRun begun = aloft.trainer().train(job);
    begun.onStatus(
        status -> {
          if (status.state() == OperationState.RUNNING) {
            running.complete(null);
          }
        });
    running.get(60, TimeUnit.SECONDS);
    String name = begun.name();
    // region watch
    TrainingRun run = aloft.trainer().run(name); // in this process or any other
    AutoCloseable listening = run.onStatus(status -> System.out.println(status.state()));
    run.logs().forEach(line -> System.out.println(line.text())); // so far
    run.cancel(); // await() then throws CANCELLED
    // endregion watch
    assertThatThrownBy(run::await)
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    listening.close();
  }

  @Test
  void plansWithoutWriting() {
    Model model = aloft.trainer().train(job()).await();
    // region plan
    List<String> steps = aloft.plan("wine", model, DeployOptions.defaults()).steps();
    // endregion plan
    assertThat(steps)
        .hasSize(2)
        .satisfies(step -> assertThat(step).startsWith("load revision wine-"), atIndex(0))
        .satisfies(step -> assertThat(step).isEqualTo("route endpoint wine"), atIndex(1));
    assertThat(aloft.endpoints()).isEmpty();
  }
}
