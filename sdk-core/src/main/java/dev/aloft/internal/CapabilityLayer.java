package dev.aloft.internal;

import dev.aloft.Capability;
import java.util.Set;

/** Refuses what the opened provider does not declare. */
final class CapabilityLayer {

  void require(Set<Capability> needed) {
    Pending.here();
  }
}
