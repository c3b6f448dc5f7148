package dev.aloft.driver;

import dev.aloft.model.ModelManifest;
import java.time.Instant;
import java.util.Set;

/**
 * A version that a registry holds.
 *
 * @param name the model's name
 * @param version the version, a text; registries that number count from 1
 * @param modelUri where the files lie
 * @param modelHash the hash of the files
 * @param manifest what the model is
 * @param aliases the names that point at it
 * @param createdAt when it was registered
 */
public record RegisteredVersion(
    String name,
    String version,
    String modelUri,
    String modelHash,
    ModelManifest manifest,
    Set<String> aliases,
    Instant createdAt) {

  /** Copies the set. */
  public RegisteredVersion {
    aliases = Set.copyOf(aliases);
  }
}
