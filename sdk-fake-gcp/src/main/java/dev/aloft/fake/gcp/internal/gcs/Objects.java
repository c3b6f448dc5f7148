package dev.aloft.fake.gcp.internal.gcs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The objects, as the services beside Cloud Storage read and write them. Thread-safe. */
public final class Objects {
  private final Buckets buckets;
  private final BucketCalls calls;

  Objects(Buckets buckets, BucketCalls calls) {
    this.buckets = buckets;
    this.calls = calls;
  }

  /** The directory of all buckets, as scripts see it. */
  public Path view() {
    return buckets.views();
  }

  /** Where a bucket is; empty when there is none. */
  public Optional<String> location(String bucket) {
    return Optional.ofNullable(buckets.find(bucket))
        .map(one -> one.about().path("location").asString());
  }

  /** Makes a bucket; fine when it is there. */
  public void create(String bucket, String location, String projectNumber) {
    if (buckets.find(bucket) == null) {
      try {
        calls.create(bucket, location, projectNumber, Bucket.JSON.createObjectNode());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The names of objects that start with a text; none where there is no such bucket. */
  public List<String> names(String bucket, String prefix) {
    Bucket found = buckets.find(bucket);
    try {
      return found == null ? List.of() : List.copyOf(found.objects(prefix).keySet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of an object; empty when there is none. */
  public Optional<Path> file(String bucket, String name) {
    Bucket found = buckets.find(bucket);
    try {
      StoredObject object = found == null ? null : found.find(name);
      return found == null || object == null
          ? Optional.empty()
          : Optional.of(found.files().of(object));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Stores a file's bytes.
   *
   * @throws IOException also where there is no such bucket
   */
  public void put(String bucket, String name, Path file) throws IOException {
    Bucket found = buckets.find(bucket);
    if (found == null) {
      throw new IOException("there is no bucket " + bucket);
    }
    ObjectNode properties = Bucket.JSON.createObjectNode();
    try (InputStream in = Files.newInputStream(file)) {
      Uploads.store(found, new NewObject(name, properties, null, null, Conditions.NONE), in);
    }
  }

  /** Removes an object; fine when there is none. */
  public void delete(String bucket, String name) {
    Bucket found = buckets.find(bucket);
    try {
      if (found != null && found.find(name) != null) {
        found.remove(name, null, Conditions.NONE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GcsFailure gone) {
      // somebody else has removed it meanwhile
    }
  }
}
