package dev.aloft.aws;

import dev.aloft.Aloft;
import dev.aloft.cloud.JobInputs;
import dev.aloft.cloud.ScriptArchive;
import dev.aloft.driver.Upload;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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

  private final Jobs jobs;

  TrainingUploads(Jobs jobs) {
    this.jobs = jobs;
  }

  List<Upload> of(TrainingJob job) {
    List<Upload> uploads = new ArrayList<>();
    if (job.workload() instanceof Script script) {
      uploads.add(Upload.streamed(CODE, () -> new ScriptArchive(script), ".tar.gz"));
      uploads.add(Upload.of(BOOTSTRAP, () -> program(job, script), ".py"));
    }
    uploads.addAll(JobInputs.uploads(job));
    if (job.workload() instanceof Algorithm && JobInputs.isTrainLocal(job)) {
      uploads.add(Upload.of(MANIFEST, () -> manifest(job), ".json"));
    }
    return uploads;
  }

  private byte[] manifest(TrainingJob job) {
    String version = Jobs.libraryVersion(jobs.image(job));
    return JobInputs.manifest(job, version).toJson().getBytes(StandardCharsets.UTF_8);
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
