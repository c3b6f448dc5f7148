package dev.aloft.testkit.memory;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** An object in a store. */
final class CloudObject {
  private final byte[] bytes;
  private final Instant modified;
  private final Map<String, String> metadata;

  CloudObject(byte[] bytes, Instant modified, Map<String, String> metadata) {
    this.bytes = bytes;
    this.modified = modified;
    this.metadata = Map.copyOf(metadata);
  }

  byte[] bytes() {
    return bytes;
  }

  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  Instant modified() {
    return modified;
  }

  Map<String, String> metadata() {
    return metadata;
  }
}
