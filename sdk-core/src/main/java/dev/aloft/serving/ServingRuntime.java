package dev.aloft.serving;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What serves a model, where the ready-made runtimes of the provider do not. Immutable.
 *
 * <p>Named so because {@code Runtime} is a class of {@code java.lang}.
 *
 * @param kind {@code container} or {@code script}
 * @param reference the image's URI, or the script's file in the model directory
 * @param port the port the container listens on, 0 for a script
 * @param predictRoute the path of predictions
 * @param healthRoute the path that answers 200 when ready
 * @param protocol how rows are written
 * @param environment environment variables
 */
public record ServingRuntime(
    String kind,
    String reference,
    int port,
    String predictRoute,
    String healthRoute,
    Protocol protocol,
    Map<String, String> environment) {

  /** Copies the map. */
  public ServingRuntime {
    environment = Map.copyOf(environment);
  }

  /** An image of the user's. */
  public static ServingRuntime container(
      String image, int port, String predictRoute, String healthRoute, Protocol protocol) {
    return new ServingRuntime(
        "container", image, port, predictRoute, healthRoute, protocol, Map.of());
  }

  /** A scoring script of the user's that lies in the model directory. */
  public static ServingRuntime script(String entry, Protocol protocol) {
    return new ServingRuntime("script", entry, 0, "", "", protocol, Map.of());
  }

  /** With one more environment variable. */
  public ServingRuntime environment(String variable, @Nullable String value) {
    Map<String, String> more = new java.util.LinkedHashMap<>(environment);
    if (value == null) {
      more.remove(variable);
    } else {
      more.put(variable, value);
    }
    return new ServingRuntime(kind, reference, port, predictRoute, healthRoute, protocol, more);
  }
}
