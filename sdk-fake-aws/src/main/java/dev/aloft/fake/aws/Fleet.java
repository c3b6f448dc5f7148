package dev.aloft.fake.aws;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The machines of an endpoint that run one configuration. Guarded by the clock's monitor. */
final class Fleet {
  private final EndpointConfig config;
  private final List<FleetVariant> variants;
  private final Instant begun;
  private @Nullable BootFailure failure;
  private boolean closed;

  Fleet(EndpointConfig config, List<FleetVariant> variants, Instant begun) {
    this.config = config;
    this.variants = List.copyOf(variants);
    this.begun = begun;
  }

  EndpointConfig config() {
    return config;
  }

  List<FleetVariant> variants() {
    return variants;
  }

  /** When its machines were asked for. */
  Instant begun() {
    return begun;
  }

  Optional<FleetVariant> variant(String name) {
    return variants.stream().filter(variant -> variant.name().equals(name)).findFirst();
  }

  /** How many machines it has, or will have. */
  int machines() {
    return variants.stream()
        .mapToInt(variant -> Math.max(variant.currentCount(), variant.desiredCount()))
        .sum();
  }

  boolean isServerless() {
    return variants.stream().anyMatch(variant -> variant.variant().isServerless());
  }

  /** How many machines of a type it has, or will have. */
  int machines(String type) {
    return variants.stream().mapToInt(variant -> variant.machines(type)).sum();
  }

  /** Why its containers do not answer; null when they do. */
  @Nullable BootFailure failure() {
    return failure;
  }

  void fail(BootFailure reason) {
    failure = reason;
  }

  /** What is desired is there. */
  void settle() {
    variants.forEach(FleetVariant::settle);
  }

  boolean isClosed() {
    return closed;
  }

  /** What has to be ended, outside of the monitor. Nothing starts any more. */
  List<Pipeline> close() {
    closed = true;
    return variants.stream()
        .map(FleetVariant::pipeline)
        .flatMap(pipeline -> Optional.ofNullable(pipeline).stream())
        .toList();
  }
}
