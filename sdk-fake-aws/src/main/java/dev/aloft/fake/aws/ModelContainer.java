package dev.aloft.fake.aws;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One container of a model.
 *
 * @param name what messages call it: its host name, else {@code primary} or {@code container_2}
 * @param image the image's address
 * @param data its model; null when it has none
 * @param environment its variables
 */
record ModelContainer(
    String name, String image, @Nullable ModelData data, Map<String, String> environment) {

  /** Copies the map. */
  ModelContainer {
    environment = Map.copyOf(environment);
  }

  /**
   * Reads a definition.
   *
   * @param definition what says which variables, and which host name
   * @param specified what says which image and data: the definition itself, or a model package
   */
  static ModelContainer of(JsonNode definition, JsonNode specified, String name) {
    Map<String, String> environment = new TreeMap<>();
    for (JsonNode source : new JsonNode[] {specified, definition}) {
      source
          .path("Environment")
          .properties()
          .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asString()));
    }
    return new ModelContainer(
        definition.path("ContainerHostname").asString(name),
        specified.path("Image").asString(""),
        ModelData.of(specified),
        environment);
  }
}
