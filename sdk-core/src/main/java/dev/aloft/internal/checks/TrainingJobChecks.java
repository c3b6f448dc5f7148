package dev.aloft.internal.checks;

import dev.aloft.error.Problems;
import dev.aloft.internal.Names;
import dev.aloft.training.TrainingJob;
import java.time.Duration;
import java.util.regex.Pattern;

/** What is wrong with a job on every provider. Looks at no file; {@link LocalFileChecks} does. */
public final class TrainingJobChecks {
  private static final Pattern INPUT = Pattern.compile("[a-z][a-z0-9_]{0,31}");
  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");
  private static final Duration LONGEST = Duration.ofDays(28);
  private static final int LONGEST_KEY = 128;
  private static final int MOST_PARAMETERS = 100;
  private static final int LONGEST_PARAMETER = 2_500;

  private TrainingJobChecks() {}

  /** Notes every fault. */
  public static void check(TrainingJob job, Problems problems) {
    Names.check("name", job.name(), problems);
    inputs(job, problems);
    hyperparameters(job, problems);
    WorkloadChecks.check(job, problems);
    job.machine().ifPresent(machine -> MachineChecks.check(machine, problems));
    problems.require(job.nodes() >= 1, "nodes", job.nodes(), "at least 1");
    times(job, problems);
    VariableChecks.labels(job.labels(), problems);
    VariableChecks.environment(job.environment(), job.secrets(), problems);
    job.key().ifPresent(key -> key(key, problems));
    job.options().check(problems);
    job.registerAs().ifPresent(name -> Names.check("registerAs", name, problems));
  }

  private static void inputs(TrainingJob job, Problems problems) {
    job.inputs()
        .forEach(
            (name, data) -> {
              problems.require(
                  INPUT.matcher(name).matches(),
                  "inputs." + name,
                  name,
                  "a name of lower-case letters, digits and underscores, a letter first, at most 32"
                      + " characters");
              VariableChecks.notSecret("inputs." + name, data.location(), problems);
              data.check("inputs." + name, problems);
            });
  }

  private static void hyperparameters(TrainingJob job, Problems problems) {
    job.hyperparameters()
        .forEach(
            (name, value) -> {
              String field = "hyperparameters." + name;
              problems.require(
                  PARAMETER.matcher(name).matches(),
                  field,
                  name,
                  "a name of letters, digits, _, - and ., no digit first, at most 64 characters");
              problems.require(
                  !(value instanceof Double || value instanceof Float)
                      || Double.isFinite(((Number) value).doubleValue()),
                  field,
                  value,
                  "a finite number");
              if (value == null) {
                problems.add(field, null, "a value; leave it out for its default");
                return;
              }
              String text = value.toString();
              problems.require(
                  text.length() <= LONGEST_PARAMETER,
                  field,
                  text.length() + " characters",
                  "at most " + LONGEST_PARAMETER + " characters");
              VariableChecks.notSecret(field, text, problems);
            });
    int count = job.hyperparameters().size();
    problems.require(
        count <= MOST_PARAMETERS,
        "hyperparameters",
        count + " parameters",
        "at most " + MOST_PARAMETERS);
  }

  private static void times(TrainingJob job, Problems problems) {
    Duration runtime = job.maxRuntime();
    problems.require(
        runtime.compareTo(Duration.ofSeconds(1)) >= 0 && runtime.compareTo(LONGEST) <= 0,
        "maxRuntime",
        runtime,
        "from 1 second to 28 days");
    job.spotMaxWait()
        .ifPresent(
            wait ->
                problems.require(
                    wait.compareTo(runtime) >= 0 && wait.compareTo(LONGEST) <= 0,
                    "spot",
                    wait,
                    "at least maxRuntime ("
                        + runtime
                        + "), since the run is included, and at most"
                        + " 28 days"));
  }

  private static void key(String key, Problems problems) {
    problems.require(
        !key.isBlank()
            && key.length() <= LONGEST_KEY
            && key.chars().noneMatch(Character::isISOControl),
        "key",
        key,
        "a text of 1 to " + LONGEST_KEY + " characters, without control characters");
    VariableChecks.notSecret("key", key, problems);
  }
}
