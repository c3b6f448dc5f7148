package dev.aloft.internal;

import dev.aloft.driver.Backend;
import dev.aloft.driver.Provider;
import dev.aloft.driver.Settings;
import dev.aloft.driver.Timing;
import dev.aloft.internal.config.Resolver;
import dev.aloft.internal.config.Sources;
import dev.aloft.internal.discovery.ProviderDiscovery;
import dev.aloft.internal.discovery.SearchPath;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Lifecycle;
import dev.aloft.layer.Policy;
import dev.aloft.layer.Telemetry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects what a client is made of, and opens it. Not thread-safe. */
public final class AloftBuild {
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<Layer> layers = new ArrayList<>();
  private final List<Lifecycle> listeners = new ArrayList<>();
  private final List<BeforeSend<?>> hooks = new ArrayList<>();
  private @Nullable String uri;
  private Telemetry telemetry = Telemetry.NONE;
  private Policy policy = Policy.ALLOW;
  private @Nullable ClassLoader loader;
  private @Nullable Timing timing;

  /** Chooses the provider. */
  public void provider(String scheme) {
    set("provider", scheme);
  }

  /** Chooses the provider and settings by URI. */
  public void uri(String text) {
    this.uri = text;
  }

  /** Sets a setting. */
  public void set(String name, String value) {
    values.put(name, value);
  }

  /** Adds a layer around those added before. */
  public void layer(Layer layer) {
    layers.add(0, layer);
  }

  /** Sets the telemetry. */
  public void telemetry(Telemetry value) {
    this.telemetry = value;
  }

  /** Sets the policy. */
  public void policy(Policy value) {
    this.policy = value;
  }

  /** Adds a listener. */
  public void lifecycle(Lifecycle listener) {
    listeners.add(listener);
  }

  /** Adds a hook. */
  public <T> void beforeSend(Class<T> type, Consumer<? super T> change) {
    hooks.add(new BeforeSend<>(type, change));
  }

  /** Sets the loader. */
  public void classLoader(ClassLoader value) {
    this.loader = value;
  }

  /** Sets the time. */
  public void timing(Timing value) {
    this.timing = value;
  }

  /** Opens the client. */
  public Session open() {
    SearchPath path = SearchPath.of(loader);
    Resolver resolver = new Resolver(Sources.ofThisProcess(values, uri, path));
    ProviderDiscovery providers = ProviderDiscovery.look(path);
    Provider provider = providers.choose(resolver.provider());
    Settings settings = resolver.resolve(provider, providers.found());
    EngineContext context =
        new EngineContext(
            new EngineConfig(
                provider.scheme(),
                settings,
                timing == null ? new SystemTiming() : timing,
                path,
                path.forProvider(provider.getClass()),
                () -> ThreadLocalRandom.current().nextDouble(),
                telemetry,
                policy,
                hooks),
            layers);
    return open(provider, context);
  }

  private Session open(Provider provider, EngineContext context) {
    Backend backend = provider.open(context);
    try {
      Engine engine = new Engine(context, backend);
      listeners.forEach(engine::onLifecycle);
      return engine.session(List.of());
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
  }
}
