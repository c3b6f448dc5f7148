package dev.aloft.fake.gcp.internal.gcs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The buckets of one place. Thread-safe. */
final class Buckets {
  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9_.-]{1,220})[a-z0-9]");
  private static final int LONGEST_LABEL = 63;

  private final Path views;
  private final Path own;
  private final Versions versions;
  private final NavigableMap<String, Bucket> buckets = new ConcurrentSkipListMap<>();

  /**
   * Those of a directory.
   *
   * @param views the directory that scripts see
   * @param own the store's own directory, on the same file system
   */
  Buckets(Path views, Path own, Versions versions) throws IOException {
    this.views = Files.createDirectories(views);
    this.own = Files.createDirectories(own);
    this.versions = versions;
    List<Path> left;
    try (Stream<Path> all = Files.list(own)) {
      left = all.toList();
    }
    for (Path one : left) {
      String name = one.getFileName().toString();
      Bucket bucket = Bucket.load(views.resolve(name), one, versions);
      if (bucket != null) {
        buckets.put(name, bucket);
      }
    }
  }

  Path views() {
    return views;
  }

  NavigableMap<String, Bucket> all() {
    return buckets;
  }

  @Nullable Bucket find(String name) {
    return buckets.get(name);
  }

  Bucket get(String name) {
    Bucket bucket = find(name);
    if (bucket == null) {
      throw GcsFailure.noSuchBucket();
    }
    return bucket;
  }

  /**
   * Makes one.
   *
   * @param about with its name
   * @throws GcsFailure when the name is taken or is none
   */
  synchronized Bucket create(ObjectNode about) throws IOException {
    String name = about.path("name").asString("");
    checkName(name);
    if (buckets.containsKey(name)) {
      throw new GcsFailure(
          409,
          "conflict",
          "Your previous request to create the named bucket succeeded and you already own it.");
    }
    String now = versions.now().toString();
    about.put("timeCreated", now).put("updated", now).put("metageneration", 1);
    Bucket bucket = Bucket.create(about, views.resolve(name), own.resolve(name), versions);
    buckets.put(name, bucket);
    return bucket;
  }

  private static void checkName(String name) {
    boolean isName =
        NAME.matcher(name).matches()
            && Stream.of(name.split("\\.", -1))
                .allMatch(label -> !label.isEmpty() && label.length() <= LONGEST_LABEL)
            && !name.startsWith("goog")
            && !name.contains("google");
    if (!isName) {
      throw GcsFailure.invalid("Invalid bucket name: '" + name + "'");
    }
  }

  synchronized void delete(String name, Conditions conditions) throws IOException {
    get(name).delete(conditions);
    buckets.remove(name);
  }
}
