package dev.aloft.local.worker;

import dev.aloft.data.Column;
import dev.aloft.data.Data;
import dev.aloft.data.DataType;
import dev.aloft.driver.LabelRange;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.LocalHome;
import dev.aloft.local.LocalMachine;
import dev.aloft.local.disk.Durable;
import dev.aloft.local.disk.Json;
import dev.aloft.local.training.JobFile;
import dev.aloft.local.training.RunDirectory;
import dev.aloft.local.training.RunQueue;
import dev.aloft.local.training.RunResult;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.jspecify.annotations.Nullable;

/**
 * Trains with the native XGBoost, round by round. With early stopping the model keeps every round,
 * as the library's own training does, and says which was the best. One use.
 */
final class XgboostWork implements Work {
  /** The file of the model. */
  static final String MODEL = "model.ubj";

  private static final String TRAIN = "train";
  private static final String VALIDATION = "validation";

  private final RunDirectory run;
  private final JobFile job;
  private final Map<String, DMatrix> data = new LinkedHashMap<>();

  XgboostWork(RunDirectory run, JobFile job) {
    this.run = run;
    this.job = job;
  }

  @Override
  public RunResult carryOut(StopSignal stop) throws Exception {
    try {
      Parameters parameters = Parameters.of(job.hyperparameters(), threads());
      Columns known = load(TRAIN, null);
      if (job.inputs().containsKey(VALIDATION)) {
        load(VALIDATION, known);
      }
      Booster booster = train(parameters, stop);
      if (stop.isGiven()) {
        save(booster, run.checkpoints().resolve(MODEL));
      } else {
        save(booster, run.model().resolve(MODEL));
        describe(booster, known);
      }
      return RunResult.succeeded();
    } catch (XGBoostError e) {
      // no code of the user's runs here: the library refuses parameters, or data that do not fit
      throw AloftException.of(ErrorCode.INVALID_REQUEST, "XGBoost refuses: " + words(e))
          .cause(e)
          .build();
    }
  }

  private int threads() throws IOException {
    Path home = run.path().resolveSibling("..").normalize();
    int atWork = 1 + RunQueue.othersAtWork(new LocalHome(home), run);
    return Math.max(1, LocalMachine.cpus() / atWork);
  }

  private Columns load(String input, @Nullable Columns known) throws IOException, XGBoostError {
    Data source = job.csv(input);
    try (Rows rows = new Rows(input, source, known)) {
      Columns found = rows.columns();
      DMatrix matrix = new DMatrix(rows, null, Float.NaN);
      rows.check();
      check(rows.labels(), input, found.labelName());
      matrix.setFeatureNames(found.names().toArray(String[]::new));
      matrix.setFeatureTypes(found.types());
      data.put(input, matrix);
      System.out.println(
          input + ": " + rows.count() + " rows, " + found.names().size() + " features");
      return found;
    }
  }

  /** Refused as where a provider's own training finds it out. */
  private void check(LabelRange labels, String input, String name) {
    String objective = job.hyperparameters().path("objective").asString("");
    labels
        .wanted(objective, job.hyperparameters().path("num_class").asString(""))
        .ifPresent(
            wanted -> {
              throw AloftException.of(
                      ErrorCode.USER_CODE_FAILED,
                      "label \""
                          + name
                          + "\" of the input "
                          + input
                          + " has "
                          + labels
                          + "; "
                          + objective
                          + " wants "
                          + wanted
                          + ": change the data, name another label, or take another objective")
                  .build();
            });
  }

  private Booster train(Parameters parameters, StopSignal stop) throws IOException, XGBoostError {
    XgboostTrainer trainer =
        new XgboostTrainer(parameters.library(), parameters.metrics(), parameters.patience());
    try (Reports reports = new Reports(run, parameters)) {
      Watch watch = new Watch(stop, reports);
      Booster booster = trainer.train(data, 0, parameters.rounds(), null, watch);
      Optional<Integer> best = trainer.bestRound();
      if (best.isPresent()) {
        if (watch.last - best.get() >= parameters.patience()) {
          System.out.println(
              "no improvement for "
                  + parameters.patience()
                  + " rounds; round "
                  + best.get()
                  + " is best");
        }
        booster.setAttr("best_iteration", Integer.toString(best.get()));
        booster.setAttr("best_score", Double.toString(trainer.bestScore()));
      }
      return booster;
    }
  }

  private static final class Watch implements XgboostTrainer.Watcher {
    private final StopSignal stop;
    private final Reports reports;
    private int last;

    Watch(StopSignal stop, Reports reports) {
      this.stop = stop;
      this.reports = reports;
    }

    @Override
    public boolean goesOn() {
      return !stop.isGiven();
    }

    @Override
    public void after(int number, Round round, Booster booster, boolean best) throws IOException {
      last = number;
      reports.round(number, round);
    }
  }

  private static void save(Booster booster, Path file) throws IOException, XGBoostError {
    Path unfinished = file.resolveSibling(Durable.TEMPORARY + MODEL);
    booster.saveModel(unfinished.toString());
    Durable.force(unfinished);
    Durable.rename(unfinished, file);
  }

  private void describe(Booster booster, Columns known) throws IOException, XGBoostError {
    List<Column> inputs = new ArrayList<>();
    for (String name : known.names()) {
      inputs.add(new Column(name, known.isCategorical(name) ? DataType.STRING : DataType.FLOAT64));
    }
    Signature signature =
        new Signature(inputs, List.of(new Column("prediction", DataType.FLOAT32)));
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(
        "objective", job.hyperparameters().path("objective").asString("reg:squarederror"));
    String best = booster.getAttr("best_iteration");
    if (best != null) {
      properties.put("best_iteration", best);
    }
    if (!known.categories().isEmpty()) {
      properties.put("categories", Json.line(Json.of(known.categories())));
    }
    ModelManifest manifest =
        ModelManifest.describe(
            run.model(), ModelFormat.XGBOOST, version(), signature, job.id(), properties);
    Durable.replace(run.model().resolve(ModelManifest.FILE), manifest.toJson());
  }

  /** The library's version, as its jar says. */
  private static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = XGBoost.class.getResourceAsStream("/xgboost4j-version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    }
    return properties.getProperty("version", "");
  }

  /** The first line, without the time and the place in the library's source. */
  private static String words(XGBoostError error) {
    String text = String.valueOf(error.getMessage()).strip();
    String first = text.lines().findFirst().orElse("");
    return first.replaceAll("^\\[[0-9:]+] \\S+:[0-9]+: ", "");
  }

  /** Native code stops between rounds only. */
  @Override
  public void kill() {}
}
