package dev.aloft.serving;

import dev.aloft.data.DataType;
import dev.aloft.data.Tensor;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.util.List;
import java.util.StringJoiner;

/** What can be asked of a model's outputs, whose first dimension is the row. */
final class OutputTensors {
  private OutputTensors() {}

  /** The only output, when it has one value for each row. */
  static Tensor single(List<Tensor> outputs, boolean text) {
    Tensor only = outputs.get(0);
    boolean fits = (only.type() == DataType.STRING) == text;
    if (outputs.size() > 1 || only.size() != only.rows() || !fits) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST,
              "the model does not give a single "
                  + (text ? "text" : "number")
                  + " for each row, but "
                  + outputs)
          .build();
    }
    return only;
  }

  static Tensor named(List<Tensor> outputs, String name) {
    for (Tensor output : outputs) {
      if (output.name().equals(name)) {
        return output;
      }
    }
    throw AloftException.of(
            ErrorCode.NOT_FOUND,
            "the model has no output \""
                + name
                + "\", but "
                + outputs.stream().map(Tensor::name).toList())
        .build();
  }

  /** The values of one row as text. */
  static String text(Tensor output, int row) {
    int width = output.width();
    if (width == 1) {
      return String.valueOf(output.get(row));
    }
    StringJoiner text = new StringJoiner(", ", "[", "]");
    for (int i = 0; i < width; i++) {
      text.add(String.valueOf(output.get(row * width + i)));
    }
    return text.toString();
  }
}
