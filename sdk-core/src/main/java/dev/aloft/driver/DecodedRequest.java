package dev.aloft.driver;

import dev.aloft.data.Table;
import dev.aloft.data.Tensor;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server reads from a prediction request.
 *
 * @param rows the rows
 * @param id the caller's id of the request, to be echoed; null when there is none
 * @param outputs the names of the outputs that are asked for; empty for all
 * @param parameters what else is said, as text, numbers, booleans, lists and maps
 */
public record DecodedRequest(
    Table rows, @Nullable String id, List<String> outputs, Map<String, Object> parameters) {

  /** Copies the collections. */
  public DecodedRequest {
    outputs = List.copyOf(outputs);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** Rows and nothing else. */
  public static DecodedRequest of(Table rows) {
    return new DecodedRequest(rows, null, List.of(), Map.of());
  }

  /** The caller's id of the request. */
  public Optional<String> requestId() {
    return Optional.ofNullable(id);
  }

  /**
   * The outputs that were asked for, in that order.
   *
   * @throws AloftException INVALID_REQUEST for a name that the model does not have
   */
  public List<Tensor> select(List<Tensor> all) {
    if (outputs.isEmpty()) {
      return all;
    }
    List<Tensor> selected = new ArrayList<>();
    for (String name : outputs) {
      selected.add(
          all.stream()
              .filter(output -> output.name().equals(name))
              .findFirst()
              .orElseThrow(() -> unknown(name, all)));
    }
    return selected;
  }

  private static AloftException unknown(String name, List<Tensor> all) {
    return AloftException.of(
            ErrorCode.INVALID_REQUEST,
            "the model has no output \""
                + name
                + "\", but "
                + all.stream().map(Tensor::name).toList())
        .build();
  }
}
