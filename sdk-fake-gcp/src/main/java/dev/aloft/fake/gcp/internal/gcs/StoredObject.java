package dev.aloft.fake.gcp.internal.gcs;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object, all but its bytes. Immutable; its properties are never written to.
 *
 * @param name its name
 * @param hidden the name of the file of its bytes; null when they are in the view of scripts
 * @param stamp what tells another version of a file in the view; empty when hidden
 * @param size how many bytes
 * @param generation of its bytes
 * @param metageneration of its properties, within the generation
 * @param crc32c in base 64
 * @param md5 in base 64; null when it was composed
 * @param components of how many it was composed; 0 when it was not
 * @param created when it was written
 * @param updated when its properties were written
 * @param properties what a client may say about it, such as {@code contentType}
 */
record StoredObject(
    String name,
    @Nullable String hidden,
    String stamp,
    long size,
    long generation,
    long metageneration,
    String crc32c,
    @Nullable String md5,
    int components,
    Instant created,
    Instant updated,
    ObjectNode properties) {

  String etag() {
    String version = generation + "/" + metageneration;
    return Base64.getEncoder().encodeToString(version.getBytes(StandardCharsets.US_ASCII));
  }

  /** A property; empty when it has none of that name. */
  String property(String key) {
    return properties.path(key).asString("");
  }

  String contentType() {
    String type = property("contentType");
    return type.isEmpty() ? "application/octet-stream" : type;
  }

  String storageClass() {
    String given = property("storageClass");
    return given.isEmpty() ? "STANDARD" : given;
  }

  /** The hashes, as the header tells them. */
  String hashes() {
    return md5 == null ? "crc32c=" + crc32c : "crc32c=" + crc32c + ",md5=" + md5;
  }

  /** The same, composed of others. */
  StoredObject composedOf(int count) {
    return new StoredObject(
        name,
        hidden,
        stamp,
        size,
        generation,
        metageneration,
        crc32c,
        null,
        count,
        created,
        updated,
        properties);
  }

  /** The same with other properties. */
  StoredObject with(ObjectNode others, Instant now) {
    return new StoredObject(
        name,
        hidden,
        stamp,
        size,
        generation,
        metageneration + 1,
        crc32c,
        md5,
        components,
        created,
        now,
        others);
  }
}
