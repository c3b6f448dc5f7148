package dev.aloft.internal.layers;

import dev.aloft.Capability;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Level;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Refuses a verb that needs what the opened provider does not declare. Thread-safe. */
public final class CapabilityLayer implements Layer {
  private final String provider;
  private final Supplier<Set<Capability>> declared;

  /**
   * The layer of one engine.
   *
   * @param provider the provider's scheme
   * @param declared what can be done here and now
   */
  public CapabilityLayer(String provider, Supplier<Set<Capability>> declared) {
    this.provider = provider;
    this.declared = declared;
  }

  @Override
  public String name() {
    return "Capability";
  }

  @Override
  public Set<Level> levels() {
    return EnumSet.of(Level.VERB);
  }

  @Override
  public <T> T around(Call call, Inner<T> inner) {
    if (!call.needs().isEmpty()) {
      check(call.needs(), call.toString());
    }
    return inner.proceed(call);
  }

  /** Refuses with every capability that is missing. */
  public void require(Set<Capability> needed) {
    check(needed, "require");
  }

  private void check(Set<Capability> needed, String asker) {
    Set<Capability> here = declared.get();
    if (!here.containsAll(needed)) {
      Set<Capability> missing = new TreeSet<>(needed);
      missing.removeAll(here);
      throw AloftException.of(
              ErrorCode.UNSUPPORTED,
              asker
                  + ": the provider \""
                  + provider
                  + "\" does not support "
                  + missing.stream().map(Capability::name).collect(Collectors.joining(", ")))
          .effect(Effect.NONE)
          .provider(provider)
          .build();
    }
  }
}
