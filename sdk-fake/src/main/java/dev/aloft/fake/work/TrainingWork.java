package dev.aloft.fake.work;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What one host of a job is to do.
 *
 * @param image the image's address
 * @param root what the container sees at {@code mount}; the fake has filled it, and reads it after
 * @param mount where the container sees it, such as {@code /opt/ml}
 * @param directory where it starts, in its own view
 * @param entrypoint what is started instead of the image's own; empty for the image's own
 * @param arguments its arguments
 * @param environment its variables
 * @param output where files go that it leaves as its result, such as {@code model/model.json}
 * @param log takes each line that it prints, from any thread
 */
public record TrainingWork(
    String image,
    Path root,
    String mount,
    String directory,
    List<String> entrypoint,
    List<String> arguments,
    Map<String, String> environment,
    Path output,
    ContainerLog log) {

  /** Copies the collections. */
  public TrainingWork {
    entrypoint = List.copyOf(entrypoint);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** What starts at the root, and leaves its result at its mount. */
  public TrainingWork(
      String image,
      Path root,
      String mount,
      List<String> entrypoint,
      List<String> arguments,
      Map<String, String> environment,
      ContainerLog log) {
    this(image, root, mount, "/", entrypoint, arguments, environment, root, log);
  }
}
