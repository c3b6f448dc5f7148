package dev.aloft.internal;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.RegisteredVersion;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.Model;
import dev.aloft.model.ModelManifest;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model's files and what is known of them. Immutable. */
public final class ModelCore {
  private final Session session;
  private final String location;
  private final ModelManifest manifest;
  private final String contentHash;
  private final @Nullable String name;
  private final @Nullable String version;

  ModelCore(
      Session session,
      String location,
      ModelManifest manifest,
      String contentHash,
      @Nullable String name,
      @Nullable String version) {
    this.session = session;
    this.location = location;
    this.manifest = manifest;
    this.contentHash = contentHash;
    this.name = name;
    this.version = version;
  }

  /**
   * The model in a directory of a store. Reads its manifest; of a directory without one the names,
   * sizes and times are read, and the model is of the format {@code custom}.
   *
   * @throws AloftException NOT_FOUND when there are no files
   */
  static Model load(Session session, String uri) {
    ObjectStore store = store(session, uri);
    ModelManifest manifest = session.drive(() -> StoredModels.manifest(store));
    return Handles.model(new ModelCore(session, uri, manifest, manifest.contentHash(), null, null));
  }

  /** The model behind a registered version. */
  static Model registered(Session session, RegisteredVersion found) {
    return Handles.model(
        new ModelCore(
            session,
            found.modelUri(),
            found.manifest(),
            found.modelHash(),
            found.name(),
            found.version()));
  }

  /** The client. */
  public Session session() {
    return session;
  }

  /** The URI of the directory. */
  public String location() {
    return location;
  }

  /** The manifest. */
  public ModelManifest manifest() {
    return manifest;
  }

  /** The hash. */
  public String contentHash() {
    return contentHash;
  }

  /** The registry name. */
  public Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /** The registry version. */
  public Optional<String> version() {
    return Optional.ofNullable(version);
  }

  /** Downloads the files. */
  public Path download(Path directory) {
    return session.verb(
        session.verbCall("download", location).build(),
        () -> {
          StoredModels.download(
              store(session, location), manifest, directory, session.engine().hands());
          return directory;
        });
  }

  /**
   * Where the files lie for another client: here when it is the same provider and scope, otherwise
   * copied into its staging store.
   */
  String locationFor(Session other) {
    if (liesWithin(other)) {
      return location;
    }
    return other.drive(
        () ->
            StoredModels.copy(
                store(session, location),
                manifest,
                other.engine().backend().staging(),
                other.engine().hands()));
  }

  /** Whether another client serves the files from where they lie. */
  boolean liesWithin(Session other) {
    boolean same =
        other.engine() == session.engine()
            || (other.provider().equals(session.provider())
                && other.scope().equals(session.scope()));
    return same && (!isOnThisMachine(location) || isOnThisMachine(stagingOf(other)));
  }

  private static String stagingOf(Session session) {
    return session.engine().backend().staging().uri("");
  }

  private static boolean isOnThisMachine(String uri) {
    return uri.startsWith("file:");
  }

  /** The store at a URI; a directory on this machine can be read without a store for its scheme. */
  private static ObjectStore store(Session session, String uri) {
    try {
      return session.engine().store(uri);
    } catch (AloftException e) {
      if (e.code() == ErrorCode.UNSUPPORTED && isOnThisMachine(uri)) {
        return new LocalDirectory(Path.of(URI.create(uri)));
      }
      throw e;
    }
  }

  static AloftException nothingAt(String uri) {
    return AloftException.of(ErrorCode.NOT_FOUND, "there is no model at " + uri)
        .resource(uri)
        .build();
  }
}
