package dev.aloft.internal.layers;

import dev.aloft.Capability;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Level;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Refuses a verb that needs what the opened provider does not declare. Thread-safe. */
public final class CapabilityLayer implements Layer {
  /** What the caller wrote, where the capability's own name does not say it. */
  private static final Map<Capability, String> ARGUMENTS =
      Map.ofEntries(
          Map.entry(Capability.TRAINING_XGBOOST, "Algorithm.xgboost()"),
          Map.entry(Capability.TRAINING_SCRIPT, "Script.of(…)"),
          Map.entry(Capability.TRAINING_CONTAINER, "Container.of(…)"),
          Map.entry(Capability.TRAINING_NODES, "nodes(…)"),
          Map.entry(Capability.SPOT_TRAINING, "spot(…)"),
          Map.entry(Capability.TRAINING_GPU, "a machine with gpu(…)"),
          Map.entry(Capability.CHECKPOINTS, "checkpoints()"),
          Map.entry(Capability.REGISTER_AS, "registerAs(…)"),
          Map.entry(Capability.TRAFFIC_SPLIT, "canary(…)"),
          Map.entry(Capability.REPLICAS, "replicas(…)"),
          Map.entry(Capability.AUTOSCALING, "scaling(…)"),
          Map.entry(Capability.SCALE_TO_ZERO, "scaling(…) from 0"),
          Map.entry(Capability.SERVING_CONTAINER, "ServingRuntime.container(…)"),
          Map.entry(Capability.SERVING_SCRIPT, "ServingRuntime.script(…)"));

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
      check(call.needs(), call.toString(), CapabilityLayer::named);
    }
    return inner.proceed(call);
  }

  /** Refuses with every capability that is missing. */
  public void require(Set<Capability> needed) {
    check(needed, "require", Capability::name);
  }

  private void check(Set<Capability> needed, String asker, Function<Capability, String> name) {
    Set<Capability> here = declared.get();
    if (!here.containsAll(needed)) {
      Set<Capability> missing = new TreeSet<>(needed);
      missing.removeAll(here);
      throw AloftException.of(ErrorCode.UNSUPPORTED, message(asker, missing.stream().map(name)))
          .effect(Effect.NONE)
          .provider(provider)
          .nextStep(NextStep.java("see what it supports here", "aloft.capabilities()"))
          .build();
    }
  }

  private String message(String asker, Stream<String> missing) {
    return asker
        + ": the provider \""
        + provider
        + "\" does not support "
        + missing.collect(Collectors.joining(", "));
  }

  private static String named(Capability capability) {
    String argument = ARGUMENTS.get(capability);
    return capability.name() + (argument == null ? "" : ", which " + argument + " needs");
  }
}
