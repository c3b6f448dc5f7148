package dev.aloft.internal;

import dev.aloft.driver.Backend;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Registration;
import dev.aloft.driver.Settings;
import dev.aloft.driver.Timing;
import dev.aloft.internal.config.CoreSettings;
import dev.aloft.internal.intent.EndpointSpecCodec;
import dev.aloft.internal.intent.RegistrationCodec;
import dev.aloft.internal.layers.LayerStack;
import dev.aloft.internal.staging.Hands;
import dev.aloft.internal.staging.Stager;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Level;
import dev.aloft.layer.Lifecycle;
import dev.aloft.serving.EndpointSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What all clients over one opened provider share. Thread-safe. */
public final class Engine implements ReconcilerHost {
  /** How long closing may take to tell others that they can go on. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final EngineContext context;
  private final Backend backend;
  private final LifecycleHub lifecycle = new LifecycleHub();
  private final String verbPrefix =
      Long.toString(ThreadLocalRandom.current().nextLong(1L << 30, 1L << 31), 36) + "-";
  private final AtomicLong verbs = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final String holder;
  private final Operations operations;
  private final Sweeper sweeper;
  private final Stager stager;
  private final Lazy<IntentLog> intentLog = new Lazy<>(this::newIntentLog);
  private final Lazy<Reconciler<EndpointSpec>> endpoints = new Lazy<>(this::newEndpoints);
  private final Lazy<Reconciler<Registration>> registrations = new Lazy<>(this::newRegistrations);
  private final Lazy<RunClaims> runClaims = new Lazy<>(this::newRunClaims);

  /** An engine over a backend that was opened with the context. */
  public Engine(EngineContext context, Backend backend) {
    this.context = context;
    this.backend = backend;
    this.holder = backend.holder() + "/" + unique();
    this.operations = new Operations(timing(), executor(), context::random);
    this.sweeper = new Sweeper(operations, backend::training);
    this.stager =
        new Stager(
            backend::staging,
            context::store,
            CoreSettings.stageLimit(context.settings()),
            executor(),
            timing());
    context.opened(backend);
  }

  private static String unique() {
    return Long.toString(ThreadLocalRandom.current().nextLong(1L << 30, 1L << 31), 36);
  }

  private IntentLog newIntentLog() {
    return new IntentLog(backend.staging());
  }

  private Reconciler<EndpointSpec> newEndpoints() {
    return new Reconciler<>(
        "endpoint",
        backend.serving(),
        new EndpointSpecCodec(),
        intentLog(),
        this,
        new EndpointProbe(backend.serving()));
  }

  private Reconciler<Registration> newRegistrations() {
    return new Reconciler<>(
        "model", backend.registry(), new RegistrationCodec(), intentLog(), this);
  }

  private RunClaims newRunClaims() {
    return new RunClaims(backend.staging(), this);
  }

  /** A client over this engine with the user's layers, the outermost first; closing it closes. */
  public Session session(List<Layer> layers) {
    LayerStack stack = context.base();
    for (int i = layers.size() - 1; i >= 0; i--) {
      stack = stack.with(layers.get(i));
    }
    return new Session(this, stack, true);
  }

  /** The provider's scheme. */
  @Override
  public String provider() {
    return context.config().provider();
  }

  /** The scope. */
  @Override
  public String scope() {
    return backend.scope();
  }

  /** The opened provider. */
  public Backend backend() {
    return backend;
  }

  /** The settings. */
  public Settings settings() {
    return context.settings();
  }

  /** Time. */
  @Override
  public Timing timing() {
    return context.timing();
  }

  /** Carries files. */
  Hands hands() {
    return new Hands(executor(), timing());
  }

  /**
   * A bounded pool for requests, uploads and asynchronous predictions. Its tasks keep the request
   * layers of the thread that handed them over; they must not wait for each other.
   */
  public Executor executor() {
    return context.executor();
  }

  /** Jitter, from 0 to 1. */
  @Override
  public double random() {
    return context.random();
  }

  /** Names this client among all that ever hold a lease. */
  @Override
  public String holder() {
    return holder;
  }

  @Override
  public boolean hasEnded(String otherHolder) {
    return backend.hasEnded(otherHolder);
  }

  @Override
  public <T> T within(Duration limit, Supplier<T> body) {
    return context.within(limit, body);
  }

  /** Refuses a verb when this is closed. */
  void requireOpen(Call verb) {
    context.requireOpen(verb);
  }

  /** A fresh verb call at this provider and scope, with a new verb id. */
  public Call.Builder verbCall(String operation, String resource) {
    return Call.builder(Level.VERB, operation)
        .at(provider(), scope())
        .resource(resource)
        .verbId(verbPrefix.concat(Long.toString(verbs.incrementAndGet())));
  }

  /** What all operations here share; closed with the engine. */
  public Operations operations() {
    return operations;
  }

  /** The one watcher of runs. */
  public Sweeper sweeper() {
    return sweeper;
  }

  /** The reconciler of endpoints. */
  public Reconciler<EndpointSpec> endpoints() {
    return endpoints.get();
  }

  /** The reconciler of registered versions. */
  public Reconciler<Registration> registrations() {
    return registrations.get();
  }

  /** The intent log. */
  public IntentLog intentLog() {
    return intentLog.get();
  }

  /** Creates runs once. */
  public RunClaims runClaims() {
    return runClaims.get();
  }

  /** Local files into the staging store. */
  public Stager stager() {
    return stager;
  }

  /** Opens the store at a URI, by its scheme. */
  public ObjectStore store(String uri) {
    return context.store(uri);
  }

  /** Tells the lifecycle listeners. */
  @Override
  public void emit(Lifecycle.Event event) {
    lifecycle.emit(event);
  }

  AutoCloseable onLifecycle(Lifecycle listener) {
    return lifecycle.add(listener);
  }

  private boolean releaseLeases() {
    Reconciler<?> served = endpoints.peek();
    Reconciler<?> registered = registrations.peek();
    if (served != null) {
      served.release();
    }
    if (registered != null) {
      registered.release();
    }
    return true;
  }

  void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      operations.close();
      context.within(FAREWELL, this::releaseLeases);
    } finally {
      context.close();
      backend.close();
    }
  }
}
