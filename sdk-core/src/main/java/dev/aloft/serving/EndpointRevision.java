package dev.aloft.serving;

import dev.aloft.Machine;
import dev.aloft.ProviderOptions;
import dev.aloft.data.Secret;
import dev.aloft.model.ModelManifest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that serves: a model on machines. Its hash, made from all of this, names its parts at
 * the provider, so that adopting, repeating and rolling back find the same parts.
 *
 * @param hash 12 characters of base 32, from the content
 * @param modelUri where the model's files lie
 * @param modelHash the hash of the model's files
 * @param manifest what the model is
 * @param registeredName the registry name and version, {@code churn/3}; null when unregistered
 * @param runtime the user's runtime; null for a ready-made one
 * @param offer the id of the ready-made runtime that was picked, empty for the user's own
 * @param protocol how rows are written, so that any process can predict
 * @param machine the machine; null for the provider's default
 * @param scaling the replicas
 * @param environment environment variables
 * @param secrets environment variables whose values are secrets
 * @param options options of single providers
 */
public record EndpointRevision(
    String hash,
    String modelUri,
    String modelHash,
    ModelManifest manifest,
    @Nullable String registeredName,
    @Nullable ServingRuntime runtime,
    String offer,
    Protocol protocol,
    @Nullable Machine machine,
    Scaling scaling,
    Map<String, String> environment,
    Map<String, Secret> secrets,
    ProviderOptions options) {

  /** Copies the maps. */
  public EndpointRevision {
    environment = Map.copyOf(environment);
    secrets = Map.copyOf(secrets);
  }

  /** The user's runtime. */
  public Optional<ServingRuntime> ownRuntime() {
    return Optional.ofNullable(runtime);
  }

  /** The machine asked for. */
  public Optional<Machine> wantedMachine() {
    return Optional.ofNullable(machine);
  }
}
