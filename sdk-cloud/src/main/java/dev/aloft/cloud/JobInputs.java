package dev.aloft.cloud;

import dev.aloft.data.Column;
import dev.aloft.data.Data;
import dev.aloft.data.DataType;
import dev.aloft.driver.CsvRewriting;
import dev.aloft.driver.Upload;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import dev.aloft.training.Algorithm;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a cloud is sent of a job's inputs on this machine. Tables of a built-in algorithm are
 * rewritten to its form, and refused when their columns are not those of {@code train}; all else
 * goes as it is. A file is read only when its upload, or the manifest, is asked for.
 */
public final class JobInputs {
  private static final String INPUT = "input.";
  private static final String TRAIN = "train";

  private JobInputs() {}

  /** The name of the upload of an input. */
  public static String upload(String input) {
    return INPUT + input;
  }

  /** The uploads of the inputs that lie on this machine. */
  public static List<Upload> uploads(TrainingJob job) {
    boolean rewritten = job.workload() instanceof Algorithm;
    Data train = job.inputs().get(TRAIN);
    List<Upload> uploads = new ArrayList<>();
    job.inputs()
        .forEach(
            (name, data) -> {
              if (data.isLocal()) {
                uploads.add(rewritten ? rewritten(name, data, train) : plain(name, data));
              }
            });
    return uploads;
  }

  private static Upload plain(String name, Data data) {
    return Upload.of(upload(name), data.localPath(), "");
  }

  private static Upload rewritten(String name, Data data, @Nullable Data train) {
    return Upload.streamed(
        upload(name), () -> new CsvRewriting(name, data, features(name, train)), ".csv");
  }

  /** The columns that another input must have; null where they are not known. */
  private static @Nullable List<String> features(String name, @Nullable Data train)
      throws IOException {
    if (train == null || !train.isLocal() || name.equals(TRAIN)) {
      return null;
    }
    return CsvRewriting.features(TRAIN, train);
  }

  /** Whether the table that is trained on lies on this machine, so that its columns are known. */
  public static boolean isTrainLocal(TrainingJob job) {
    Data train = job.inputs().get(TRAIN);
    return train != null && train.isLocal();
  }

  /**
   * What is known beforehand of the model that XGBoost makes of a job. Without a table on this
   * machine its signature has no inputs.
   *
   * @param version the library's; empty where only the run will tell
   * @throws UncheckedIOException when the table cannot be read
   */
  public static ModelManifest manifest(TrainingJob job, String version) {
    List<Column> inputs = new ArrayList<>();
    Data train = job.inputs().get(TRAIN);
    if (train != null && train.isLocal()) {
      try {
        for (String name : CsvRewriting.features(TRAIN, train)) {
          inputs.add(new Column(name, DataType.FLOAT64));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    Object objective = job.hyperparameters().getOrDefault("objective", "reg:squarederror");
    return new ModelManifest(
        ModelFormat.XGBOOST,
        version,
        new Signature(inputs, List.of(new Column("prediction", DataType.FLOAT32))),
        null,
        Map.of(),
        Map.of("objective", objective.toString()));
  }
}
