package dev.aloft.internal.staging;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.Stored;
import dev.aloft.driver.Timing;
import dev.aloft.driver.Upload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Brings local files into the staging store, once for the same bytes: hashed, create-only, several
 * at once, in pieces. A staging that was cut half-way goes on with what is missing. Thread-safe.
 */
public final class Stager {
  private static final String STAGED = "aloft/staged/";

  /** How long the place of a tree is: the hash and a slash. */
  private static final int HASHED = STAGED.length() + 64 + 1;

  private final Supplier<ObjectStore> staging;
  private final Executor pool;
  private final Timing timing;
  private final RemoteData remote;

  /**
   * Opens nothing.
   *
   * @param staging the staging store, asked for when something is staged
   * @param stores opens the store at a URI
   * @param limit how many bytes that lie elsewhere are copied through this machine at most
   * @param pool helps with hashing and sending
   * @param timing waits for the helpers
   */
  public Stager(
      Supplier<ObjectStore> staging,
      Function<String, ObjectStore> stores,
      long limit,
      Executor pool,
      Timing timing) {
    this.staging = staging;
    this.pool = pool;
    this.timing = timing;
    this.remote = new RemoteData(stores, limit);
  }

  /** Reads and remembers local files for one call of a verb. */
  public ContentReader reader() {
    return new ContentReader(pool, timing);
  }

  /** Uploads and gives the URIs by the uploads' names. */
  public Map<String, String> stage(List<Upload> uploads) {
    return stage(uploads, reader(), StageListener.NONE);
  }

  /**
   * Uploads and gives the URIs by the uploads' names.
   *
   * @throws dev.aloft.error.AloftException INVALID_REQUEST when a file cannot be read;
   *     DATA_CORRUPTED when one changes meanwhile; INTERRUPTED with the flag restored; what the
   *     store fails with
   */
  public Map<String, String> stage(
      List<Upload> uploads, ContentReader reader, StageListener listener) {
    Map<String, String> uris = new LinkedHashMap<>();
    Map<String, StagedFile> files = new LinkedHashMap<>();
    for (Upload upload : uploads) {
      Content content = content(upload, reader);
      String root = STAGED + content.hash();
      content.files().forEach(file -> add(files, root, file, content.tree()));
      uris.put(
          upload.name(),
          staging.get().uri(content.tree() ? root : root + "/" + content.files().get(0).path()));
    }
    send(List.copyOf(files.values()), listener);
    return uris;
  }

  /**
   * Copies what lies in a store of another family through this machine; once, as long as it stays
   * the same there.
   *
   * @return its URI in the staging store
   * @throws dev.aloft.error.AloftException INVALID_REQUEST when nothing lies there, or too much,
   *     with the command that would copy it; INTERRUPTED with the flag restored
   */
  public String stageRemote(String uri, StageListener listener) {
    RemoteData.Found found = remote.find(uri, staging.get());
    String root = STAGED + found.hash();
    send(
        found.files().stream()
            .map(file -> new StagedFile(root + "/" + file.path(), "", file, found.tree()))
            .toList(),
        listener);
    return staging.get().uri(found.tree() ? root : root + "/" + found.files().get(0).path());
  }

  private static void add(
      Map<String, StagedFile> files, String root, Content.File file, boolean inTree) {
    String key = root + "/" + file.path();
    files.put(key, new StagedFile(key, STAGED + file.hash(), file, inTree));
  }

  private void send(List<StagedFile> files, StageListener listener) {
    if (files.isEmpty()) {
      return;
    }
    Progress progress =
        new Progress(listener, files.stream().mapToLong(file -> file.content().size()).sum());
    List<Hands.Load> loads =
        missing(files, progress).stream()
            .map(
                file ->
                    new Hands.Load(
                        file.content().size(), stop -> file.bring(staging.get(), stop, progress)))
            .toList();
    new Hands(pool, timing).carry(loads);
  }

  /** Looks through each tree once, instead of for each of its files. */
  private List<StagedFile> missing(List<StagedFile> files, Progress progress) {
    ObjectStore store = staging.get();
    Map<String, Map<String, Stored>> trees = new HashMap<>();
    List<StagedFile> missing = new ArrayList<>();
    for (StagedFile file : files) {
      Stored there =
          file.inTree()
              ? trees
                  .computeIfAbsent(file.key().substring(0, HASHED), root -> listed(store, root))
                  .get(file.key())
              : null;
      if (there == null) {
        missing.add(file);
      } else {
        file.requireWhole(store, there);
        progress.add(there.size());
      }
    }
    return missing;
  }

  private static Map<String, Stored> listed(ObjectStore store, String root) {
    Map<String, Stored> found = new HashMap<>();
    String cursor = null;
    do {
      Page<Stored> page = store.list(root, cursor);
      page.items().forEach(item -> found.put(item.key(), item));
      cursor = page.cursor();
    } while (cursor != null);
    return found;
  }

  private static Content content(Upload upload, ContentReader reader) {
    Path path = upload.path();
    if (path != null) {
      Content content = reader.read(path);
      return content.tree() ? content : named(content, upload.suffix());
    }
    String last = upload.name().substring(upload.name().lastIndexOf('.') + 1);
    String name = withSuffix(last, upload.suffix());
    Upload.Opener stream = upload.stream();
    if (stream != null) {
      return reader.read(stream, name);
    }
    Supplier<byte[]> bytes = upload.bytes();
    if (bytes == null) {
      throw new IllegalArgumentException(upload.name() + " has neither a path nor bytes");
    }
    return ContentReader.of(bytes.get(), name);
  }

  private static Content named(Content content, String suffix) {
    Content.File file = content.files().get(0);
    String name = withSuffix(file.path(), suffix);
    return new Content(
        content.hash(), false, List.of(new Content.File(name, file.hash(), file.source())));
  }

  private static String withSuffix(String name, String suffix) {
    return name.endsWith(suffix) ? name : name + suffix;
  }
}
