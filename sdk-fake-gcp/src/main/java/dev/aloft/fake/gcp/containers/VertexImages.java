package dev.aloft.fake.gcp.containers;

import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.Images;
import dev.aloft.fake.work.ServingContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What Vertex AI's own images do, by their addresses: those for training run scripts, with the
 * Python of this machine and what is installed there, as do the official images of Python; those
 * for XGBoost and scikit-learn serve the files that they know.
 */
public final class VertexImages {
  private static final Pattern TRAINING =
      Pattern.compile(
          "(?:(?:us|europe|asia)-docker\\.pkg\\.dev/vertex-ai/training"
              + "|gcr\\.io/cloud-aiplatform/training)/[^/]+");
  private static final Pattern PYTHON = Pattern.compile("(?:[a-z0-9.-]+/)*python(?::[\\w.-]+)?");

  private VertexImages() {}

  /**
   * The images that this fake knows.
   *
   * @param host where scripts run
   */
  public static Images standard(ContainerHost host) {
    ScriptContainer scripts = new ScriptContainer(host);
    return new Images()
        .training(image -> TRAINING.matcher(image).matches(), scripts)
        .training(image -> PYTHON.matcher(image).matches(), scripts)
        .serving(image -> PYTHON.matcher(image).matches(), new HttpServing(host))
        .serving(
            image -> PrebuiltImage.of(image).isPresent(),
            work -> prebuilt(host, work.root()).start(work));
  }

  /** What is pickled needs the Python that can read it. */
  private static ServingContainer prebuilt(ContainerHost host, Path root) {
    boolean plain = Files.exists(root.resolve("model").resolve(XgboostServing.FILE));
    return plain ? new XgboostServing() : new PickledServing(host);
  }
}
