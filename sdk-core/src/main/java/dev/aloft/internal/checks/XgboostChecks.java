package dev.aloft.internal.checks;

import dev.aloft.data.CsvFormat;
import dev.aloft.data.Data;
import dev.aloft.driver.Suggestions;
import dev.aloft.error.Problems;
import dev.aloft.training.TrainingJob;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code Algorithm.xgboost()} needs. */
final class XgboostChecks {
  private static final Set<String> INPUTS = Set.of("train", "validation");

  private XgboostChecks() {}

  static void check(TrainingJob job, Problems problems) {
    problems.require(
        job.inputs().containsKey("train"),
        "inputs.train",
        null,
        "the data to learn from: .input(\"train\", Data.csv(…).label(…))");
    job.inputs().forEach((name, data) -> input(name, data, problems));
    Map<String, Object> parameters = job.hyperparameters();
    parameters.forEach((name, value) -> parameter(name, value, problems));
    positive("num_round", parameters, problems);
    positive("early_stopping_rounds", parameters, problems);
    problems.require(
        !parameters.containsKey("early_stopping_rounds") || job.inputs().containsKey("validation"),
        "hyperparameters.early_stopping_rounds",
        parameters.get("early_stopping_rounds"),
        "an input \"validation\" to stop by");
    objective(parameters, problems);
    metrics(parameters, problems);
  }

  private static void input(String name, Data data, Problems problems) {
    String field = "inputs." + name;
    problems.require(INPUTS.contains(name), field, name, "train or validation");
    if (data.csvFormat().isEmpty()) {
      problems.add(field, data, "CSV: Data.csv(…)");
      return;
    }
    CsvFormat format = data.csvFormat().get();
    problems.require(
        format.label().isPresent() || format.labelPosition().isPresent(),
        field + ".label",
        null,
        "the column to learn: .label(\"name\") or .label(position)");
    String label =
        format.label().orElse(format.hasHeader() ? "" : "f" + format.labelPosition().orElse(-1));
    problems.require(
        !format.categorical().contains(label),
        field + ".categorical",
        label,
        "columns without the label, which must be numeric; encode classes as 0, 1, …");
  }

  private static void parameter(String name, @Nullable Object value, Problems problems) {
    String field = "hyperparameters." + name;
    ParameterRule rule = XgboostParameters.RULES.get(name);
    if (rule == null) {
      Set<String> known = XgboostParameters.RULES.keySet();
      problems.add(field, value, "XGBoost has no parameter of that name" + near(name, known));
    } else if (isSound(value)) {
      problems.require(rule.takes().test(String.valueOf(value)), field, value, rule.words());
    }
  }

  /** What is null or not finite is a fault for every algorithm, and told there. */
  private static boolean isSound(@Nullable Object value) {
    return (value instanceof Double || value instanceof Float)
        ? Double.isFinite(((Number) value).doubleValue())
        : value != null;
  }

  private static String near(String word, Set<String> known) {
    return Suggestions.nearest(word, known)
        .map(meant -> "; did you mean " + meant + "?")
        .orElse("");
  }

  private static void metrics(Map<String, Object> parameters, Problems problems) {
    Object metrics = parameters.get("eval_metric");
    if (metrics == null) {
      return;
    }
    for (String metric : metrics.toString().split(",", -1)) {
      String word = metric.strip().replaceAll("@.*|-$", "");
      problems.require(
          XgboostParameters.METRICS.contains(word),
          "hyperparameters.eval_metric",
          metrics,
          "metrics of "
              + XgboostParameters.METRICS
              + ", with commas between"
              + near(word, XgboostParameters.METRICS));
    }
  }

  private static void positive(String name, Map<String, Object> parameters, Problems problems) {
    Object value = parameters.get(name);
    BigDecimal number = number(value);
    problems.require(
        value == null || (number != null && isWhole(number) && number.signum() > 0),
        "hyperparameters." + name,
        value,
        "a whole number of at least 1");
  }

  private static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0
        && number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
  }

  private static @Nullable BigDecimal number(@Nullable Object value) {
    return value == null ? null : ParameterRule.number(value.toString());
  }

  private static void objective(Map<String, Object> parameters, Problems problems) {
    Object objective = parameters.get("objective");
    if (objective == null) {
      return;
    }
    String word = objective.toString();
    problems.require(
        XgboostParameters.OBJECTIVES.contains(word),
        "hyperparameters.objective",
        objective,
        "one of " + XgboostParameters.OBJECTIVES + near(word, XgboostParameters.OBJECTIVES));
    if (word.startsWith("multi:")) {
      BigDecimal classes = number(parameters.get("num_class"));
      problems.require(
          classes == null
              ? parameters.containsKey("num_class")
              : !isWhole(classes) || classes.compareTo(BigDecimal.ONE) > 0,
          "hyperparameters.num_class",
          parameters.get("num_class"),
          "how many classes there are, at least 2");
    }
  }
}
