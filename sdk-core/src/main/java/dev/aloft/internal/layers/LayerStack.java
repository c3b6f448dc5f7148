package dev.aloft.internal.layers;

import dev.aloft.error.AloftException;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** The layers of one client in their order, the outermost first. Immutable. */
public final class LayerStack {
  private final BuiltInLayers builtIn;
  private final Scopes scopes;
  private final List<Layer> added;
  private final Layer[] verbs;
  private final Layer[] requests;

  /**
   * A stack.
   *
   * @param builtIn the layers that every client has
   * @param scopes where the stack in force is kept for each thread
   * @param added the user's layers, the outermost first
   */
  public LayerStack(BuiltInLayers builtIn, Scopes scopes, List<Layer> added) {
    this.builtIn = builtIn;
    this.scopes = scopes;
    this.added = List.copyOf(added);
    this.verbs = around(Level.VERB, builtIn.verbs());
    this.requests = around(Level.REQUEST, builtIn.requests());
  }

  private Layer[] around(Level level, List<Layer> inner) {
    List<Layer> all = new ArrayList<>();
    List<Layer> innermost = new ArrayList<>();
    for (Layer layer : added) {
      if (layer.levels().contains(level)) {
        (level == Level.REQUEST && layer.isInnermost() ? innermost : all).add(layer);
      }
    }
    all.addAll(inner);
    all.addAll(innermost);
    return all.toArray(Layer[]::new);
  }

  /** The layer that knows what can be done. */
  public CapabilityLayer capability() {
    return builtIn.capability();
  }

  /** Carries out a verb inside the verb layers; its requests go through this stack. */
  public <T> T verb(Call call, Supplier<T> body) {
    try {
      return scopes.in(scope(call.verbId()), () -> Chain.run(verbs, call, passed -> body.get()));
    } catch (AloftException e) {
      throw ErrorContextLayer.complete(e, call);
    }
  }

  /** Sends one request inside the request layers. */
  public <T> T request(Call call, Callable<T> sender) {
    try {
      return Chain.run(requests, call, passed -> ErrorContextLayer.send(sender));
    } catch (AloftException e) {
      throw ErrorContextLayer.complete(e, call);
    }
  }

  /** Runs a body whose requests go through this stack. */
  public <T> T drive(Callable<T> body) {
    Scope now = scopes.current();
    try {
      return now != null && now.stack() == this
          ? body.call()
          : scopes.call(scope(now == null ? "" : now.verbId()), body);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw ErrorContextLayer.foreign(e);
    }
  }

  /**
   * Runs a body whose requests, their repetitions among them, are over at a time, by the client's
   * nanoseconds; what would begin later is not sent.
   */
  public <T> T until(long end, Supplier<T> body) {
    Scope now = scopes.current();
    return scopes.in((now == null ? scope("") : now).until(end), body);
  }

  private Scope scope(String verbId) {
    Scope now = scopes.current();
    return new Scope(this, verbId, now == null ? null : now.until());
  }

  /** The same stack with one more layer around it. */
  public LayerStack with(Layer layer) {
    List<Layer> more = new ArrayList<>(added);
    more.add(0, layer);
    return new LayerStack(builtIn, scopes, more);
  }

  /** The names, {@code verb: …} first, then {@code request: …}, the outermost first. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (Layer layer : verbs) {
      names.add("verb: " + layer.name());
    }
    for (Layer layer : requests) {
      names.add("request: " + layer.name());
    }
    return List.copyOf(names);
  }
}
