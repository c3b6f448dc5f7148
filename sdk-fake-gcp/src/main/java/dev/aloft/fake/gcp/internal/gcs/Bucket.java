package dev.aloft.fake.gcp.internal.gcs;

import dev.aloft.fake.store.Journal;
import dev.aloft.fake.store.KeyOrder;
import dev.aloft.local.disk.Durable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A bucket: an index of its objects in memory, in the order of names, and their files. A file that
 * a script makes, changes or removes in the bucket's view is an object that came, changed or went:
 * whoever asks for it finds out. What is stored or removed is decided within the bucket's monitor.
 * Thread-safe.
 */
final class Bucket {
  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ABOUT = "bucket.json";

  private final String name;
  private final Path own;
  private final BucketFiles files;
  private final Versions versions;
  private final Journal<StoredObject> journal;
  private final ConcurrentSkipListMap<String, StoredObject> objects =
      new ConcurrentSkipListMap<>(KeyOrder.BYTES);
  private ObjectNode about;
  private boolean deleted;

  private Bucket(ObjectNode about, Path view, Path own, Versions versions) throws IOException {
    this.name = about.path("name").asString();
    this.about = about;
    this.own = own;
    this.versions = versions;
    this.files = new BucketFiles(view, own);
    this.journal = Journal.open(own.resolve("objects.jsonl"), objects, StoredObject.class);
  }

  static Bucket create(ObjectNode about, Path view, Path own, Versions versions)
      throws IOException {
    Files.createDirectories(own);
    write(own.resolve(ABOUT), about);
    return new Bucket(about, view, own, versions);
  }

  /** Reads one that was left; null when it is not one. */
  static @Nullable Bucket load(Path view, Path own, Versions versions) throws IOException {
    if (!Files.exists(own.resolve(ABOUT))) {
      return null;
    }
    ObjectNode about = (ObjectNode) JSON.readTree(own.resolve(ABOUT).toFile());
    Bucket bucket = new Bucket(about, view, own, versions);
    Set<String> known = new HashSet<>();
    for (StoredObject object : bucket.objects.values()) {
      versions.seen(object.generation());
      if (object.hidden() != null) {
        known.add(object.hidden());
      }
    }
    bucket.files.keepHidden(known);
    return bucket;
  }

  private static void write(Path file, ObjectNode content) throws IOException {
    Path half = file.resolveSibling(file.getFileName() + ".half");
    Files.write(half, JSON.writeValueAsBytes(content));
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  String name() {
    return name;
  }

  BucketFiles files() {
    return files;
  }

  /** What is known of it; not to be written to. */
  synchronized ObjectNode about() {
    return about;
  }

  long metageneration() {
    return about().path("metageneration").asLong();
  }

  /** Changes what is known of it, on a copy. */
  synchronized ObjectNode change(Conditions conditions, UnaryOperator<ObjectNode> change)
      throws IOException {
    requireExisting();
    conditions.checkMetageneration(metageneration());
    ObjectNode changed = change.apply(about.deepCopy());
    changed.put("metageneration", metageneration() + 1);
    changed.put("updated", versions.now().toString());
    write(own.resolve(ABOUT), changed);
    about = changed;
    return changed;
  }

  /** An object; null when there is none. */
  synchronized @Nullable StoredObject find(String object) throws IOException {
    return look(object, BucketFiles.look(files.visible(object)));
  }

  /** An object that must be there, in that generation when one is given. */
  StoredObject get(String object, @Nullable Long generation) throws IOException {
    StoredObject found = find(object);
    if (found == null || (generation != null && generation != found.generation())) {
      throw GcsFailure.noSuchObject(name, object);
    }
    return found;
  }

  /**
   * Reads an object that must be there, in that generation when one is given. What the reader opens
   * are the bytes of just that generation, whatever becomes of the object afterwards.
   */
  synchronized <T> T read(String object, @Nullable Long generation, Reader<T> reader)
      throws IOException {
    StoredObject found = get(object, generation);
    return reader.read(found, files.of(found));
  }

  /** Opens what it needs, and leaves the long work for later. */
  @FunctionalInterface
  interface Reader<T> {
    T read(StoredObject object, Path file) throws IOException;
  }

  /** The objects whose names start with a text. */
  synchronized NavigableMap<String, StoredObject> objects(String prefix) throws IOException {
    Path below = files.visible(prefix + "x");
    Path directory = below == null ? null : below.getParent();
    Set<String> seen = new HashSet<>();
    if (directory != null && Files.isDirectory(directory)) {
      walk(directory, prefix, seen);
    }
    for (StoredObject object : starting(prefix).values()) {
      if (object.hidden() == null && !seen.contains(object.name())) {
        find(object.name());
      }
    }
    return starting(prefix);
  }

  private NavigableMap<String, StoredObject> starting(String prefix) {
    String end = KeyOrder.after(prefix);
    return end == null ? objects.tailMap(prefix, true) : objects.subMap(prefix, true, end, false);
  }

  private void walk(Path directory, String prefix, Set<String> seen) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes found)
              throws IOException {
            String object = nameOf(file);
            if (found.isRegularFile() && object.startsWith(prefix)) {
              seen.add(object);
              look(object, found);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private String nameOf(Path file) {
    Path relative = files.view().relativize(file);
    return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
  }

  /** What an object is, where that is what scripts see. */
  private @Nullable StoredObject look(String object, @Nullable BasicFileAttributes seen)
      throws IOException {
    StoredObject known = objects.get(object);
    if (seen == null) {
      if (known != null && known.hidden() == null) {
        forget(known);
        return null;
      }
      return known;
    }
    boolean same =
        known != null && known.hidden() == null && known.stamp().equals(BucketFiles.stamp(seen));
    return same ? known : adopt(object, known);
  }

  /** Takes a file that a script has written as an object. */
  private @Nullable StoredObject adopt(String object, @Nullable StoredObject before)
      throws IOException {
    Path file = files.visible(object);
    BasicFileAttributes found = BucketFiles.look(file);
    if (file == null || found == null) {
      return null;
    }
    StoredObject adopted =
        version(object, null, BucketFiles.stamp(found), Digests.of(file), JSON.createObjectNode());
    put(adopted);
    if (before != null && before.hidden() != null) {
      files.remove(before);
    }
    return adopted;
  }

  private StoredObject version(
      String object,
      @Nullable String hidden,
      String stamp,
      Digests.Sums sums,
      ObjectNode properties) {
    return new StoredObject(
        object,
        hidden,
        stamp,
        sums.size(),
        versions.next(),
        1,
        sums.crc32c(),
        sums.md5(),
        0,
        versions.now(),
        versions.now(),
        properties);
  }

  /** Makes bytes an object, if the conditions hold now. */
  synchronized StoredObject store(
      String object, Incoming bytes, ObjectNode properties, Conditions conditions)
      throws IOException {
    return store(object, bytes, properties, 0, conditions);
  }

  /** Makes bytes an object that was composed. */
  synchronized StoredObject store(
      String object, Incoming bytes, ObjectNode properties, int components, Conditions conditions)
      throws IOException {
    requireExisting();
    StoredObject before = find(object);
    conditions.checkWrite(before);
    BasicFileAttributes written = Files.readAttributes(bytes.file(), BasicFileAttributes.class);
    String hidden = files.place(bytes.file(), object);
    String stamp = hidden == null ? BucketFiles.stamp(written) : "";
    StoredObject stored = version(object, hidden, stamp, bytes.sums(), properties);
    stored = components == 0 ? stored : stored.composedOf(components);
    put(stored);
    if (before != null && before.hidden() != null) {
      files.remove(before);
    }
    return stored;
  }

  private void put(StoredObject object) throws IOException {
    journal.stored(object.name(), object);
    objects.put(object.name(), object);
    journal.tidy();
  }

  private void forget(StoredObject object) throws IOException {
    journal.removed(object.name());
    objects.remove(object.name());
    journal.tidy();
  }

  /** Changes what a client may say about an object, on a copy. */
  synchronized StoredObject describe(
      String object,
      @Nullable Long generation,
      Conditions conditions,
      UnaryOperator<ObjectNode> change)
      throws IOException {
    StoredObject before = get(object, generation);
    conditions.checkWrite(before);
    StoredObject after = before.with(change.apply(before.properties().deepCopy()), versions.now());
    put(after);
    return after;
  }

  /** Removes an object, if the conditions hold now. */
  synchronized void remove(String object, @Nullable Long generation, Conditions conditions)
      throws IOException {
    StoredObject before = get(object, generation);
    conditions.checkWrite(before);
    forget(before);
    files.remove(before);
  }

  /** Removes the bucket itself, which must be empty. */
  synchronized void delete(Conditions conditions) throws IOException {
    requireExisting();
    conditions.checkMetageneration(metageneration());
    if (!objects("").isEmpty()) {
      throw new GcsFailure(409, "conflict", "The bucket you tried to delete is not empty.");
    }
    deleted = true;
    Files.deleteIfExists(own.resolve(ABOUT));
    Durable.deleteTree(own);
    Durable.deleteTree(files.view());
  }

  private void requireExisting() {
    if (deleted) {
      throw GcsFailure.noSuchBucket();
    }
  }
}
