package dev.aloft.model;

import dev.aloft.data.Column;
import java.util.List;

/**
 * What a model takes and gives.
 *
 * @param inputs the columns of a row to predict on, in the model's order; empty when unknown
 * @param outputs what a prediction holds; empty when unknown
 */
public record Signature(List<Column> inputs, List<Column> outputs) {
  /** Nothing is known. */
  public static final Signature UNKNOWN = new Signature(List.of(), List.of());

  /** Copies the lists. */
  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Whether the inputs are known. */
  public boolean isKnown() {
    return !inputs.isEmpty();
  }
}
