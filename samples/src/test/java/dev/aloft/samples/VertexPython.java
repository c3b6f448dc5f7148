package dev.aloft.samples;

import dev.aloft.fake.gcp.containers.VertexImages;
import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.Images;
import dev.aloft.testkit.PythonEnvironment;
import java.nio.file.Path;

/** A Python as in Vertex AI's image of XGBoost; a test that needs it is not run without it. */
public final class VertexPython {
  private static final Path REQUIREMENTS = Path.of("vertex", "xgboost.txt");

  private VertexPython() {}

  /** Where scripts run with it. */
  public static ContainerHost host() {
    return ContainerHost.withPython(PythonEnvironment.of(REQUIREMENTS).python());
  }

  /** Lets the training images of Vertex AI run with it. */
  public static void in(Images images, ContainerHost host) {
    Images known = VertexImages.standard(host);
    images.training(
        image -> known.training(image).isPresent(),
        work -> known.training(work.image()).orElseThrow().start(work));
  }
}
