package dev.aloft.gcp;

import dev.aloft.Aloft;
import dev.aloft.cloud.JobInputs;
import dev.aloft.cloud.ScriptArchive;
import dev.aloft.cloud.SteadyTar;
import dev.aloft.driver.Upload;
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

/** What lies in the bucket before a job is created. Reads nothing by itself. */
final class TrainingUploads {
  /** The script's files. */
  static final String CODE = "code";

  /** The program that runs the script. */
  static final String BOOTSTRAP = "bootstrap";

  /** The hyperparameters, for an image that runs without the bootstrap. */
  static final String PARAMETERS = "parameters";

  private static final String ALGORITHM = "aloft_xgboost.py";

  private TrainingUploads() {}

  static List<Upload> of(TrainingJob job) {
    List<Upload> uploads = new ArrayList<>();
    if (job.workload() instanceof Script script) {
      uploads.add(Upload.streamed(CODE, () -> new ScriptArchive(script), ".tar.gz"));
      uploads.add(Upload.of(BOOTSTRAP, () -> program(ScriptSettings.of(job, script)), ".py"));
    } else if (job.workload() instanceof Algorithm) {
      uploads.add(Upload.of(CODE, () -> algorithm(job), ".tar.gz"));
      uploads.add(Upload.of(BOOTSTRAP, () -> program(ScriptSettings.of(job, ALGORITHM)), ".py"));
    } else if (job.workload() instanceof Container && !job.hyperparameters().isEmpty()) {
      uploads.add(Upload.of(PARAMETERS, () -> ScriptSettings.parameters(job), ".json"));
    }
    uploads.addAll(JobInputs.uploads(job));
    return uploads;
  }

  private static byte[] algorithm(TrainingJob job) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(ALGORITHM, resource(TrainingUploads.class, ALGORITHM));
    files.put(
        "manifest.json", JobInputs.manifest(job, "").toJson().getBytes(StandardCharsets.UTF_8));
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
