package dev.aloft.driver;

import dev.aloft.model.ModelManifest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A wish for a registered model version.
 *
 * @param name the model's name
 * @param modelUri where the files lie
 * @param modelHash the hash of the files; the same content under a name is the same version
 * @param manifest what the model is
 * @param labels the caller's labels
 * @param version the version when it is known, null to let the registry number it
 */
public record Registration(
    String name,
    String modelUri,
    String modelHash,
    ModelManifest manifest,
    Map<String, String> labels,
    @Nullable String version) {

  /** Copies the map. */
  public Registration {
    labels = Map.copyOf(labels);
  }
}
