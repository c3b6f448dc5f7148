package dev.aloft.serving;

import dev.aloft.data.DataType;
import dev.aloft.data.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Turns one row of an output into the component of a record. */
final class Components {
  private Components() {}

  /** The output as that type; empty when it does not fit without being changed. */
  static Optional<Object> fit(Tensor output, Class<?> type) {
    boolean isText = output.type() == DataType.STRING;
    if (type == Tensor.class) {
      return Optional.of(output);
    }
    if (type == double[].class) {
      return isText ? Optional.empty() : Optional.of(output.toDoubles());
    }
    if (type == List.class) {
      return Optional.of(
          isText ? texts(output) : Arrays.stream(output.toDoubles()).boxed().toList());
    }
    if (output.size() != 1) {
      return Optional.empty();
    }
    if (isText) {
      return text(output.getString(0), type);
    }
    return number(output, type);
  }

  private static List<String> texts(Tensor output) {
    return IntStream.range(0, output.size()).mapToObj(output::getString).toList();
  }

  private static Optional<Object> text(String text, Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> ((Enum<?>) constant).name().equals(text))
          .map(Object.class::cast)
          .findFirst();
    }
    return type.isAssignableFrom(String.class) ? Optional.of(text) : Optional.empty();
  }

  private static Optional<Object> number(Tensor output, Class<?> type) {
    double value = output.getDouble(0);
    if (type == double.class || type == Double.class) {
      return Optional.of(value);
    }
    if (type == float.class || type == Float.class) {
      return Optional.of(output.getFloat(0));
    }
    if (type == boolean.class || type == Boolean.class) {
      return value == 0 || value == 1 ? Optional.of(value == 1) : Optional.empty();
    }
    return value == Math.rint(value) ? whole(output, value, type) : boxed(output, type);
  }

  private static Optional<Object> whole(Tensor output, double value, Class<?> type) {
    boolean isWhole = output.type() == DataType.INT64 || output.type() == DataType.INT32;
    long whole = isWhole ? output.getLong(0) : (long) value;
    if (type == long.class || type == Long.class) {
      return Optional.of(whole);
    }
    if (type == int.class || type == Integer.class) {
      return whole == (int) whole ? Optional.of((int) whole) : Optional.empty();
    }
    return boxed(output, type);
  }

  private static Optional<Object> boxed(Tensor output, Class<?> type) {
    return Optional.ofNullable(output.get(0)).filter(type::isInstance);
  }
}
