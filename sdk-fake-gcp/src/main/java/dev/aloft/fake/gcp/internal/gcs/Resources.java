package dev.aloft.fake.gcp.internal.gcs;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Buckets and objects as the JSON API writes them. */
final class Resources {
  private static final Set<String> OBJECT_PROPERTIES =
      Set.of(
          "contentType",
          "contentEncoding",
          "contentDisposition",
          "contentLanguage",
          "cacheControl",
          "customTime",
          "storageClass",
          "metadata");
  private static final Set<String> BUCKET_GIVEN_ONCE =
      Set.of("name", "projectNumber", "location", "timeCreated", "updated", "metageneration");
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Resources() {}

  /** An object. */
  static ObjectNode object(String base, String bucket, StoredObject object) {
    String path = "/storage/v1/b/" + bucket + "/o/" + encode(object.name());
    ObjectNode node = Bucket.JSON.createObjectNode();
    node.put("kind", "storage#object")
        .put("id", bucket + "/" + object.name() + "/" + object.generation())
        .put("selfLink", base + path)
        .put(
            "mediaLink",
            base + "/download" + path + "?generation=" + object.generation() + "&alt=media")
        .put("name", object.name())
        .put("bucket", bucket)
        .put("generation", Long.toString(object.generation()))
        .put("metageneration", Long.toString(object.metageneration()))
        .put("contentType", object.contentType())
        .put("storageClass", object.storageClass())
        .put("size", Long.toString(object.size()))
        .put("crc32c", object.crc32c())
        .put("etag", object.etag())
        .put("timeCreated", time(object.created()))
        .put("updated", time(object.updated()))
        .put("timeStorageClassUpdated", time(object.created()))
        .put("timeFinalized", time(object.created()));
    if (object.md5() != null) {
      node.put("md5Hash", object.md5());
    }
    if (object.components() > 0) {
      node.put("componentCount", object.components());
    }
    node.setAll(object.properties());
    return node;
  }

  /** What a client may say about an object, of what it said. */
  static ObjectNode properties(JsonNode given) {
    return merge(Bucket.JSON.createObjectNode(), given);
  }

  /** The same, where null takes something away and the rest stays. */
  static ObjectNode merge(ObjectNode properties, JsonNode given) {
    refuse(given.path("temporaryHold").asBoolean(false), "A hold of an object (temporaryHold)");
    refuse(given.path("eventBasedHold").asBoolean(false), "A hold of an object (eventBasedHold)");
    refuse(given.path("retention").isObject(), "A retention of an object");
    for (String name : OBJECT_PROPERTIES) {
      mergeOne(properties, name, given);
    }
    return properties;
  }

  /** What is not kept to must not be taken as if it were. */
  private static void refuse(boolean asked, String what) {
    if (asked) {
      throw GcsFailure.notServed(what);
    }
  }

  private static void mergeOne(ObjectNode into, String name, JsonNode given) {
    if (!given.has(name)) {
      return;
    }
    JsonNode value = given.get(name);
    if (value.isNull()) {
      into.remove(name);
    } else if (value.isObject()) {
      ObjectNode inner =
          into.path(name).isObject() ? (ObjectNode) into.get(name) : into.putObject(name);
      value.propertyNames().forEach(key -> mergeOne(inner, key, value));
      if (inner.isEmpty()) {
        into.remove(name);
      }
    } else {
      into.set(name, value);
    }
  }

  /** A bucket. */
  static ObjectNode bucket(String base, ObjectNode about) {
    String name = about.path("name").asString();
    ObjectNode node = Bucket.JSON.createObjectNode();
    node.put("kind", "storage#bucket")
        .put("id", name)
        .put("selfLink", base + "/storage/v1/b/" + name)
        .put("storageClass", "STANDARD")
        .put(
            "locationType",
            about.path("location").asString().contains("-") ? "region" : "multi-region");
    node.putObject("iamConfiguration")
        .put("publicAccessPrevention", "inherited")
        .putObject("uniformBucketLevelAccess")
        .put("enabled", false);
    node.setAll(about);
    node.remove("iamPolicy");
    long metageneration = about.path("metageneration").asLong();
    node.put("metageneration", Long.toString(metageneration)).put("etag", "CA" + metageneration);
    return node;
  }

  /** Takes what a client may say about a bucket; null takes something away. */
  static ObjectNode mergeBucket(ObjectNode about, JsonNode given) {
    refuse(given.path("versioning").path("enabled").asBoolean(false), "Versioning of a bucket");
    refuse(given.path("retentionPolicy").isObject(), "A retention policy of a bucket");
    refuse(given.path("defaultEventBasedHold").asBoolean(false), "A hold of new objects");
    for (String name : given.propertyNames()) {
      if (!BUCKET_GIVEN_ONCE.contains(name)) {
        mergeOne(about, name, given);
      }
    }
    return about;
  }

  static String time(Instant time) {
    return MILLIS.format(time);
  }

  private static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
