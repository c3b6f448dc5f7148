package dev.aloft.driver;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a run has left, in any state.
 *
 * @param uris directories by name: {@code model}, {@code output}, {@code checkpoints}, {@code
 *     metrics} (a file of JSON lines); only what exists
 */
public record Outputs(Map<String, String> uris) {

  /** Copies the map. */
  public Outputs {
    uris = Collections.unmodifiableMap(new LinkedHashMap<>(uris));
  }

  /** The model directory. */
  public Optional<String> model() {
    return Optional.ofNullable(uris.get("model"));
  }
}
