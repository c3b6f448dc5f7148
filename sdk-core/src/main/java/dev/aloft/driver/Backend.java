package dev.aloft.driver;

import dev.aloft.Capability;
import dev.aloft.training.TrainingJob;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An opened provider: one account and region, workspace, namespace or home. Safe for use by many
 * threads. Grows by default methods.
 */
public interface Backend extends AutoCloseable {

  /** Account and region, workspace, namespace or home, as in operation ids; calls nothing. */
  String scope();

  /** What can be done here and now; never more than the provider declares. */
  Set<Capability> capabilities();

  /** The store that holds the intent log, claims and staged files. Opened lazily. */
  ObjectStore staging();

  /** Training jobs; asked for only when TRAINING is declared. */
  default RunDriver<TrainingJob> training() {
    throw Unsupported.here(scope(), Capability.TRAINING);
  }

  /** Endpoints; asked for only when SERVING is declared. */
  default ServingDriver serving() {
    throw Unsupported.here(scope(), Capability.SERVING);
  }

  /** Registered models; asked for only when REGISTRY is declared. */
  default RegistryDriver registry() {
    throw Unsupported.here(scope(), Capability.REGISTRY);
  }

  /** The machine types that are known, with a date; empty when machines cannot be chosen. */
  default List<MachineType> machines() {
    return List.of();
  }

  /**
   * How often requests may leave, by {@link dev.aloft.layer.Call#bucket}; a bucket without a rate
   * is not paced. Asked once, at the first request.
   */
  default Map<String, Rate> rates() {
    return Map.of();
  }

  /**
   * How this process calls itself in leases, so that {@link #hasEnded} can tell it from others; a
   * client adds a slash and a part of its own. Default the name of the host and the process id.
   */
  default String holder() {
    String host = System.getenv().getOrDefault("HOSTNAME", "localhost");
    return host + "/" + ProcessHandle.current().pid();
  }

  /**
   * Whether the client that calls itself so in the intent log is known to have ended, so that its
   * leases need not be waited for. Only where all clients live on one machine can that be known;
   * default false.
   *
   * @param holder what {@link #holder} said there, and a further part after a slash
   */
  default boolean hasEnded(String holder) {
    return false;
  }

  /** The vendor's client, or another object behind this backend. */
  default <T> Optional<T> unwrap(Class<T> type) {
    return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
  }

  /** Releases what was opened; work at the provider goes on. */
  @Override
  void close();
}
