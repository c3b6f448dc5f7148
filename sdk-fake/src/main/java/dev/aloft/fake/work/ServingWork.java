package dev.aloft.fake.work;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a serving container is to do.
 *
 * @param image the image's address
 * @param root what the container sees at {@code mount}; the model lies unpacked below it
 * @param mount where the container sees it, such as {@code /opt/ml}
 * @param command what is started instead of the image's own; empty for the image's own
 * @param arguments what it is given; empty for the image's own
 * @param environment its variables
 * @param log takes each line that it prints, from any thread
 */
public record ServingWork(
    String image,
    Path root,
    String mount,
    List<String> command,
    List<String> arguments,
    Map<String, String> environment,
    ContainerLog log) {

  /** Copies the collections. */
  public ServingWork {
    command = List.copyOf(command);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** What starts as its image does. */
  public ServingWork(
      String image, Path root, String mount, Map<String, String> environment, ContainerLog log) {
    this(image, root, mount, List.of(), List.of(), environment, log);
  }

  /** What starts with a whole command. */
  public ServingWork(
      String image,
      Path root,
      String mount,
      List<String> command,
      Map<String, String> environment,
      ContainerLog log) {
    this(image, root, mount, command, List.of(), environment, log);
  }
}
