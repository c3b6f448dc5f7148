package dev.aloft.internal.layers;

import dev.aloft.layer.Layer;
import java.util.List;

/**
 * The layers that every client of one engine shares.
 *
 * @param verbs around verbs, the outermost first
 * @param requests around vendor requests, the outermost first
 * @param capability the one among them that knows what can be done
 */
public record BuiltInLayers(List<Layer> verbs, List<Layer> requests, CapabilityLayer capability) {

  /** Copies the lists. */
  public BuiltInLayers {
    verbs = List.copyOf(verbs);
    requests = List.copyOf(requests);
  }
}
