package dev.aloft.local.worker;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/**
 * The values of a column to learn, and whether the objective can learn them: the library says of
 * such a fault what it means for its own arithmetic only. Not thread-safe.
 */
final class Labels {
  private float least = Float.POSITIVE_INFINITY;
  private float most = Float.NEGATIVE_INFINITY;
  private boolean whole = true;

  void add(float label) {
    least = Math.min(least, label);
    most = Math.max(most, label);
    whole &= label == Math.rint(label);
  }

  /**
   * Refuses labels that the objective cannot learn.
   *
   * @throws AloftException USER_CODE_FAILED, as where a provider's own training finds it out, with
   *     the caller's request to blame
   */
  void check(String input, String name, JsonNode hyperparameters) {
    String objective = hyperparameters.path("objective").asString("");
    String wanted =
        switch (objective) {
          case "binary:logistic", "binary:logitraw", "binary:hinge", "reg:logistic" ->
              isFrom(0, 1) ? "" : "values from 0 to 1";
          case "multi:softmax", "multi:softprob" -> classes(hyperparameters);
          case "count:poisson", "reg:tweedie" ->
              isFrom(0, Float.MAX_VALUE) ? "" : "values of at least 0";
          default -> "";
        };
    if (!wanted.isEmpty()) {
      throw AloftException.of(
              ErrorCode.USER_CODE_FAILED,
              "label \""
                  + name
                  + "\" of the input "
                  + input
                  + " has "
                  + (whole ? "values" : "values with fractions")
                  + " from "
                  + text(least)
                  + " to "
                  + text(most)
                  + "; "
                  + objective
                  + " wants "
                  + wanted
                  + ": change the data, name another label, or take another objective")
          .build();
    }
  }

  private String classes(JsonNode hyperparameters) {
    int last = hyperparameters.path("num_class").asInt(0) - 1;
    return whole && isFrom(0, last)
        ? ""
        : "whole numbers from 0 to " + last + ", since num_class is " + (last + 1);
  }

  private boolean isFrom(float from, float to) {
    return least >= from && most <= to;
  }

  private static String text(float value) {
    return new BigDecimal(Float.toString(value)).stripTrailingZeros().toPlainString();
  }
}
