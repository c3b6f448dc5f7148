package dev.aloft.local.worker;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Hyperparameters of XGBoost: two for the loop, the metrics, and the rest for the library.
 *
 * @param rounds how many rounds at most
 * @param patience how many rounds without an improvement end the training; 0 for never
 * @param metrics what is measured; empty for the objective's own
 * @param library what the library gets
 */
record Parameters(int rounds, int patience, List<String> metrics, Map<String, Object> library) {
  private static final int ROUNDS = 100;

  static Parameters of(JsonNode hyperparameters, int threads) {
    Map<String, Object> library = new LinkedHashMap<>();
    library.put("nthread", threads);
    library.put("seed", 0);
    hyperparameters
        .properties()
        .forEach(entry -> library.put(entry.getKey(), entry.getValue().asString()));
    Object metrics = library.remove("eval_metric");
    return new Parameters(
        take(library, "num_round", ROUNDS, 1),
        take(library, "early_stopping_rounds", 0, 0),
        metrics == null ? List.of() : split(metrics.toString()),
        library);
  }

  private static int take(Map<String, Object> library, String name, int usual, int least) {
    Object value = library.remove(name);
    if (value == null) {
      return usual;
    }
    try {
      int number = new BigDecimal(value.toString()).intValueExact();
      if (number >= least) {
        return number;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw bad(name, value, least);
    }
    throw bad(name, value, least);
  }

  private static AloftException bad(String name, Object value, int least) {
    return AloftException.of(
            ErrorCode.INVALID_REQUEST,
            "the hyperparameter " + name + " = " + value + " must be a whole number from " + least)
        .build();
  }

  private static List<String> split(String metrics) {
    List<String> names = new ArrayList<>();
    for (String name : metrics.split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip());
      }
    }
    return names;
  }
}
