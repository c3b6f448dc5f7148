package dev.aloft.internal;

import dev.aloft.model.ModelManifest;
import java.nio.file.Path;
import java.util.Optional;

/** A model's files and what is known of them. Immutable. */
public final class ModelCore {

  /** The client. */
  public Session session() {
    throw new UnsupportedOperationException();
  }

  /** The URI of the directory. */
  public String location() {
    throw new UnsupportedOperationException();
  }

  /** The manifest. */
  public ModelManifest manifest() {
    throw new UnsupportedOperationException();
  }

  /** The hash. */
  public String contentHash() {
    throw new UnsupportedOperationException();
  }

  /** The registry name. */
  public Optional<String> name() {
    throw new UnsupportedOperationException();
  }

  /** The registry version. */
  public Optional<String> version() {
    throw new UnsupportedOperationException();
  }

  /** Downloads the files. */
  public Path download(Path directory) {
    throw new UnsupportedOperationException();
  }
}
