package dev.aloft.aws;

import dev.aloft.Aloft;
import dev.aloft.cloud.ScriptArchive;
import dev.aloft.data.Column;
import dev.aloft.data.Data;
import dev.aloft.data.DataType;
import dev.aloft.driver.CsvRewriting;
import dev.aloft.driver.Upload;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What lies in the bucket before a job is created. Reads nothing by itself. */
final class TrainingUploads {
  /** The script's files. */
  static final String CODE = "code";

  /** What they are packed in. */
  static final String ARCHIVE = "code.tar.gz";

  /** The program that runs the script. */
  static final String BOOTSTRAP = "bootstrap";

  /** What is known of the model beforehand. */
  static final String MANIFEST = "manifest";

  private static final String INPUT = "input.";
  private static final String TRAIN = "train";

  private final Jobs jobs;

  TrainingUploads(Jobs jobs) {
    this.jobs = jobs;
  }

  /** The name of the upload of an input. */
  static String input(String name) {
    return INPUT + name;
  }

  List<Upload> of(TrainingJob job) {
    List<Upload> uploads = new ArrayList<>();
    if (job.workload() instanceof Script script) {
      uploads.add(Upload.streamed(CODE, () -> new ScriptArchive(script), ".tar.gz"));
      uploads.add(Upload.of(BOOTSTRAP, () -> program(job, script), ".py"));
    }
    boolean rewritten = job.workload() instanceof Algorithm;
    @Nullable Data train = job.inputs().get(TRAIN);
    job.inputs()
        .forEach(
            (name, data) -> {
              if (data.isLocal()) {
                uploads.add(rewritten ? rewritten(name, data, train) : plain(name, data));
              }
            });
    if (rewritten && train != null && train.isLocal()) {
      uploads.add(Upload.of(MANIFEST, () -> manifest(job, train), ".json"));
    }
    return uploads;
  }

  private static Upload plain(String name, Data data) {
    return Upload.of(input(name), data.localPath(), "");
  }

  private static Upload rewritten(String name, Data data, @Nullable Data train) {
    return Upload.streamed(
        input(name), () -> new CsvRewriting(name, data, features(name, train)), ".csv");
  }

  /** The columns that another input must have; null where they are not known. */
  private static @Nullable List<String> features(String name, @Nullable Data train)
      throws IOException {
    if (train == null || !train.isLocal() || name.equals(TRAIN)) {
      return null;
    }
    return CsvRewriting.features(TRAIN, train);
  }

  private byte[] manifest(TrainingJob job, Data train) {
    try {
      List<Column> inputs = new ArrayList<>();
      for (String name : CsvRewriting.features(TRAIN, train)) {
        inputs.add(new Column(name, DataType.FLOAT64));
      }
      Object objective = job.hyperparameters().getOrDefault("objective", "reg:squarederror");
      ModelManifest manifest =
          new ModelManifest(
              ModelFormat.XGBOOST,
              Jobs.libraryVersion(jobs.image(job)),
              new Signature(inputs, List.of(new Column("prediction", DataType.FLOAT32))),
              null,
              Map.of(),
              Map.of("objective", objective.toString()));
      return manifest.toJson().getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One file: the job's settings, what completes them in the container, and core's bootstrap. */
  private static byte[] program(TrainingJob job, Script script) {
    String text =
        "SETTINGS = "
            + ScriptSettings.python(ScriptSettings.of(job, script))
            + "\n\n\n"
            + resource(TrainingUploads.class, "aloft_sagemaker.py")
            + "_of_sagemaker(SETTINGS)\n\n\n"
            + resource(Aloft.class, "/dev/aloft/bootstrap/aloft_bootstrap.py");
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String resource(Class<?> near, String name) {
    try (InputStream in = near.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
