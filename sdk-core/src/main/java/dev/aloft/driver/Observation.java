package dev.aloft.driver;

import java.util.List;
import java.util.Optional;

/**
 * Every part under one name that a look showed, ours or not.
 *
 * @param parts the parts
 */
public record Observation(List<Part> parts) {
  /** Nothing is there. */
  public static final Observation NOTHING = new Observation(List.of());

  /** Copies the list. */
  public Observation {
    parts = List.copyOf(parts);
  }

  /** The part of a kind and id. */
  public Optional<Part> part(String kind, String id) {
    return parts.stream()
        .filter(part -> part.kind().equals(kind) && part.id().equals(id))
        .findFirst();
  }

  /** The parts of a kind. */
  public List<Part> parts(String kind) {
    return parts.stream().filter(part -> part.kind().equals(kind)).toList();
  }

  /** The first part of a kind. */
  public Optional<Part> first(String kind) {
    return parts.stream().filter(part -> part.kind().equals(kind)).findFirst();
  }

  /** Whether there is nothing. */
  public boolean isEmpty() {
    return parts.isEmpty();
  }
}
