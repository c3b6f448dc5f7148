package dev.aloft.fake.work;

import dev.aloft.local.xgboost.BrokenModelException;
import dev.aloft.local.xgboost.UnsupportedModelException;
import dev.aloft.local.xgboost.XgboostModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import tools.jackson.databind.ObjectMapper;

/** A model of XGBoost that gives the library's predictions. Thread-safe. */
public interface Scorer {

  /** What it was trained for. */
  String objective();

  /** How many values a row has. */
  int features();

  /** The predictions of rows that lie one after the other. */
  Scores score(float[] rows, int count) throws IOException;

  /**
   * Predictions.
   *
   * @param values one row after the other
   * @param width how many a row has
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Scores(float[] values, int width) {}

  /**
   * Loads a model of any kind that a version of the library saves.
   *
   * @throws IOException saying what it is instead
   */
  static Scorer load(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] model = OldBooster.isOne(bytes) ? OldBooster.json(bytes) : bytes;
    try {
      return new Evaluated(XgboostModel.load(model));
    } catch (UnsupportedModelException e) {
      return Native.load(model);
    } catch (BrokenModelException e) {
      throw new IOException(
          e.getMessage()
              + "; models are JSON, UBJSON or of the old binary form, as XGBoost saves them: a"
              + " pickled model must be saved anew",
          e);
    }
  }

  /**
   * Evaluated in Java.
   *
   * @param model what is evaluated
   */
  record Evaluated(XgboostModel model) implements Scorer {
    @Override
    public String objective() {
      return model.objective();
    }

    @Override
    public int features() {
      return model.featureCount();
    }

    @Override
    public Scores score(float[] rows, int count) {
      int width = model.predictionCount();
      float[] values = new float[count * width];
      model.predictions(rows, 0, count, values, 0);
      return new Scores(values, width);
    }
  }

  /**
   * Evaluated by the library, one call at a time.
   *
   * @param booster the library's model
   * @param objective what it was trained for
   * @param features how many values a row has
   */
  record Native(Booster booster, String objective, int features) implements Scorer {

    static Native load(byte[] model) throws IOException {
      try {
        Booster booster = XGBoost.loadModel(model);
        booster.setParam("nthread", 1);
        String objective =
            new ObjectMapper()
                .readTree(booster.toByteArray("json"))
                .path("learner")
                .path("objective")
                .path("name")
                .asString("");
        return new Native(booster, objective, (int) booster.getNumFeature());
      } catch (XGBoostError | LinkageError e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public Scores score(float[] rows, int count) throws IOException {
      synchronized (booster) {
        DMatrix matrix = null;
        try {
          matrix = new DMatrix(rows, count, features, Float.NaN);
          float[][] predictions = booster.predict(matrix);
          int width = predictions.length == 0 ? 1 : predictions[0].length;
          float[] values = new float[count * width];
          for (int row = 0; row < count; row++) {
            System.arraycopy(predictions[row], 0, values, row * width, width);
          }
          return new Scores(values, width);
        } catch (XGBoostError e) {
          throw new IOException(e.getMessage(), e);
        } finally {
          if (matrix != null) {
            matrix.dispose();
          }
        }
      }
    }
  }
}
