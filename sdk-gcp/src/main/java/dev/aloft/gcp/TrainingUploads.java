package dev.aloft.gcp;

import dev.aloft.Aloft;
import dev.aloft.cloud.ScriptArchive;
import dev.aloft.cloud.SteadyTar;
import dev.aloft.data.Column;
import dev.aloft.data.Data;
import dev.aloft.data.DataType;
import dev.aloft.driver.CsvRewriting;
import dev.aloft.driver.Upload;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Container;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/** What lies in the bucket before a job is created. Reads nothing by itself. */
final class TrainingUploads {
  /** The script's files. */
  static final String CODE = "code";

  /** The program that runs the script. */
  static final String BOOTSTRAP = "bootstrap";

  /** The hyperparameters, for an image that runs without the bootstrap. */
  static final String PARAMETERS = "parameters";

  private static final String ALGORITHM = "aloft_xgboost.py";
  private static final String INPUT = "input.";
  private static final String TRAIN = "train";

  private TrainingUploads() {}

  /** The name of the upload of an input. */
  static String input(String name) {
    return INPUT + name;
  }

  static List<Upload> of(TrainingJob job) {
    List<Upload> uploads = new ArrayList<>();
    boolean rewritten = job.workload() instanceof Algorithm;
    @Nullable Data train = job.inputs().get(TRAIN);
    if (job.workload() instanceof Script script) {
      uploads.add(Upload.streamed(CODE, () -> new ScriptArchive(script), ".tar.gz"));
      uploads.add(Upload.of(BOOTSTRAP, () -> program(ScriptSettings.of(job, script)), ".py"));
    } else if (rewritten) {
      uploads.add(Upload.of(CODE, () -> algorithm(job, train), ".tar.gz"));
      uploads.add(Upload.of(BOOTSTRAP, () -> program(ScriptSettings.of(job, ALGORITHM)), ".py"));
    } else if (job.workload() instanceof Container && !job.hyperparameters().isEmpty()) {
      uploads.add(Upload.of(PARAMETERS, () -> ScriptSettings.parameters(job), ".json"));
    }
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

  private static byte[] algorithm(TrainingJob job, @Nullable Data train) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(ALGORITHM, resource(TrainingUploads.class, ALGORITHM));
    files.put("manifest.json", manifest(job, train).toJson().getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = SteadyTar.to(packed)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        tar.putArchiveEntry(SteadyTar.file(file.getKey(), file.getValue().length, SteadyTar.PLAIN));
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** What is known of the model beforehand; the run completes it. */
  private static ModelManifest manifest(TrainingJob job, @Nullable Data train) {
    try {
      List<Column> inputs = new ArrayList<>();
      if (train != null && train.isLocal()) {
        for (String name : CsvRewriting.features(TRAIN, train)) {
          inputs.add(new Column(name, DataType.FLOAT64));
        }
      }
      Object objective = job.hyperparameters().getOrDefault("objective", "reg:squarederror");
      return new ModelManifest(
          ModelFormat.XGBOOST,
          "",
          new Signature(inputs, List.of(new Column("prediction", DataType.FLOAT32))),
          null,
          Map.of(),
          Map.of("objective", objective.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One file: the job's settings, what completes them in the container, and core's bootstrap. */
  private static byte[] program(String settings) {
    String text =
        "SETTINGS = "
            + ScriptSettings.python(settings)
            + "\n\n\n"
            + text(resource(TrainingUploads.class, "aloft_vertex.py"))
            + "_of_vertex(SETTINGS)\n\n\n"
            + text(resource(Aloft.class, "/dev/aloft/bootstrap/aloft_bootstrap.py"));
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] resource(Class<?> near, String name) {
    try (InputStream in = near.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
