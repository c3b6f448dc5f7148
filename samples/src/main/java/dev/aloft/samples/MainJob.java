package dev.aloft.samples;

import dev.aloft.Aloft;
import dev.aloft.data.Data;
import dev.aloft.data.Row;
import dev.aloft.model.Model;
import dev.aloft.serving.Deployment;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.Prediction;
import dev.aloft.serving.Predictions;
import dev.aloft.training.Algorithm;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The main job, from data to nothing left: train, look at the model on rows it never saw, deploy,
 * predict, update while requests go on, roll back, undeploy. Nothing in it names a provider.
 */
public final class MainJob {
  private static final String ENDPOINT = "my-model";
  private static final long SEED = 42;

  private final Aloft aloft;
  private final Path directory;
  private final Console console;

  MainJob(Aloft aloft, Path directory, Console console) {
    this.aloft = aloft;
    this.directory = directory;
    this.console = console;
  }

  /**
   * Runs the sample with the provider that is on the class path.
   *
   * @param arguments none are looked at
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("aloft-main-job");
    try (Aloft aloft = Aloft.open()) {
      new MainJob(aloft, directory, Console.standard()).run();
    } finally {
      Split.delete(directory);
    }
  }

  /** Runs everything and gives what was found out. */
  Findings run() throws IOException {
    console.title("Data");
    Split split = Split.breastCancer(directory, SEED);
    console.line("%s at %s", aloft.provider(), aloft.scope());
    console.line(
        "569 tumours with 30 features each: %d to train, %d to validate, %d kept aside (seed %d)",
        split.trainRows(), split.validationRows(), split.testRows().size(), SEED);

    console.title("Training");
    Model first = train(job(split, 2, 20), console::follow);

    console.title("Endpoint");
    Endpoint endpoint = first.deploy(ENDPOINT);
    Quality before = quality(endpoint, split);
    console.line("on %d rows the model never saw: %s", split.testRows().size(), before);
    console.line("\"%s\" answers at %s", endpoint.name(), endpoint.url());
    console.line("try it while it lives:");
    console.line("  %s", Curl.command(endpoint, split.testRows().get(0)));
    String answer = Curl.send(endpoint, split.testRows().get(0));
    console.line("  → %s", answer);
    showThree(endpoint, split);
    console.awaitEnter();

    console.title("Update while requests go on");
    Model second = train(job(split, 4, 100), TrainingRun::await);
    Load.Result load = update(endpoint, second, split);
    Quality after = quality(endpoint, split);
    console.line("%,d requests during the update, %d failed", load.requests(), load.failed());
    console.line("the second version on the same rows: %s", after);

    console.title("Rollback");
    endpoint.rollback();
    Quality again = quality(endpoint, split);
    console.line("the first version serves again: %s", again);

    console.title("Undeploy");
    endpoint.undeploy();
    int endpoints = aloft.endpoints().size();
    int orphans = aloft.orphans().parts().size();
    int halfDone = aloft.recover().items().size();
    console.line(
        "left behind: %d endpoints, %d orphans, %d half-done changes",
        endpoints, orphans, halfDone);
    return new Findings(before, after, again, load, answer, endpoints + orphans + halfDone);
  }

  private static TrainingJob job(Split split, int depth, int rounds) {
    return TrainingJob.builder("tumours", Algorithm.xgboost())
        .input("train", Data.csv(split.train()).label("benign"))
        .input("validation", Data.csv(split.validation()).label("benign"))
        .hyperparameter("objective", "binary:logistic")
        .hyperparameter("eval_metric", "auc")
        .hyperparameter("max_depth", depth)
        .hyperparameter("num_round", rounds)
        .hyperparameter("seed", SEED)
        .maxRuntime(Duration.ofMinutes(30))
        .build();
  }

  private Model train(TrainingJob job, Function<TrainingRun, Model> wait) {
    TrainingRun run = aloft.trainer().train(job);
    console.line("%s is accepted as %s", job.name(), run.id());
    Model model = wait.apply(run);
    console.line("%s on %s", run.status().state(), run.machine());
    run.metrics().last("validation-auc").ifPresent(auc -> console.line("validation AUC %.4f", auc));
    console.line("model: %s", model.location());
    return model;
  }

  private void showThree(Endpoint endpoint, Split split) {
    List<Row> rows = split.testRows().subList(0, 3);
    Predictions predictions = endpoint.predict(rows);
    for (int i = 0; i < rows.size(); i++) {
      Prediction prediction = predictions.get(i);
      console.line(
          "tumour %d: benign with probability %s, in truth %s",
          i + 1,
          String.format(Locale.ROOT, "%.3f", prediction.value()),
          split.testLabels()[i] == 1 ? "benign" : "malignant");
    }
  }

  private Load.Result update(Endpoint endpoint, Model second, Split split) {
    try (Load load = Load.start(endpoint, split.testRows())) {
      load.awaitRequests(200);
      Deployment update = endpoint.startUpdate(second);
      update.await();
      load.awaitRequests(load.requests() + 200);
      return load.stop();
    }
  }

  private static Quality quality(Endpoint endpoint, Split split) {
    return Quality.of(endpoint.predict(split.testRows()).values(), split.testLabels());
  }

  /**
   * What a run found out.
   *
   * @param first the first version on the rows kept aside
   * @param second the second version on them
   * @param rolledBack the version that serves after the rollback
   * @param load the requests during the update
   * @param answer what the raw request was answered with
   * @param left what was left in the end
   */
  record Findings(
      Quality first,
      Quality second,
      Quality rolledBack,
      Load.Result load,
      String answer,
      int left) {}
}
