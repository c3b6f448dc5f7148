package dev.aloft;

import dev.aloft.driver.Timing;
import dev.aloft.internal.AloftBuild;
import dev.aloft.internal.Session;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Lifecycle;
import dev.aloft.layer.Policy;
import dev.aloft.layer.Telemetry;
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
import java.util.function.Consumer;

/**
 * The entry: one provider, one account and region, workspace, namespace or home.
 *
 * <p>{@link #open()} takes the provider that is on the class path. Opening and every handle that
 * comes from here call nothing before they are asked something. Closing ends the waiting and
 * releases what was opened; work at the provider goes on. Safe for use by many threads.
 */
public final class Aloft implements AutoCloseable {
  private final Session session;

  private Aloft(Session session) {
    this.session = session;
  }

  /**
   * Opens the provider found on the class path, with settings from system properties, the
   * environment, {@code aloft.properties} and the provider's own conventions.
   *
   * @throws dev.aloft.error.AloftException INVALID_REQUEST when there is none, or more than one and
   *     none is chosen; the message names the artifact to add or how to choose
   */
  public static Aloft open() {
    return builder().open();
  }

  /**
   * Opens the provider named by a URI, such as {@code aws:?region=eu-west-1} or {@code local:}.
   *
   * @throws dev.aloft.error.AloftException INVALID_REQUEST when the URI or a setting is wrong
   */
  public static Aloft open(String uri) {
    return builder().uri(uri).open();
  }

  /** Starts a client whose settings are given in code. */
  public static Builder builder() {
    return new Builder();
  }

  /** The provider's scheme. */
  public String provider() {
    return session.provider();
  }

  /** Account and region, workspace, namespace or home, as in operation ids. */
  public String scope() {
    return session.scope();
  }

  /** What can be done here and now. */
  public Set<Capability> capabilities() {
    return session.capabilities();
  }

  /**
   * Checks at start what a program will need later.
   *
   * @throws dev.aloft.error.AloftException UNSUPPORTED naming everything that is missing
   */
  public void require(Capability... needed) {
    session.require(Set.copyOf(List.of(needed)));
  }

  /** Trains. */
  public Trainer trainer() {
    return session.trainer();
  }

  /** Registered models, and models by file. */
  public Models models() {
    return session.models();
  }

  /** The endpoint of that name, whether it exists or not. Calls nothing. */
  public Endpoint endpoint(String name) {
    return session.endpoint(name);
  }

  /**
   * All endpoints that exist at the place, however many there are and whoever made them. Whose one
   * is, its status says: {@link dev.aloft.serving.EndpointStatus#isOurs()}.
   */
  public Listing<Endpoint> endpoints() {
    return session.endpoints();
  }

  /** Brings an endpoint to a model, which may come from another provider, and waits for it. */
  public Endpoint deploy(String name, Model model) {
    return startDeploy(name, model, DeployOptions.defaults()).await();
  }

  /** Brings an endpoint to a model, which may come from another provider, and waits for it. */
  public Endpoint deploy(String name, Model model, DeployOptions options) {
    return startDeploy(name, model, options).await();
  }

  /** Starts to bring an endpoint to a model. */
  public Deployment startDeploy(String name, Model model, DeployOptions options) {
    return session.startDeploy(name, model, options);
  }

  /**
   * Goes on with an operation of any process.
   *
   * @throws dev.aloft.error.AloftException INVALID_REQUEST when the id is of another provider or
   *     scope
   */
  public Operation<?> resume(OperationId id) {
    return session.resume(id);
  }

  /**
   * Finishes or removes everything that a process left half done, removes endpoints whose time
   * ({@code expiresAfter}) is over, and waits for it: at most an hour for all, after which what
   * goes on is told as {@code still running}. A name whose service does not answer for a quarter of
   * an hour is given up with that error, and the others go on. Uploads that were broken off more
   * than a week ago are taken away.
   *
   * @return what was found and how it ended
   */
  public Recovery recover() {
    return session.recover();
  }

  /** Parts that carry this log's tag and that no wish explains. */
  public Orphans orphans() {
    return session.orphans();
  }

  /** What a deploy would write, without writing. */
  public Plan plan(String name, Model model, DeployOptions options) {
    return session.plan(name, model, options);
  }

  /** A client over the same base with one more layer around it; closing it leaves this open. */
  public Aloft with(Layer layer) {
    return new Aloft(session.with(layer));
  }

  /** The layers in their order, the outermost first: verbs, then requests. */
  public List<String> layers() {
    return session.layerNames();
  }

  /** Tells what comes into being and goes. Close to stop. */
  public AutoCloseable onLifecycle(Lifecycle listener) {
    return session.onLifecycle(listener);
  }

  /** The vendor's client behind this, where there is one of that type. */
  public <T> Optional<T> unwrap(Class<T> type) {
    return session.unwrap(type);
  }

  @Override
  public void close() {
    session.close();
  }

  @Override
  public String toString() {
    return provider() + ":/" + scope();
  }

  /** Builds a client. Not thread-safe. */
  public static final class Builder {
    private final AloftBuild build = new AloftBuild();

    private Builder() {}

    /** Chooses the provider by its scheme. */
    public Builder provider(String scheme) {
      build.provider(scheme);
      return this;
    }

    /** Chooses the provider, and settings weaker than {@link #set}. */
    public Builder uri(String uri) {
      build.uri(uri);
      return this;
    }

    /** Sets a setting; the strongest source. */
    public Builder set(String name, String value) {
      build.set(name, value);
      return this;
    }

    /** Puts a layer around those added before. */
    public Builder layer(Layer layer) {
      build.layer(layer);
      return this;
    }

    /** Tells of every call. */
    public Builder telemetry(Telemetry telemetry) {
      build.telemetry(telemetry);
      return this;
    }

    /** Asks before every verb. */
    public Builder policy(Policy policy) {
      build.policy(policy);
      return this;
    }

    /** Tells what comes into being and goes. */
    public Builder lifecycle(Lifecycle listener) {
      build.lifecycle(listener);
      return this;
    }

    /** Changes a vendor's request of that type just before it leaves. */
    public <T> Builder beforeSend(Class<T> type, Consumer<? super T> change) {
      build.beforeSend(type, change);
      return this;
    }

    /** Looks for providers with this loader only. */
    public Builder classLoader(ClassLoader loader) {
      build.classLoader(loader);
      return this;
    }

    /** Takes time from here; default is the system's. */
    public Builder timing(Timing timing) {
      build.timing(timing);
      return this;
    }

    /**
     * The client. Calls nothing.
     *
     * @throws dev.aloft.error.AloftException INVALID_REQUEST when no provider can be chosen or a
     *     setting is wrong
     */
    public Aloft open() {
      return new Aloft(build.open());
    }
  }
}
