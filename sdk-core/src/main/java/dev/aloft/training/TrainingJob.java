package dev.aloft.training;

import dev.aloft.Machine;
import dev.aloft.ProviderOption;
import dev.aloft.ProviderOptions;
import dev.aloft.data.Data;
import dev.aloft.data.Secret;
import dev.aloft.error.Problems;
import dev.aloft.internal.checks.TrainingJobChecks;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be trained, on data from where, on which machine, for how long. The job's name is a
 * group: each {@code train} is a new run in it, unless a key makes it one. Immutable; {@code
 * build()} reports every fault at once.
 */
public final class TrainingJob {
  private final String name;
  private final Workload workload;
  private final Map<String, Data> inputs;
  private final Map<String, Object> hyperparameters;
  private final @Nullable Machine machine;
  private final int nodes;
  private final @Nullable Duration spotMaxWait;
  private final Duration maxRuntime;
  private final boolean checkpoints;
  private final Map<String, String> labels;
  private final Map<String, String> environment;
  private final Map<String, Secret> secrets;
  private final @Nullable String key;
  private final @Nullable String registerAs;
  private final ProviderOptions options;

  private TrainingJob(Builder builder) {
    this.name = builder.name;
    this.workload = builder.workload;
    this.inputs = Collections.unmodifiableMap(new LinkedHashMap<>(builder.inputs));
    this.hyperparameters =
        Collections.unmodifiableMap(new LinkedHashMap<>(builder.hyperparameters));
    this.machine = builder.machine;
    this.nodes = builder.nodes;
    this.spotMaxWait = builder.spotMaxWait;
    this.maxRuntime = builder.maxRuntime;
    this.checkpoints = builder.checkpoints;
    this.labels = Collections.unmodifiableMap(new LinkedHashMap<>(builder.labels));
    this.environment = Collections.unmodifiableMap(new LinkedHashMap<>(builder.environment));
    this.secrets = Collections.unmodifiableMap(new LinkedHashMap<>(builder.secrets));
    this.key = builder.key;
    this.registerAs = builder.registerAs;
    this.options = builder.options;
  }

  /**
   * Starts a job.
   *
   * @param name the group of its runs: {@code [a-z](-?[a-z0-9])*}, at most 24 characters
   * @param workload what runs
   */
  public static Builder builder(String name, Workload workload) {
    return new Builder(name, workload);
  }

  /** A builder filled with this job. */
  public Builder toBuilder() {
    Builder copy = new Builder(name, workload);
    copy.inputs.putAll(inputs);
    copy.hyperparameters.putAll(hyperparameters);
    copy.machine = machine;
    copy.nodes = nodes;
    copy.spotMaxWait = spotMaxWait;
    copy.maxRuntime = maxRuntime;
    copy.checkpoints = checkpoints;
    copy.labels.putAll(labels);
    copy.environment.putAll(environment);
    copy.secrets.putAll(secrets);
    copy.key = key;
    copy.registerAs = registerAs;
    copy.options = options;
    return copy;
  }

  /** The group of the job's runs. */
  public String name() {
    return name;
  }

  /** What runs. */
  public Workload workload() {
    return workload;
  }

  /** The inputs by name, in the order they were given. */
  public Map<String, Data> inputs() {
    return inputs;
  }

  /** The hyperparameters with their types: text, whole and broken numbers, booleans. */
  public Map<String, Object> hyperparameters() {
    return hyperparameters;
  }

  /** The machine asked for; empty for the provider's small default. */
  public Optional<Machine> machine() {
    return Optional.ofNullable(machine);
  }

  /** The number of machines. Default 1. */
  public int nodes() {
    return nodes;
  }

  /**
   * How long to wait at most for interruptible machines, run included; empty for dedicated ones.
   */
  public Optional<Duration> spotMaxWait() {
    return Optional.ofNullable(spotMaxWait);
  }

  /** The time after which the provider ends the run. Default 24 hours. */
  public Duration maxRuntime() {
    return maxRuntime;
  }

  /** Whether {@code ALOFT_CHECKPOINT_DIR} survives interruptions. Default false. */
  public boolean checkpoints() {
    return checkpoints;
  }

  /** The caller's labels. */
  public Map<String, String> labels() {
    return labels;
  }

  /** Environment variables of the work, visible to all who may see the job: no secrets. */
  public Map<String, String> environment() {
    return environment;
  }

  /** Environment variables of the work whose values are secret references. */
  public Map<String, Secret> secrets() {
    return secrets;
  }

  /** The key that makes {@code train} idempotent. */
  public Optional<String> key() {
    return Optional.ofNullable(key);
  }

  /** The registry name under which the service itself registers the model at the end. */
  public Optional<String> registerAs() {
    return Optional.ofNullable(registerAs);
  }

  /** Options of single providers. */
  public ProviderOptions options() {
    return options;
  }

  @Override
  public String toString() {
    return "training job \"" + name + "\" (" + workload + ")";
  }

  /** Builds a job. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final Workload workload;
    private final Map<String, Data> inputs = new LinkedHashMap<>();
    private final Map<String, Object> hyperparameters = new LinkedHashMap<>();
    private @Nullable Machine machine;
    private int nodes = 1;
    private @Nullable Duration spotMaxWait;
    private Duration maxRuntime = Duration.ofHours(24);
    private boolean checkpoints;
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, Secret> secrets = new LinkedHashMap<>();
    private @Nullable String key;
    private @Nullable String registerAs;
    private ProviderOptions options = ProviderOptions.none();

    private Builder(String name, Workload workload) {
      this.name = name;
      this.workload = workload;
    }

    /** Adds an input; the work finds it as {@code ALOFT_INPUT_<NAME>}. */
    public Builder input(String inputName, Data data) {
      inputs.put(inputName, data);
      return this;
    }

    /** Sets a hyperparameter. */
    public Builder hyperparameter(String parameter, String value) {
      hyperparameters.put(parameter, value);
      return this;
    }

    /** Sets a hyperparameter: an integer, a long, a double, a BigDecimal …. */
    public Builder hyperparameter(String parameter, Number value) {
      hyperparameters.put(parameter, value);
      return this;
    }

    /** Sets a hyperparameter. */
    public Builder hyperparameter(String parameter, boolean value) {
      hyperparameters.put(parameter, value);
      return this;
    }

    /** Sets the machine. Default: a small CPU machine of the provider, named on the run. */
    public Builder machine(Machine wanted) {
      this.machine = wanted;
      return this;
    }

    /** Sets the number of machines. Default 1. */
    public Builder nodes(int count) {
      this.nodes = count;
      return this;
    }

    /** Takes interruptible machines, waiting and running at most this long. Default: dedicated. */
    public Builder spot(Duration maxWait) {
      this.spotMaxWait = maxWait;
      return this;
    }

    /** Sets the time after which the provider ends the run. Default 24 hours. */
    public Builder maxRuntime(Duration limit) {
      this.maxRuntime = limit;
      return this;
    }

    /** Keeps {@code ALOFT_CHECKPOINT_DIR} over interruptions. */
    public Builder checkpoints() {
      this.checkpoints = true;
      return this;
    }

    /** Adds a label. */
    public Builder label(String labelName, String value) {
      labels.put(labelName, value);
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

    /**
     * Makes {@code train} idempotent: the same key and job again is the existing run, in whatever
     * process; another job under the key is ALREADY_EXISTS, naming the fields that differ.
     *
     * @param value 1 to 128 characters, not all of them blank, no control characters
     */
    public Builder key(String value) {
      this.key = value;
      return this;
    }

    /** Lets the service register the model at the end of the run. */
    public Builder registerAs(String modelName) {
      this.registerAs = modelName;
      return this;
    }

    /** Sets an option that only one provider knows; others ignore it with a warning. */
    public <T> Builder option(ProviderOption<T> option, T value) {
      options = options.with(option, value);
      return this;
    }

    /** Sets an option that the provider must know; others refuse the job. */
    public <T> Builder requiredOption(ProviderOption<T> option, T value) {
      options = options.withRequired(option, value);
      return this;
    }

    /**
     * The job.
     *
     * @throws dev.aloft.error.AloftException INVALID_REQUEST with every fault
     */
    public TrainingJob build() {
      TrainingJob job = new TrainingJob(this);
      Problems problems = new Problems();
      TrainingJobChecks.check(job, problems);
      problems.throwIfAny("training job \"" + name + "\"");
      return job;
    }
  }
}
