package dev.aloft.local.serving;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Table;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.disk.Json;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Rows as XGBoost wants them: 32-bit numbers, NaN for missing, categories by their codes. A
 * category that the training data did not have is missing. Immutable.
 */
final class XgboostInputs {
  /** The manifest's property with the categories of each column in the order of their codes. */
  static final String CATEGORIES = "categories";

  private final List<@Nullable Map<String, Integer>> codes = new ArrayList<>();

  /**
   * The way for the rows of a model.
   *
   * @throws AloftException DATA_CORRUPTED when a column holds texts and nothing tells their codes
   */
  XgboostInputs(Signature signature, ModelManifest manifest) {
    JsonNode categories = categories(manifest.properties().getOrDefault(CATEGORIES, "{}"));
    for (Column input : signature.inputs()) {
      codes.add(input.type() == DataType.STRING ? codes(categories, input.name()) : null);
    }
  }

  private static JsonNode categories(String text) {
    try {
      return Json.parse(text);
    } catch (JacksonException e) {
      throw corrupted("its \"" + CATEGORIES + "\" are no JSON: " + e.getOriginalMessage());
    }
  }

  private static Map<String, Integer> codes(JsonNode categories, String column) {
    if (!categories.path(column).isArray()) {
      throw corrupted("the input \"" + column + "\" is text, and its categories are not told");
    }
    Map<String, Integer> codes = new HashMap<>();
    for (JsonNode category : categories.path(column)) {
      codes.put(category.asString(""), codes.size());
    }
    return codes;
  }

  private static AloftException corrupted(String why) {
    return AloftException.of(ErrorCode.DATA_CORRUPTED, "the model cannot be served: " + why)
        .build();
  }

  /** The values of all rows, one row after the other. */
  float[] floats(Table rows) {
    int width = rows.columnCount();
    float[] values = new float[rows.rowCount() * width];
    for (int column = 0; column < width; column++) {
      Map<String, Integer> known = codes.get(column);
      for (int row = 0, at = column; row < rows.rowCount(); row++, at += width) {
        values[at] =
            known == null ? rows.getFloat(row, column) : code(known, rows.getString(row, column));
      }
    }
    return values;
  }

  private static float code(Map<String, Integer> codes, @Nullable String category) {
    Integer code = category == null ? null : codes.get(category);
    return code == null ? Float.NaN : code;
  }
}
