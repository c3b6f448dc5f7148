package dev.aloft.serving;

import dev.aloft.RichView;
import dev.aloft.data.Tensor;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.Views;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a model says of many rows, in their order. The values stay in the tensors they came in; a
 * {@link Prediction} is a view of one row. Immutable.
 */
public final class Predictions extends AbstractList<Prediction> implements RichView {
  private static final int SHOWN = 20;

  private final List<Tensor> outputs;
  private final int rows;
  private final @Nullable String revision;

  private Predictions(List<Tensor> outputs, int rows, @Nullable String revision) {
    this.outputs = List.copyOf(outputs);
    this.rows = rows;
    this.revision = revision;
  }

  /**
   * Predictions of a model's outputs; for providers.
   *
   * @param outputs named tensors, whose first dimension is the row
   * @param rows how many rows were asked
   * @param revision the hash of the revision that answered, null when the provider does not tell
   * @throws AloftException DATA_CORRUPTED when an output has another number of rows
   */
  public static Predictions of(List<Tensor> outputs, int rows, @Nullable String revision) {
    for (Tensor output : outputs) {
      if (output.shape().length == 0 || output.rows() != rows) {
        throw AloftException.of(
                ErrorCode.DATA_CORRUPTED, "the model answered " + output + " to " + rows + " rows")
            .effect(Effect.DONE)
            .build();
      }
    }
    if (outputs.isEmpty()) {
      throw AloftException.of(ErrorCode.DATA_CORRUPTED, "the model answered without any output")
          .effect(Effect.DONE)
          .build();
    }
    return new Predictions(outputs, rows, revision);
  }

  @Override
  public Prediction get(int index) {
    Objects.checkIndex(index, rows);
    return new Prediction(outputs, index, revision);
  }

  @Override
  public int size() {
    return rows;
  }

  /**
   * The single number of each row.
   *
   * @throws AloftException INVALID_REQUEST when the model gives more than one number for a row; the
   *     message names its outputs
   */
  public double[] values() {
    return OutputTensors.single(outputs, false).toDoubles();
  }

  /** The outputs as they came; the first dimension is the row. */
  public List<Tensor> outputs() {
    return outputs;
  }

  /**
   * One output; the first dimension is the row.
   *
   * @throws AloftException NOT_FOUND naming the outputs that there are
   */
  public Tensor output(String name) {
    return OutputTensors.named(outputs, name);
  }

  /** The hash of the revision that answered, where the provider tells. */
  public Optional<String> revision() {
    return Optional.ofNullable(revision);
  }

  @Override
  public Map<String, String> mimeBundle() {
    List<List<String>> shown = new ArrayList<>();
    for (int row = 0; row < Math.min(rows, SHOWN); row++) {
      List<String> texts = new ArrayList<>(List.of(Integer.toString(row)));
      for (Tensor output : outputs) {
        texts.add(OutputTensors.text(output, row));
      }
      shown.add(texts);
    }
    List<String> headings = new ArrayList<>(List.of("row"));
    outputs.forEach(output -> headings.add(output.name()));
    return Views.table(headings, shown, rows);
  }

  /** The first twenty on one line: {@code [benign=0.97], [benign=0.03]}. */
  @Override
  public String toString() {
    String shown =
        stream()
            .limit(SHOWN)
            .map(prediction -> "[" + prediction + "]")
            .collect(Collectors.joining(", "));
    return rows > SHOWN ? shown + ", … " + (rows - SHOWN) + " more" : shown;
  }
}
