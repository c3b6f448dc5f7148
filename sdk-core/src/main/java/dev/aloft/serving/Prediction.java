package dev.aloft.serving;

import dev.aloft.RichView;
import dev.aloft.data.DataType;
import dev.aloft.data.Tensor;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.Records;
import dev.aloft.internal.Views;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a model says of one row. Immutable. */
public final class Prediction implements RichView {
  private final List<Tensor> outputs;
  private final int row;
  private final @Nullable String revision;

  Prediction(List<Tensor> outputs, int row, @Nullable String revision) {
    this.outputs = outputs;
    this.row = row;
    this.revision = revision;
  }

  /**
   * The single number, such as a probability.
   *
   * @throws AloftException INVALID_REQUEST when the model gives something else; the message names
   *     its outputs
   */
  public double value() {
    return OutputTensors.single(outputs, false).getDouble(row);
  }

  /**
   * The single text, such as a class.
   *
   * @throws AloftException INVALID_REQUEST when the model gives something else; the message names
   *     its outputs
   */
  public String text() {
    return OutputTensors.single(outputs, true).getString(row);
  }

  /** Every number, output by output; texts are left out. */
  public double[] values() {
    double[] values = {};
    for (Tensor output : outputs) {
      if (output.type() != DataType.STRING) {
        double[] own = output.row(row).toDoubles();
        int before = values.length;
        values = Arrays.copyOf(values, before + own.length);
        System.arraycopy(own, 0, values, before, own.length);
      }
    }
    return values;
  }

  /** The names of the outputs. */
  public List<String> names() {
    return outputs.stream().map(Tensor::name).toList();
  }

  /**
   * One output for this row.
   *
   * @throws AloftException NOT_FOUND naming the outputs that there are
   */
  public Tensor output(String name) {
    return OutputTensors.named(outputs, name).row(row);
  }

  /**
   * A record whose components are named like the outputs, or that has one component for the only
   * output. Components are numbers, booleans, texts, enums by their constants' names, {@code
   * List<Double>}, {@code List<String>}, {@code double[]} or {@code Tensor}.
   *
   * @throws AloftException NOT_FOUND for a component without an output; INVALID_REQUEST where an
   *     output does not fit its component
   */
  public <T extends Record> T as(Class<T> type) {
    Records<T> records = Records.of(type);
    @Nullable Object[] values = new Object[records.names().size()];
    for (int i = 0; i < values.length; i++) {
      String name = records.names().get(i);
      boolean only = values.length == 1 && outputs.size() == 1;
      Tensor output = only ? outputs.get(0).row(row) : ofComponent(type, name);
      values[i] = component(type, name, output, records.types().get(i));
    }
    return records.make(values);
  }

  private Tensor ofComponent(Class<?> record, String name) {
    if (!names().contains(name)) {
      throw AloftException.of(
              ErrorCode.NOT_FOUND,
              record.getSimpleName()
                  + "."
                  + name
                  + " has no output of that name; name the components like the outputs: "
                  + String.join(", ", names()))
          .build();
    }
    return output(name);
  }

  private static @Nullable Object component(
      Class<?> record, String name, Tensor output, Class<?> type) {
    Optional<Object> fitting = Components.fit(output, type);
    return fitting.orElseThrow(
        () ->
            AloftException.of(
                    ErrorCode.INVALID_REQUEST,
                    "the output "
                        + output
                        + " does not fit "
                        + record.getSimpleName()
                        + "."
                        + name
                        + " of type "
                        + type.getSimpleName())
                .build());
  }

  /** The hash of the revision that answered, where the provider tells. */
  public Optional<String> revision() {
    return Optional.ofNullable(revision);
  }

  @Override
  public Map<String, String> mimeBundle() {
    List<List<String>> rows = new ArrayList<>();
    outputs.forEach(output -> rows.add(List.of(output.name(), OutputTensors.text(output, row))));
    return Views.table(List.of("output", "value"), rows);
  }

  /** The values on one line: {@code benign=0.97}. */
  @Override
  public String toString() {
    List<String> texts = new ArrayList<>();
    outputs.forEach(output -> texts.add(output.name() + "=" + OutputTensors.text(output, row)));
    return String.join(", ", texts);
  }
}
