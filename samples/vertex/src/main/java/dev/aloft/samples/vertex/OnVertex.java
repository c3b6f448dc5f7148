package dev.aloft.samples.vertex;

import dev.aloft.Aloft;
import dev.aloft.Machine;
import dev.aloft.data.Data;
import dev.aloft.data.Row;
import dev.aloft.data.Table;
import dev.aloft.model.Model;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.Predictions;
import dev.aloft.training.Algorithm;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Two models of the same tumours, one after the other on one endpoint. In a real project where one
 * is configured, else on a Vertex AI in this JVM.
 */
public final class OnVertex {
  private static final String NAME = "aloft-sample";

  private final Aloft aloft;
  private final Path directory;
  private final PrintStream out;

  OnVertex(Aloft aloft, Path directory, PrintStream out) {
    this.aloft = aloft;
    this.directory = directory;
    this.out = out;
  }

  /**
   * Runs the sample.
   *
   * @param arguments none are looked at
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("aloft-on-vertex");
    try (Project project = Project.configured() ? Project.real() : Project.fake()) {
      System.out.println(project);
      Findings unused = new OnVertex(project.aloft(), directory, System.out).run();
    } finally {
      Files.deleteIfExists(directory.resolve("tumours.csv"));
      Files.deleteIfExists(directory);
    }
  }

  /** Trains, deploys, changes, asks, and leaves nothing that bills. */
  Findings run() {
    Data tumours = tumours();
    Model first = train(tumours, 2);
    Model second = train(tumours, 4);
    DeployOptions options =
        DeployOptions.builder()
            .machine(Machine.cpus(2).memoryGib(4))
            .expiresAfter(Duration.ofHours(2)) // should this program not come to its end
            .build();
    Endpoint endpoint = first.deploy(NAME, options);
    try {
      out.println("deployed: " + endpoint.status());
      Table rows = Table.read(tumours).without("benign").slice(0, 20);
      Predictions before = endpoint.predict(rows);
      endpoint.canary(second, 10);
      out.println("one call in ten: " + endpoint.status().traffic());
      endpoint.promote();
      Row one = rows.row(0);
      double after = endpoint.predict(one).value();
      out.println("the first tumour is benign with " + before.values()[0] + ", then " + after);
      return new Findings(first, second, before.values()[0], after);
    } finally {
      endpoint.undeploy();
      out.println("undeployed; left: " + aloft.orphans().parts());
    }
  }

  private Model train(Data tumours, int depth) {
    TrainingJob job =
        TrainingJob.builder(NAME, Algorithm.xgboost())
            .input("train", tumours)
            .hyperparameter("objective", "binary:logistic")
            .hyperparameter("num_round", 30)
            .hyperparameter("max_depth", depth)
            .maxRuntime(Duration.ofMinutes(30))
            .label("purpose", "sample")
            .build();
    TrainingRun run = aloft.trainer().train(job);
    Model model = run.await();
    out.println(run.name() + " on " + run.machine());
    Model registered = model.register(NAME);
    out.println("registered as version " + registered.version().orElse("?"));
    return registered;
  }

  private Data tumours() {
    Path csv = directory.resolve("tumours.csv");
    try (InputStream in = OnVertex.class.getResourceAsStream("breast-cancer.csv")) {
      if (in == null) {
        throw new IllegalStateException("breast-cancer.csv is missing");
      }
      Files.copy(in, csv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Data.csv(csv).label("benign");
  }

  /**
   * What came out.
   *
   * @param first the first model
   * @param second the second
   * @param before how probable the first model finds it that the first tumour is benign
   * @param after how probable the second finds it
   */
  record Findings(Model first, Model second, double before, double after) {}
}
