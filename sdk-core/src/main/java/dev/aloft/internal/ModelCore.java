package dev.aloft.internal;

import dev.aloft.model.Model;
import dev.aloft.model.ModelManifest;
import java.nio.file.Path;
import java.util.Optional;

/** A model's files and what is known of them. Immutable. */
public final class ModelCore {

  /** The model in a directory of a store. */
  static Model load(Session session, String uri) {
    return Pending.here();
  }

  /** The client. */
  public Session session() {
    return Pending.here();
  }

  /** The URI of the directory. */
  public String location() {
    return Pending.here();
  }

  /** The manifest. */
  public ModelManifest manifest() {
    return Pending.here();
  }

  /** The hash. */
  public String contentHash() {
    return Pending.here();
  }

  /** The registry name. */
  public Optional<String> name() {
    return Pending.here();
  }

  /** The registry version. */
  public Optional<String> version() {
    return Pending.here();
  }

  /** Downloads the files. */
  public Path download(Path directory) {
    return Pending.here();
  }
}
