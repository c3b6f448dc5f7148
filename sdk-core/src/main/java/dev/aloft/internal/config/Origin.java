package dev.aloft.internal.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One source of settings.
 *
 * @param name what it is called in messages
 * @param values the values by the settings' names
 * @param shared whether it may hold settings of other providers too
 * @param written how a name is written there
 */
record Origin(
    String name, Map<String, String> values, boolean shared, UnaryOperator<String> written) {
  private static final String PROPERTY = "aloft.";
  private static final String VARIABLE = "ALOFT_";

  /** What the training contract sets for the work itself, which is no setting of a client. */
  private static final Set<String> CONTRACT =
      Set.of(
          "model-dir",
          "output-dir",
          "checkpoint-dir",
          "hyperparameters",
          "metrics",
          "run",
          "rank",
          "world-size",
          "hosts");

  private static final String CONTRACT_INPUT = "input-";

  Origin {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  static Origin ofOwn(String name, Map<String, String> values) {
    return new Origin(name, values, false, setting -> "");
  }

  static Origin ofFile(String fileName, Map<String, String> values) {
    return new Origin(fileName, values, true, setting -> "");
  }

  static Origin ofProperties(Map<String, String> all) {
    Map<String, String> values = new LinkedHashMap<>();
    all.forEach(
        (name, value) -> {
          if (name.startsWith(PROPERTY)) {
            values.put(name.substring(PROPERTY.length()), value);
          }
        });
    return new Origin("the system properties", values, true, setting -> " " + PROPERTY + setting);
  }

  static Origin ofEnvironment(Map<String, String> all) {
    Map<String, String> values = new LinkedHashMap<>();
    all.forEach(
        (variable, value) -> {
          String name = settingOf(variable);
          if (variable.startsWith(VARIABLE) && !value.isBlank() && !isContract(name)) {
            values.put(name, value);
          }
        });
    return new Origin("the environment", values, true, setting -> " " + variableOf(setting));
  }

  private static String settingOf(String variable) {
    return variable.startsWith(VARIABLE)
        ? variable.substring(VARIABLE.length()).toLowerCase(Locale.ROOT).replace('_', '-')
        : variable;
  }

  private static String variableOf(String setting) {
    return VARIABLE + setting.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static boolean isContract(String name) {
    return CONTRACT.contains(name) || name.startsWith(CONTRACT_INPUT);
  }

  /** The name alone; the values may hold secrets. */
  @Override
  public String toString() {
    return name;
  }

  /** A name as it stands there. */
  String spelled(String setting) {
    String spelling = written.apply(setting).strip();
    return spelling.isEmpty() ? setting : spelling;
  }

  /** Where a setting came from, for messages. */
  String of(String setting) {
    return name + written.apply(setting);
  }
}
