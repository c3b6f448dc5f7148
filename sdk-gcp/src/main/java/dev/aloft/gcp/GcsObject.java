package dev.aloft.gcp;

import dev.aloft.driver.Stored;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What Cloud Storage says of an object.
 *
 * @param name its name in the bucket
 * @param size bytes
 * @param created when this content was written, by the store's clock
 * @param crc32c the checksum of its content
 * @param metadata the texts kept with it
 */
record GcsObject(
    String name, long size, Instant created, String crc32c, Map<String, String> metadata) {
  /** The fields that are read here. */
  static final String FIELDS = "name,size,timeCreated,crc32c,metadata";

  GcsObject {
    metadata = Map.copyOf(metadata);
  }

  static GcsObject of(JsonNode json) {
    Map<String, String> metadata = new LinkedHashMap<>();
    json.path("metadata")
        .properties()
        .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asString("")));
    return new GcsObject(
        json.path("name").asString(""),
        json.path("size").asLong(0),
        Instant.parse(json.path("timeCreated").asString("1970-01-01T00:00:00Z")),
        json.path("crc32c").asString(""),
        metadata);
  }

  Stored stored(String key) {
    return new Stored(key, size, created, metadata);
  }
}
