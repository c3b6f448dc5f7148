package dev.aloft.training;

import java.util.List;

/**
 * The user's image, which gets the plain {@code ALOFT_…} variables. Immutable.
 *
 * @param image the image's URI
 * @param entrypoint the entry point; empty for the image's own
 * @param arguments the arguments; empty for the image's own
 */
public record Container(String image, List<String> entrypoint, List<String> arguments)
    implements Workload {

  /** Copies the lists. */
  public Container {
    entrypoint = List.copyOf(entrypoint);
    arguments = List.copyOf(arguments);
  }

  /** An image with its own entry point and arguments. */
  public static Container of(String image) {
    return new Container(image, List.of(), List.of());
  }

  /** Another entry point. */
  public Container entrypoint(String... command) {
    return new Container(image, List.of(command), arguments);
  }

  /** Other arguments. */
  public Container arguments(String... values) {
    return new Container(image, entrypoint, List.of(values));
  }

  @Override
  public String kind() {
    return "container";
  }
}
