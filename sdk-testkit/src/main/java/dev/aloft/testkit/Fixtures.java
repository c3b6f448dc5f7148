package dev.aloft.testkit;

import dev.aloft.data.Row;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Things to do at a provider: jobs that end in every way, models that serve and one that does not,
 * and a row to predict on. {@link #xgboost} makes what most providers need; a provider changes what
 * is different there. Immutable.
 */
public final class Fixtures {
  private final Path directory;
  private final TrainingJob good;
  private final TrainingJob other;
  private final TrainingJob failing;
  private final TrainingJob slow;
  private final String failingReason;
  private final @Nullable Script script;
  private final @Nullable Script failingScript;
  private final @Nullable Script emptyScript;
  private final ModelFixture model;
  private final ModelFixture otherModel;
  private final Path brokenModel;
  private final List<String> columns;
  private final List<Double> row;

  private Fixtures(Builder builder) {
    this.directory = builder.directory;
    this.good = set(builder.good, "good");
    this.other = set(builder.other, "other");
    this.failing = set(builder.failing, "failing");
    this.slow = set(builder.slow, "slow");
    this.failingReason = builder.failingReason;
    this.script = builder.script;
    this.failingScript = builder.failingScript;
    this.emptyScript = builder.emptyScript;
    this.model = set(builder.model, "model");
    this.otherModel = set(builder.otherModel, "otherModel");
    this.brokenModel = set(builder.brokenModel, "brokenModel");
    this.columns = List.copyOf(builder.columns);
    this.row = List.copyOf(builder.row);
  }

  private static <T> T set(@Nullable T value, String name) {
    return Objects.requireNonNull(value, name);
  }

  /**
   * Jobs for {@code Algorithm.xgboost()} and models in XGBoost's own format, made in a directory.
   */
  public static Fixtures xgboost(Path directory) {
    return XgboostFixtures.in(directory).build();
  }

  /** Starts fixtures that share nothing with those for XGBoost. */
  public static Builder builder(Path directory) {
    return new Builder(directory);
  }

  /** A builder filled with these. */
  public Builder toBuilder() {
    Builder copy = new Builder(directory);
    copy.good = good;
    copy.other = other;
    copy.failing = failing;
    copy.slow = slow;
    copy.failingReason = failingReason;
    copy.script = script;
    copy.failingScript = failingScript;
    copy.emptyScript = emptyScript;
    copy.model = model;
    copy.otherModel = otherModel;
    copy.brokenModel = brokenModel;
    copy.columns = columns;
    copy.row = row;
    return copy;
  }

  /** Where files for more jobs may be made. */
  public Path directory() {
    return directory;
  }

  /** A job that ends well, in a short time. */
  public TrainingJob good() {
    return good;
  }

  /** Another job of the same group that ends well. */
  public TrainingJob other() {
    return other;
  }

  /** A job whose own code fails, and says why. */
  public TrainingJob failing() {
    return failing;
  }

  /** A word of the reason for which the failing job fails. */
  public String failingReason() {
    return failingReason;
  }

  /** A job that goes on for minutes unless it is cancelled. */
  public TrainingJob slow() {
    return slow;
  }

  /** A script that writes a model, if the provider can run one. */
  public Optional<Script> script() {
    return Optional.ofNullable(script);
  }

  /** A script that ends with exit code 3 and a traceback, if the provider can run one. */
  public Optional<Script> failingScript() {
    return Optional.ofNullable(failingScript);
  }

  /** A script that ends well and writes no model, if the provider can run one. */
  public Optional<Script> emptyScript() {
    return Optional.ofNullable(emptyScript);
  }

  /** A model that serves. */
  public ModelFixture model() {
    return model;
  }

  /** Another model with the same inputs that never says what the first one says. */
  public ModelFixture otherModel() {
    return otherModel;
  }

  /** The directory of a model that looks right from outside and cannot serve. */
  public Path brokenModel() {
    return brokenModel;
  }

  /** The names of the models' inputs. */
  public List<String> columns() {
    return columns;
  }

  /** The row to predict on. */
  public Row row() {
    return Row.of(values());
  }

  /** The cells of the row. */
  public double[] values() {
    return row.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Builds fixtures. Everything but the scripts is required. Not thread-safe. */
  public static final class Builder {
    private final Path directory;
    private @Nullable TrainingJob good;
    private @Nullable TrainingJob other;
    private @Nullable TrainingJob failing;
    private @Nullable TrainingJob slow;
    private String failingReason = "label";
    private @Nullable Script script;
    private @Nullable Script failingScript;
    private @Nullable Script emptyScript;
    private @Nullable ModelFixture model;
    private @Nullable ModelFixture otherModel;
    private @Nullable Path brokenModel;
    private List<String> columns = List.of();
    private List<Double> row = List.of();

    private Builder(Path directory) {
      this.directory = directory;
    }

    /** Sets the four jobs. */
    public Builder jobs(
        TrainingJob goodJob, TrainingJob otherJob, TrainingJob failingJob, TrainingJob slowJob) {
      this.good = goodJob;
      this.other = otherJob;
      this.failing = failingJob;
      this.slow = slowJob;
      return this;
    }

    /** Sets a word of the reason for which the failing job fails. Default {@code label}. */
    public Builder failingReason(String word) {
      this.failingReason = word;
      return this;
    }

    /** Changes every job, such as to set an option that the provider requires. */
    public Builder eachJob(UnaryOperator<TrainingJob> change) {
      return jobs(
          change.apply(set(good, "good")),
          change.apply(set(other, "other")),
          change.apply(set(failing, "failing")),
          change.apply(set(slow, "slow")));
    }

    /** Sets the script that writes a model and the one that fails. */
    public Builder scripts(Script goodScript, Script badScript) {
      this.script = goodScript;
      this.failingScript = badScript;
      return this;
    }

    /** Sets the script that ends well, prints {@code forgot to save} and writes no model. */
    public Builder emptyScript(Script script) {
      this.emptyScript = script;
      return this;
    }

    /** Sets the three models. */
    public Builder models(ModelFixture one, ModelFixture another, Path broken) {
      this.model = one;
      this.otherModel = another;
      this.brokenModel = broken;
      return this;
    }

    /** Sets the inputs of the models and the row to predict on. */
    public Builder row(List<String> names, double... values) {
      this.columns = List.copyOf(names);
      this.row = java.util.Arrays.stream(values).boxed().toList();
      return this;
    }

    /** The fixtures. */
    public Fixtures build() {
      return new Fixtures(this);
    }
  }
}
