package dev.aloft.serving;

import dev.aloft.Machine;
import dev.aloft.ProviderOption;
import dev.aloft.ProviderOptions;
import dev.aloft.data.Row;
import dev.aloft.data.Secret;
import dev.aloft.error.Problems;
import dev.aloft.internal.checks.DeployChecks;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a model is to be served, apart from its name. All optional. Immutable; made with {@link
 * #builder()}.
 */
public final class DeployOptions {
  private final @Nullable Machine machine;
  private final Scaling scaling;
  private final @Nullable ServingRuntime runtime;
  private final Map<String, String> environment;
  private final Map<String, Secret> secrets;
  private final Map<String, String> labels;
  private final @Nullable Row probe;
  private final @Nullable Duration expiresAfter;
  private final ProviderOptions options;

  private DeployOptions(Builder builder) {
    this.machine = builder.machine;
    this.scaling = builder.scaling;
    this.runtime = builder.runtime;
    this.environment = Collections.unmodifiableMap(new LinkedHashMap<>(builder.environment));
    this.secrets = Collections.unmodifiableMap(new LinkedHashMap<>(builder.secrets));
    this.labels = Collections.unmodifiableMap(new LinkedHashMap<>(builder.labels));
    this.probe = builder.probe;
    this.expiresAfter = builder.expiresAfter;
    this.options = builder.options;
  }

  /** The defaults: the provider's small machine, one replica, a ready-made runtime. */
  public static DeployOptions defaults() {
    return builder().build();
  }

  /** Starts options. */
  public static Builder builder() {
    return new Builder();
  }

  /** The machine; empty for the provider's small default. */
  public Optional<Machine> machine() {
    return Optional.ofNullable(machine);
  }

  /** The replicas. Default one. */
  public Scaling scaling() {
    return scaling;
  }

  /** The user's own runtime. */
  public Optional<ServingRuntime> runtime() {
    return Optional.ofNullable(runtime);
  }

  /** Environment variables. */
  public Map<String, String> environment() {
    return environment;
  }

  /** Environment variables whose values are secrets. */
  public Map<String, Secret> secrets() {
    return secrets;
  }

  /** The caller's labels. */
  public Map<String, String> labels() {
    return labels;
  }

  /** A row that must be answered before the endpoint counts as ready. */
  public Optional<Row> probe() {
    return Optional.ofNullable(probe);
  }

  /** How long after it became ready the endpoint should be removed. */
  public Optional<Duration> expiresAfter() {
    return Optional.ofNullable(expiresAfter);
  }

  /** Options of single providers. */
  public ProviderOptions options() {
    return options;
  }

  /** Builds options. Not thread-safe. */
  public static final class Builder {
    private @Nullable Machine machine;
    private Scaling scaling = Scaling.ONE;
    private @Nullable ServingRuntime runtime;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, Secret> secrets = new LinkedHashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private @Nullable Row probe;
    private @Nullable Duration expiresAfter;
    private ProviderOptions options = ProviderOptions.none();

    private Builder() {}

    /** Sets the machine. */
    public Builder machine(Machine wanted) {
      this.machine = wanted;
      return this;
    }

    /** Sets a fixed number of replicas. */
    public Builder replicas(int count) {
      this.scaling = Scaling.fixed(count);
      return this;
    }

    /** Sets the replicas. */
    public Builder scaling(Scaling wanted) {
      this.scaling = wanted;
      return this;
    }

    /** Serves with the user's own runtime. */
    public Builder runtime(ServingRuntime own) {
      this.runtime = own;
      return this;
    }

    /** Adds an environment variable. */
    public Builder environment(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    /** Adds an environment variable whose value is a secret. */
    public Builder secret(String variable, Secret secret) {
      secrets.put(variable, secret);
      return this;
    }

    /** Adds a label. */
    public Builder label(String name, String value) {
      labels.put(name, value);
      return this;
    }

    /**
     * A row that every revision must answer before the endpoint counts as ready, after each update
     * too; what answers with an error is taken back. Where predicting is not permitted the endpoint
     * counts without. Default: none; a model whose columns are known is then asked a row of zeros
     * and empty texts. It may refuse it or be silent, which the log tells; an answer that cannot be
     * read is taken back.
     */
    public Builder probe(Row row) {
      this.probe = row;
      return this;
    }

    /**
     * Removes the endpoint this long after it became ready; counted anew whenever it is changed.
     * The provider sees to it where its documentation says so, and the next {@code aloft.recover()}
     * of whatever process in any case. Default: never.
     */
    public Builder expiresAfter(Duration time) {
      this.expiresAfter = time;
      return this;
    }

    /** Sets an option that only one provider knows; others ignore it with a warning. */
    public <T> Builder option(ProviderOption<T> option, T value) {
      options = options.with(option, value);
      return this;
    }

    /** Sets an option that the provider must know; others refuse the deploy. */
    public <T> Builder requiredOption(ProviderOption<T> option, T value) {
      options = options.withRequired(option, value);
      return this;
    }

    /**
     * The options. What depends on the model, the name and the provider is checked when a model is
     * deployed with them.
     *
     * @throws dev.aloft.error.AloftException INVALID_REQUEST with every fault
     */
    public DeployOptions build() {
      DeployOptions built = new DeployOptions(this);
      Problems problems = new Problems();
      DeployChecks.check(built, problems);
      problems.throwIfAny("what is said of the deploy");
      return built;
    }
  }
}
