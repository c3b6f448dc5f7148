package dev.aloft.local.serving;

import dev.aloft.model.ModelManifest;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known to serve a revision, in memory, on disk and on the way to another process.
 *
 * @param hash the revision's hash
 * @param modelUri where the files lie: a path or a {@code file:} URI
 * @param modelHash the hash of the files
 * @param manifest what the model is
 * @param probe a V2 request that must be answered before the revision counts as ready; null for one
 *     row without any value
 * @param state where it stands
 * @param code why it failed; null unless it did
 * @param reason the same in words; empty unless it did
 */
record RevisionRecord(
    String hash,
    String modelUri,
    String modelHash,
    ModelManifest manifest,
    @Nullable String probe,
    State state,
    @Nullable String code,
    String reason) {

  /** Where a revision stands. */
  enum State {
    /** Its model is read and probed. */
    LOADING,
    /** It answers. */
    READY,
    /** It cannot be served. */
    FAILED,
    /** The process that served it ended. */
    LOST
  }

  /** The directory of its model. */
  Path directory() {
    return directory(modelUri);
  }

  static Path directory(String uri) {
    return uri.startsWith("file:") ? Path.of(URI.create(uri)) : Path.of(uri);
  }

  /** The same in another state. */
  RevisionRecord in(State other, @Nullable String why, String words) {
    return new RevisionRecord(hash, modelUri, modelHash, manifest, probe, other, why, words);
  }
}
