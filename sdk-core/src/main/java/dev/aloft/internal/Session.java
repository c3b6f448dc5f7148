package dev.aloft.internal;

import dev.aloft.Aloft;
import dev.aloft.Capability;
import dev.aloft.Listing;
import dev.aloft.Orphans;
import dev.aloft.Plan;
import dev.aloft.Recovery;
import dev.aloft.internal.layers.LayerStack;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Lifecycle;
import dev.aloft.model.Model;
import dev.aloft.model.Models;
import dev.aloft.operation.Operation;
import dev.aloft.operation.OperationId;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Deployment;
import dev.aloft.serving.Endpoint;
import dev.aloft.training.Trainer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * One client: the shared engine seen through one stack of layers. {@link Aloft} and every handle
 * hold one. Thread-safe.
 */
public final class Session {
  private final Engine engine;
  private final LayerStack layers;
  private final boolean owner;

  Session(Engine engine, LayerStack layers, boolean owner) {
    this.engine = engine;
    this.layers = layers;
    this.owner = owner;
  }

  /** What all clients over one opened provider share. */
  public Engine engine() {
    return engine;
  }

  /** The provider's scheme. */
  public String provider() {
    return engine.provider();
  }

  /** The scope. */
  public String scope() {
    return engine.scope();
  }

  /** What can be done here and now. */
  public Set<Capability> capabilities() {
    return engine.backend().capabilities();
  }

  /** Checks capabilities. */
  public void require(Set<Capability> needed) {
    layers.capability().require(needed);
  }

  /** Carries out a verb inside the verb layers, with this client's request layers in force. */
  public <T> T verb(Call call, Supplier<T> body) {
    engine.requireOpen(call);
    return layers.verb(call, body);
  }

  /** Runs driver code with this client's request layers in force. */
  public <T> T drive(Callable<T> body) {
    return layers.drive(body);
  }

  /** A fresh verb call at this provider and scope. */
  public Call.Builder verbCall(String operation, String resource) {
    return engine.verbCall(operation, resource);
  }

  /** The trainer. */
  public Trainer trainer() {
    return Handles.trainer(this);
  }

  /** The runs. */
  public Runs runs() {
    return new Runs(this);
  }

  /** The models. */
  public Models models() {
    return Handles.models(new ModelsCore(this));
  }

  /** The endpoint of that name. */
  public Endpoint endpoint(String name) {
    return Handles.endpoint(new EndpointCore(this, name));
  }

  /** The endpoints that exist. */
  public Listing<Endpoint> endpoints() {
    return EndpointCore.list(this);
  }

  /** Starts a deploy. */
  public Deployment startDeploy(String name, Model model, DeployOptions options) {
    return new EndpointCore(this, name).deploy(model, options);
  }

  /** Starts to register a model. */
  public Operation<Model> startRegister(Model model, String registryName) {
    return new ModelsCore(this).startRegister(model, registryName);
  }

  /** Goes on with an operation. */
  public Operation<?> resume(OperationId id) {
    return Resumption.resume(this, id);
  }

  /** Finishes what is half done. */
  public Recovery recover() {
    return Resumption.recover(this);
  }

  /** Finds what no wish explains. */
  public Orphans orphans() {
    return Resumption.orphans(this);
  }

  /** What a deploy would write. */
  public Plan plan(String name, Model model, DeployOptions options) {
    return new EndpointCore(this, name).plan(model, options);
  }

  /** The same engine behind one more layer. */
  public Session with(Layer layer) {
    return new Session(engine, layers.with(layer), false);
  }

  /** The names of the layers. */
  public List<String> layerNames() {
    return layers.names();
  }

  /** Adds a listener. */
  public AutoCloseable onLifecycle(Lifecycle listener) {
    return engine.onLifecycle(listener);
  }

  /** The vendor's client. */
  public <T> Optional<T> unwrap(Class<T> type) {
    return engine.backend().unwrap(type);
  }

  /** Closes the engine when this client opened it. */
  public void close() {
    if (owner) {
      engine.close();
    }
  }
}
