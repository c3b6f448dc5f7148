package dev.aloft.internal;

import dev.aloft.driver.Backend;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Settings;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.internal.config.CoreSettings;
import dev.aloft.internal.discovery.StoreDiscovery;
import dev.aloft.internal.layers.BuiltInLayers;
import dev.aloft.internal.layers.CapabilityLayer;
import dev.aloft.internal.layers.ErrorContextLayer;
import dev.aloft.internal.layers.LayerStack;
import dev.aloft.internal.layers.PaceLayer;
import dev.aloft.internal.layers.Pacer;
import dev.aloft.internal.layers.PolicyLayer;
import dev.aloft.internal.layers.RetryLayer;
import dev.aloft.internal.layers.Scope;
import dev.aloft.internal.layers.Scopes;
import dev.aloft.internal.layers.TelemetryLayer;
import dev.aloft.internal.layers.TimeoutLayer;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one engine gives to its backend. Made before the backend is opened, told of it afterwards.
 * Thread-safe.
 */
public final class EngineContext implements DriverContext {
  private final EngineConfig config;
  private final Scopes scopes = new Scopes();
  private final WorkerPool workers;
  private final Executor executor;
  private final LayerStack base;
  private final StoreDiscovery stores;
  private final Duration requestTimeout;
  private final SharedObjects shared = new SharedObjects();
  private volatile @Nullable Backend backend;
  private volatile boolean closed;

  /** The context of one engine without layers of the user. */
  public EngineContext(EngineConfig config) {
    this(config, List.of());
  }

  /**
   * The context of one engine.
   *
   * @param layers the user's layers around everything that is sent, the outermost first
   */
  public EngineContext(EngineConfig config, List<Layer> layers) {
    this.config = config;
    this.workers =
        new WorkerPool(config.provider(), CoreSettings.maxConcurrentRequests(config.settings()));
    this.executor = config.timing().tracking(scopes.carrying(workers));
    this.stores = new StoreDiscovery(config.path());
    this.requestTimeout = CoreSettings.requestTimeout(config.settings());
    this.base = new LayerStack(builtIn(), scopes, layers);
  }

  private BuiltInLayers builtIn() {
    Timing timing = config.timing();
    Duration total = CoreSettings.retryTotal(config.settings());
    int concurrent = CoreSettings.maxConcurrentRequests(config.settings());
    LongSupplier left = () -> scopes.left(timing.nanos());
    Pacer pacer = new Pacer(() -> backend().rates(), timing);
    TelemetryLayer telemetry = new TelemetryLayer(config.telemetry(), timing);
    CapabilityLayer capability =
        new CapabilityLayer(config.provider(), () -> backend().capabilities());
    return new BuiltInLayers(
        List.of(telemetry, capability, new PolicyLayer(config.policy())),
        List.of(
            telemetry,
            new PaceLayer(pacer, total, left),
            new RetryLayer(timing, config.random(), total, pacer, left),
            new TimeoutLayer(timing, concurrent, requestTimeout),
            new ErrorContextLayer()),
        capability);
  }

  private Backend backend() {
    Backend opened = backend;
    if (opened == null) {
      throw AloftException.of(
              ErrorCode.INTERNAL,
              "the provider \"" + config.provider() + "\" sends requests while it is opened")
          .build();
    }
    return opened;
  }

  /** Takes the backend that was opened with this. */
  void opened(Backend value) {
    this.backend = value;
  }

  EngineConfig config() {
    return config;
  }

  /** The stack of the engine, under whatever single clients put around it. */
  LayerStack base() {
    return base;
  }

  /** Runs a body whose requests, their repetitions among them, are over within a time. */
  <T> T within(Duration limit, Supplier<T> body) {
    return base.until(timing().nanos() + limit.toNanos(), body);
  }

  void close() {
    closed = true;
    workers.close();
    shared.close();
  }

  @Override
  public Settings settings() {
    return config.settings();
  }

  @Override
  public Timing timing() {
    return config.timing();
  }

  @Override
  public ClassLoader classLoader() {
    return config.classLoader();
  }

  @Override
  public Executor executor() {
    return executor;
  }

  @Override
  public <T> T send(Call call, Callable<T> sender) {
    if (closed) {
      throw isClosed(call + " was not sent").outcome(false).build();
    }
    Scope scope = scopes.current();
    return (scope == null ? base : scope.stack()).request(call, sender);
  }

  /** Refuses a verb of a client that is closed. */
  void requireOpen(Call verb) {
    if (closed) {
      throw isClosed(verb + " was not begun")
          .nextStep(NextStep.java("open another client", "Aloft.open()"))
          .build();
    }
  }

  private static AloftException.Builder isClosed(String what) {
    return AloftException.of(ErrorCode.INVALID_REQUEST, what + ": this client is closed")
        .effect(Effect.NONE);
  }

  @Override
  public <T> T customise(T request) {
    for (BeforeSend<?> hook : config.hooks()) {
      hook.apply(request);
    }
    return request;
  }

  @Override
  public Call.Builder call(String operation, String resource) {
    Scope scope = scopes.current();
    Backend opened = backend;
    return Call.builder(Level.REQUEST, operation)
        .at(config.provider(), opened == null ? "" : opened.scope())
        .resource(resource)
        .timeout(requestTimeout)
        .verbId(scope == null ? "" : scope.verbId());
  }

  @Override
  public ObjectStore store(String uri) {
    return stores.open(uri, this);
  }

  @Override
  public <T> T shared(Class<T> type, Supplier<T> maker) {
    return shared.get(type, maker);
  }

  @Override
  public double random() {
    return config.random().getAsDouble();
  }

  @Override
  public Duration requestTimeout() {
    return requestTimeout;
  }
}
