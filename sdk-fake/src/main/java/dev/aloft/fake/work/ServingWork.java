package dev.aloft.fake.work;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a serving container is to do.
 *
 * @param image the image's address
 * @param root what the container sees at {@code mount}; the model lies unpacked below it
 * @param mount where the container sees it, such as {@code /opt/ml}
 * @param environment its variables
 * @param log takes each line that it prints, from any thread
 */
public record ServingWork(
    String image, Path root, String mount, Map<String, String> environment, ContainerLog log) {

  /** Copies the map. */
  public ServingWork {
    environment = Map.copyOf(environment);
  }
}
