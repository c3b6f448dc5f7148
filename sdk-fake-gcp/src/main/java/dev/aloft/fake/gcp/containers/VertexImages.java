package dev.aloft.fake.gcp.containers;

import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.Images;
import dev.aloft.fake.work.ServingContainer;
import dev.aloft.fake.work.ServingWork;
import java.nio.file.Files;
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
            image -> PrebuiltImage.of(image).isPresent(), work -> prebuilt(host, work).start(work));
  }

  /**
   * Tells that a command of this machine stands for an image of the user's own. It runs by the
   * shell, in the job's directory, with the arguments of the job or model behind it; a job or model
   * with a command of its own runs that.
   *
   * @param name the image's address; without a tag it is that of every tag
   * @param command such as {@code python3 /home/me/train.py}
   */
  public static void local(Images images, ContainerHost host, String name, String command) {
    CommandImage image = new CommandImage(host, name, command);
    images.training(image::isNamed, image.training()).serving(image::isNamed, image.serving());
  }

  /** What is pickled needs the Python that can read it. */
  private static ServingContainer prebuilt(ContainerHost host, ServingWork work) {
    boolean plain =
        PrebuiltImage.of(work.image()).filter(PrebuiltImage::readsBoosters).isPresent()
            && Files.exists(work.root().resolve("model").resolve(XgboostServing.FILE));
    return plain ? new XgboostServing() : new PickledServing(host);
  }
}
