package dev.aloft.internal;

import dev.aloft.Capability;
import dev.aloft.driver.Backend;
import dev.aloft.driver.ObjectStore;
import java.util.Set;

/** A backend that has nothing. */
final class NoCloud implements Backend {
  @Override
  public String scope() {
    return "somewhere";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of();
  }

  @Override
  public ObjectStore staging() {
    throw new IllegalStateException("nothing is staged here");
  }

  @Override
  public void close() {}
}
