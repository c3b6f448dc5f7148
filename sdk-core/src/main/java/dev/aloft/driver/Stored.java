package dev.aloft.driver;

import java.time.Instant;
import java.util.Map;

/**
 * What a store holds under a key.
 *
 * @param key the key
 * @param size bytes
 * @param modified when it was written, by the store's own time
 * @param metadata the texts kept with it; may be empty in listings
 */
public record Stored(String key, long size, Instant modified, Map<String, String> metadata) {

  /** Copies the map. */
  public Stored {
    metadata = Map.copyOf(metadata);
  }
}
