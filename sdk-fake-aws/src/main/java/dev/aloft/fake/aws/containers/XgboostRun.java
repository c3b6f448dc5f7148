package dev.aloft.fake.aws.containers;

import dev.aloft.driver.LabelRange;
import dev.aloft.fake.work.TrainingWork;
import dev.aloft.local.LocalMachine;
import dev.aloft.local.worker.Round;
import dev.aloft.local.worker.XgboostTrainer;
import dev.aloft.training.Metric;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.jspecify.annotations.Nullable;

/**
 * One run of built-in XGBoost. It stops between rounds. With early stopping the model ends with the
 * best round, as the container's does. Carried out once; {@link #terminate} and {@link #kill} may
 * be called by any thread.
 */
final class XgboostRun {
  private static final String MODEL = "model/xgboost-model";
  private static final int FAILED = 1;
  private static final int KILLED = 137;

  /** Parts of the library's messages about data and parameters, which the user can mend. */
  private static final List<String> USERS_FAULTS =
      List.of(
          "feature_names mismatch",
          "Check failed: preds.size() == info.labels_.size()",
          "AUC: the dataset only contains pos or neg samples",
          "base_score must be in (0,1)",
          "Parameter reg_lambda should be greater equal to 0");

  private final TrainingWork work;
  private volatile boolean terminated;
  private volatile boolean killed;
  private byte @Nullable [] bestModel;

  XgboostRun(TrainingWork work) {
    this.work = work;
  }

  void terminate() {
    terminated = true;
  }

  void kill() {
    killed = true;
  }

  /** Trains. Returns the exit code. */
  int carryOut() {
    try {
      train(XgboostJob.read(work.root()));
      return killed || terminated ? exitOfStop() : 0;
    } catch (UserError e) {
      return fail("sagemaker_algorithm_toolkit.exceptions.UserError", e.getMessage());
    } catch (XGBoostError e) {
      String message = firstPart(String.valueOf(e.getMessage()));
      boolean users = USERS_FAULTS.stream().anyMatch(message::contains);
      return fail(
          "sagemaker_algorithm_toolkit.exceptions." + (users ? "UserError" : "AlgorithmError"),
          users ? message : "XGB train call failed with exception:\n " + message);
    } catch (IOException | RuntimeException | LinkageError e) {
      return fail(e.getClass().getName(), e.getMessage());
    }
  }

  /** Without the addresses of native code. */
  private static String firstPart(String message) {
    int trace = message.indexOf("Stack trace:");
    return (trace < 0 ? message : message.substring(0, trace)).strip();
  }

  private int exitOfStop() {
    return !killed && Files.exists(work.root().resolve(MODEL)) ? 0 : KILLED;
  }

  private int fail(String kind, @Nullable String message) {
    String text = "framework error: \n" + kind + ": " + message + "\n\n" + message;
    work.log().accept(text);
    try {
      Path failure = work.root().resolve("output/failure");
      Files.createDirectories(failure.resolveSibling(""));
      Files.writeString(failure, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      work.log().accept("the failure cannot be written: " + e.getMessage());
    }
    return FAILED;
  }

  private void train(XgboostJob job) throws IOException, UserError, XGBoostError {
    XgboostHyperparameters hyperparameters = job.hyperparameters();
    log("INFO:sagemaker-containers:Running XGBoost Sagemaker in algorithm mode");
    Map<String, DMatrix> data = new LinkedHashMap<>();
    try {
      SparseRows train = load(job, "train");
      data.put("train", train.matrix(0));
      log("INFO:root:Train matrix has " + train.rows() + " rows and " + train.width() + " columns");
      if (job.hasValidation()) {
        SparseRows validation = load(job, "validation");
        data.put("validation", validation.matrix(train.width()));
        log("INFO:root:Validation matrix has " + validation.rows() + " rows");
      }
      log("INFO:root:Single node training.");
      boolean compares = job.hasValidation() && !hyperparameters.metrics().isEmpty();
      XgboostTrainer trainer =
          new XgboostTrainer(
              library(hyperparameters),
              hyperparameters.metrics(),
              compares ? hyperparameters.patience() : 0);
      Watch watch = new Watch();
      Booster booster = trainer.train(data, 0, hyperparameters.rounds(), null, watch);
      boolean stopped = killed || (watch.isCutShort && !hyperparameters.savesOnStop());
      if (!stopped && job.isFirstHost()) {
        save(booster);
      }
      booster.dispose();
    } finally {
      data.values().forEach(DMatrix::dispose);
    }
  }

  private SparseRows load(XgboostJob job, String channel) throws IOException, UserError {
    SparseRows rows =
        TrainingData.read(job.channel(channel), job.type(), job.hyperparameters().weights());
    if (rows.rows() == 0) {
      throw new UserError(
          "No data in "
              + (channel.equals("train") ? "training" : channel)
              + " channel path "
              + work.mount()
              + "/input/data/"
              + channel);
    }
    check(rows.labelRange(), job.hyperparameters().values());
    return rows;
  }

  /** The library says it too, but not always, and of its own arithmetic. */
  private static void check(LabelRange labels, Map<String, String> hyperparameters)
      throws UserError {
    String objective = hyperparameters.getOrDefault("objective", "reg:squarederror");
    Optional<String> wanted = labels.wanted(objective, hyperparameters.get("num_class"));
    if (wanted.isPresent()) {
      String rule =
          objective.startsWith("multi:")
              ? "label must be in [0, num_class)"
              : wanted.get().contains("1")
                  ? "label must be in [0,1] for logistic regression"
                  : "label must be nonnegative";
      throw new UserError(
          rule + ": the labels have " + labels + ", and " + objective + " wants " + wanted.get());
    }
  }

  private static Map<String, Object> library(XgboostHyperparameters hyperparameters) {
    Map<String, Object> library = new LinkedHashMap<>();
    library.put("nthread", LocalMachine.cpus());
    library.put("seed", 0);
    library.putAll(hyperparameters.values());
    return library;
  }

  private void save(Booster booster) throws IOException, XGBoostError {
    Path file = work.root().resolve(MODEL);
    Files.createDirectories(file.resolveSibling(""));
    byte[] best = bestModel;
    Files.write(file, best == null ? booster.toByteArray("ubj") : best);
  }

  private void log(String line) {
    work.log().accept(line);
  }

  private final class Watch implements XgboostTrainer.Watcher {
    private boolean isCutShort;

    @Override
    public boolean goesOn() {
      isCutShort = killed || terminated;
      return !isCutShort;
    }

    @Override
    public void after(int number, Round round, Booster booster, boolean best) throws XGBoostError {
      StringBuilder line = new StringBuilder("[" + number + "]");
      for (Metric metric : round.metrics()) {
        line.append("#011")
            .append(metric.name())
            .append(':')
            .append(String.format(Locale.ROOT, "%.5f", metric.value()));
      }
      log(line.toString());
      if (best) {
        booster.setAttr("best_iteration", Integer.toString(number));
        bestModel = booster.toByteArray("ubj");
      }
    }
  }
}
