package dev.aloft.fake.aws.internal.s3;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An object, all but its bytes; what stands in the file beside them. Immutable.
 *
 * @param key its key
 * @param data the name of the file of its bytes
 * @param size how many bytes
 * @param etag the tag, without quotes
 * @param modified when it was written, by whole seconds
 * @param headers what is told again with it, by lower-case name: type, metadata, encryption, class
 * @param tags its tags
 * @param checksums in base 64 by algorithm, with the number of parts when it is of parts
 * @param checksumType {@code FULL_OBJECT} or {@code COMPOSITE}
 * @param parts the sizes of the parts it was made of; empty when it came whole
 */
record StoredObject(
    String key,
    String data,
    long size,
    String etag,
    Instant modified,
    Map<String, String> headers,
    Map<String, String> tags,
    Map<String, String> checksums,
    String checksumType,
    List<Long> parts) {
  static final String FULL_OBJECT = "FULL_OBJECT";
  static final String COMPOSITE = "COMPOSITE";
  static final String STORAGE_CLASS = "x-amz-storage-class";

  /** Copies the collections. */
  StoredObject {
    headers = Map.copyOf(headers);
    tags = Map.copyOf(tags);
    checksums = Map.copyOf(checksums);
    parts = List.copyOf(parts);
  }

  String quotedEtag() {
    return "\"" + etag + "\"";
  }

  String storageClass() {
    return headers.getOrDefault(STORAGE_CLASS, "STANDARD");
  }

  /** The same with other tags. */
  StoredObject withTags(Map<String, String> others) {
    return new StoredObject(
        key, data, size, etag, modified, headers, others, checksums, checksumType, parts);
  }

  /** The checksum headers. */
  Map<String, String> checksumHeaders() {
    Map<String, String> found = new TreeMap<>();
    checksums.forEach(
        (algorithm, value) -> found.put(ChecksumAlgorithm.valueOf(algorithm).header(), value));
    if (!found.isEmpty()) {
      found.put("x-amz-checksum-type", checksumType);
    }
    return found;
  }

  /** The names of its checksums; of one, as all of them are alike. */
  Set<String> checksumNames() {
    return checksums.keySet();
  }

  /** Whether an {@code If-Match} or {@code If-None-Match} names it. */
  boolean matches(@Nullable String condition) {
    if (condition == null) {
      return false;
    }
    for (String one : condition.split(",", -1)) {
      String tag = one.trim();
      String bare = tag.startsWith("W/") ? tag.substring(2) : tag;
      if (bare.equals("*") || bare.replace("\"", "").equals(etag)) {
        return true;
      }
    }
    return false;
  }
}
