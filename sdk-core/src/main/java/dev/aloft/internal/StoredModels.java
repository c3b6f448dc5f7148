package dev.aloft.internal;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.staging.Hands;
import dev.aloft.internal.staging.Stop;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Model directories in object stores. */
final class StoredModels {
  /** Below here models are staged. */
  static final String ROOT = "aloft/models";

  private static final int MOST_PUTS = 3;
  private static final int LONGEST_MANIFEST = 16 << 20;

  private StoredModels() {}

  /** The manifest of the model whose directory is the store's root. */
  static ModelManifest manifest(ObjectStore store) {
    if (store.head(ModelManifest.FILE).isPresent()) {
      return ModelManifest.parse(text(store, ModelManifest.FILE));
    }
    Map<String, String> files = new TreeMap<>();
    for (Stored file : all(store)) {
      files.put(file.key(), Hashing.hex(file.key() + "/" + file.size() + "/" + file.modified()));
    }
    if (files.isEmpty()) {
      throw ModelCore.nothingAt(store.uri(""));
    }
    return new ModelManifest(
        ModelFormat.CUSTOM, "", Signature.UNKNOWN, null, files, Map.of("hashes", "of listing"));
  }

  private static String text(ObjectStore store, String key) {
    try (InputStream in = store.get(key, 0, LONGEST_MANIFEST)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(store.uri(key), e);
    }
  }

  /** Every object of the store. */
  static List<Stored> all(ObjectStore store) {
    return Pages.stream(cursor -> store.list("", cursor)).toList();
  }

  /** Every object of the store, among them every file of the manifest. */
  private static List<Stored> complete(ObjectStore store, ModelManifest manifest) {
    List<Stored> all = all(store);
    Set<String> missing = new TreeSet<>(manifest.files().keySet());
    all.forEach(file -> missing.remove(file.key()));
    if (!missing.isEmpty()) {
      throw AloftException.of(
              ErrorCode.DATA_CORRUPTED,
              store.uri("") + " lacks " + missing + ", which the manifest of the model names")
          .build();
    }
    return all;
  }

  /** Copies every file into a local directory, each whole or not at all, and checks its hash. */
  static void download(ObjectStore store, ModelManifest manifest, Path directory, Hands hands) {
    List<Stored> files = complete(store, manifest);
    List<Hands.Load> loads = new ArrayList<>();
    try {
      Path root = Files.createDirectories(directory).toRealPath();
      for (Stored file : files) {
        Path target = root.resolve(file.key()).normalize();
        if (!target.startsWith(root)) {
          throw AloftException.of(
                  ErrorCode.DATA_CORRUPTED,
                  "the file \"" + file.key() + "\" would lie outside of " + directory)
              .build();
        }
        loads.add(
            new Hands.Load(file.size(), stop -> fetch(store, file.key(), target, manifest, stop)));
      }
    } catch (IOException e) {
      throw unreadable(directory.toString(), e);
    }
    hands.carry(loads);
  }

  private static void fetch(
      ObjectStore store, String key, Path target, ModelManifest manifest, Stop stop)
      throws InterruptedIOException {
    try {
      Files.createDirectories(parentOf(target));
      Path part = Files.createTempFile(parentOf(target), ".part-", "");
      try {
        try (InputStream in = stop.during(store.get(key, 0, -1))) {
          Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        }
        verify(key, part, manifest);
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(target.toString(), e);
    }
  }

  private static Path parentOf(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  private static void verify(String key, Path part, ModelManifest manifest) throws IOException {
    Optional<String> expected = hash(key, manifest);
    if (expected.isPresent()) {
      HashedSource.require(key, expected.get(), ModelFiles.hash(part));
    }
  }

  /**
   * Where a model is staged. The manifest counts too: the same files may be described anew, by
   * another run, with a signature, or for another version.
   */
  private static String root(ModelManifest manifest, String document) {
    return ROOT + "/" + Hashing.hex(manifest.contentHash() + "\n" + document);
  }

  /** Copies a model into a staging store, under the hash of what it is; gives the new URI. */
  static String copy(ObjectStore from, ModelManifest manifest, ObjectStore staging, Hands hands) {
    List<Stored> files = complete(from, manifest);
    boolean described = files.stream().anyMatch(file -> file.key().equals(ModelManifest.FILE));
    String root = root(manifest, described ? text(from, ModelManifest.FILE) : "");
    Map<String, Source> sources = new TreeMap<>();
    for (Stored file : files) {
      Source source =
          new Source() {
            @Override
            public long length() {
              return file.size();
            }

            @Override
            public InputStream open() {
              return from.get(file.key(), 0, -1);
            }
          };
      sources.put(root + "/" + file.key(), checked(source, file.key(), manifest));
    }
    String last = root + "/" + ModelManifest.FILE;
    Optional<Source> document = Optional.ofNullable(sources.remove(last));
    putAll(staging, root, sources, hands);
    document.ifPresent(source -> putAll(staging, root, Map.of(last, source), hands));
    return staging.uri(root);
  }

  /** Copies a local model directory into a staging store, under the hash of what it is. */
  static String upload(Path directory, ModelManifest manifest, ObjectStore staging, Hands hands) {
    String document = manifest.toJson();
    String root = root(manifest, document);
    Map<String, Source> sources = new TreeMap<>();
    try {
      for (String file : manifest.files().keySet()) {
        Source source = Source.of(directory.resolve(file));
        sources.put(root + "/" + file, checked(source, file, manifest));
      }
    } catch (IOException e) {
      throw unreadable(directory.toString(), e);
    }
    putAll(staging, root, sources, hands);
    putAll(staging, root, Map.of(root + "/" + ModelManifest.FILE, Source.of(document)), hands);
    return staging.uri(root);
  }

  private static Source checked(Source source, String file, ModelManifest manifest) {
    return hash(file, manifest).map(hash -> HashedSource.of(source, file, hash)).orElse(source);
  }

  /** The hash of a file that the manifest says; empty where it says none of content. */
  private static Optional<String> hash(String file, ModelManifest manifest) {
    return manifest.properties().containsKey("hashes")
        ? Optional.empty()
        : Optional.ofNullable(manifest.files().get(file));
  }

  /** Creates what a listing does not show; a manifest comes after what it names. */
  private static void putAll(
      ObjectStore store, String root, Map<String, Source> sources, Hands hands) {
    Map<String, Stored> there = new TreeMap<>();
    Pages.stream(cursor -> store.list(root + "/", cursor))
        .forEach(stored -> there.put(stored.key(), stored));
    List<Hands.Load> loads = new ArrayList<>();
    sources.forEach(
        (key, source) -> {
          if (!isThere(store, key, source, Optional.ofNullable(there.get(key)))) {
            loads.add(
                new Hands.Load(source.length(), stop -> put(store, key, during(stop, source))));
          }
        });
    hands.carry(loads);
  }

  private static Source during(Stop stop, Source source) {
    return new Source() {
      @Override
      public long length() {
        return source.length();
      }

      @Override
      public InputStream open() throws IOException {
        return stop.during(source.open());
      }
    };
  }

  /** Creates an object once; after a lost answer it looks before it sends again. */
  private static void put(ObjectStore store, String key, Source source) {
    int attempt = 1;
    do {
      try {
        store.put(key, source, true, Map.of());
        return;
      } catch (AloftException e) {
        boolean unsure = e.code() == ErrorCode.UNAVAILABLE && e.effect() == Effect.UNKNOWN;
        boolean again = unsure || e.code() == ErrorCode.ALREADY_EXISTS;
        if (!again || attempt == MOST_PUTS) {
          throw e;
        }
        attempt++;
      }
    } while (!isThere(store, key, source, store.head(key)));
  }

  private static boolean isThere(
      ObjectStore store, String key, Source source, Optional<Stored> there) {
    if (there.isPresent() && there.get().size() != source.length()) {
      throw AloftException.of(
              ErrorCode.DATA_CORRUPTED,
              store.uri(key)
                  + " has "
                  + there.get().size()
                  + " bytes, not the "
                  + source.length()
                  + " of its hash; delete it and start again")
          .build();
    }
    return there.isPresent();
  }

  private static AloftException unreadable(String what, IOException cause) {
    return AloftException.of(ErrorCode.UNAVAILABLE, what + " cannot be read or written")
        .cause(cause)
        .build();
  }
}
