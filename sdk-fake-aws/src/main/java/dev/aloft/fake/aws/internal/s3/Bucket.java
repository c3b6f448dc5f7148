package dev.aloft.fake.aws.internal.s3;

import dev.aloft.fake.store.Journal;
import dev.aloft.fake.store.KeyOrder;
import dev.aloft.local.disk.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * A bucket: an index of its objects in memory, in the order of keys, and their files. What is
 * stored or removed is decided within the bucket's monitor. Thread-safe.
 */
final class Bucket {
  private static final String ABOUT = "bucket.json";
  private static final int MOST_COMPLETED = 1_000;

  private final String name;
  private final About about;
  private final BucketFiles files;
  private final Journal<StoredObject> journal;
  private final ConcurrentSkipListMap<String, StoredObject> objects =
      new ConcurrentSkipListMap<>(KeyOrder.BYTES);
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
  private final Map<String, StoredObject> completed =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, StoredObject> eldest) {
              return size() > MOST_COMPLETED;
            }
          });
  private boolean deleted;

  /**
   * What is known of it.
   *
   * @param created when it was made
   * @param region where it is
   */
  record About(Instant created, String region) {}

  private Bucket(String name, About about, Path directory) throws IOException {
    this.name = name;
    this.about = about;
    this.files = new BucketFiles(directory);
    this.journal = Journal.open(directory.resolve("objects.jsonl"), objects, StoredObject.class);
  }

  static Bucket create(String name, About about, Path directory) throws IOException {
    Files.createDirectories(directory);
    BucketFiles.write(directory.resolve(ABOUT), about);
    return new Bucket(name, about, directory);
  }

  /** Reads one that was left; null when it is not one. */
  static @Nullable Bucket load(Path directory) throws IOException {
    if (!Files.exists(directory.resolve(ABOUT))) {
      return null;
    }
    About about = BucketFiles.JSON.readValue(directory.resolve(ABOUT).toFile(), About.class);
    Bucket bucket = new Bucket(directory.getFileName().toString(), about, directory);
    Set<String> known = new HashSet<>();
    for (Upload upload : Upload.load(bucket.files)) {
      bucket.uploads.put(upload.id(), upload);
      upload.parts().values().forEach(part -> known.add(part.data()));
    }
    bucket.objects.values().forEach(object -> known.add(object.data()));
    bucket.files.discardAllBut(known);
    return bucket;
  }

  String name() {
    return name;
  }

  About about() {
    return about;
  }

  BucketFiles files() {
    return files;
  }

  NavigableMap<String, StoredObject> objects() {
    return objects;
  }

  Map<String, Upload> uploads() {
    return uploads;
  }

  /** The upload of an id and key. */
  Upload upload(String id, String key) {
    Upload upload = uploads.get(id);
    if (upload == null || !upload.start().key().equals(key)) {
      throw Upload.noSuchUpload(id);
    }
    return upload;
  }

  /** Ends an upload by what became of it. */
  void completed(String id, StoredObject object) {
    completed.put(id, object);
    uploads.remove(id);
  }

  /** What became of an upload, for a client that has lost the answer; empty after a while. */
  Optional<StoredObject> completed(String id, String key) {
    return Optional.ofNullable(completed.get(id)).filter(object -> object.key().equals(key));
  }

  @Nullable StoredObject find(String key) {
    return objects.get(key);
  }

  /** An object that must be there. */
  StoredObject get(String key) {
    StoredObject object = find(key);
    if (object == null) {
      throw S3Failure.noSuchKey(key);
    }
    return object;
  }

  /** Stores an object whose bytes are written, if the condition holds now. */
  synchronized void commit(StoredObject object, WriteCondition condition) throws IOException {
    requireExisting();
    StoredObject before = objects.get(object.key());
    condition.check(object.key(), before);
    put(object);
    if (before != null && !before.data().equals(object.data())) {
      files.retire(before.data());
    }
  }

  /** Begins an upload. */
  synchronized Upload begin(String id, Upload.Start start) throws IOException {
    requireExisting();
    Upload upload = Upload.begin(id, start, files);
    uploads.put(id, upload);
    return upload;
  }

  /** Replaces the tags of an object. */
  synchronized void tag(String key, Map<String, String> tags) throws IOException {
    StoredObject tagged = get(key).withTags(tags);
    put(tagged);
  }

  private void put(StoredObject object) throws IOException {
    journal.stored(object.key(), object);
    objects.put(object.key(), object);
    journal.tidy();
  }

  /** Removes an object; fine when there is none. */
  synchronized void remove(String key, @Nullable String ifMatch) throws IOException {
    requireExisting();
    StoredObject before = objects.get(key);
    if (before == null && ifMatch != null) {
      throw S3Failure.noSuchKey(key);
    }
    if (before != null) {
      if (ifMatch != null && !before.matches(ifMatch)) {
        throw S3Failure.preconditionFailed("If-Match");
      }
      journal.removed(key);
      objects.remove(key);
      journal.tidy();
      files.retire(before.data());
    }
  }

  /** Removes the bucket itself, which must be empty. */
  synchronized void delete() throws IOException {
    requireExisting();
    if (!objects.isEmpty()) {
      throw new S3Failure(409, "BucketNotEmpty", "The bucket you tried to delete is not empty")
          .with("BucketName", name);
    }
    deleted = true;
    Files.deleteIfExists(files.directory().resolve(ABOUT));
    Durable.deleteTree(files.directory());
  }

  private void requireExisting() {
    if (deleted) {
      throw Buckets.noSuchBucket(name);
    }
  }
}
