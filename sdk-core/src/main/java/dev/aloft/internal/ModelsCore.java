package dev.aloft.internal;

import dev.aloft.Listing;
import dev.aloft.model.Model;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Registered models, and models by file. Thread-safe. */
public final class ModelsCore {
  private final Session session;

  ModelsCore(Session session) {
    this.session = session;
  }

  Model register(Model model, String registryName) {
    throw new UnsupportedOperationException(session.provider());
  }

  /** A version by number or alias, or the newest. */
  public Model get(String name, @Nullable String versionOrAlias) {
    throw new UnsupportedOperationException(session.provider());
  }

  /** The names. */
  public Listing<String> list() {
    throw new UnsupportedOperationException(session.provider());
  }

  /** The versions. */
  public Listing<Model> versions(String name) {
    throw new UnsupportedOperationException(session.provider());
  }

  /** Uploads and registers. */
  public Model upload(Path directory, String name) {
    throw new UnsupportedOperationException(session.provider());
  }

  /** A model by URI. */
  public Model at(String uri) {
    throw new UnsupportedOperationException(session.provider());
  }

  /** Points an alias. */
  public void alias(String name, String alias, String version) {
    throw new UnsupportedOperationException(session.provider());
  }

  /** Removes an alias. */
  public void unalias(String name, String alias) {
    throw new UnsupportedOperationException(session.provider());
  }

  /** Removes a version. */
  public void delete(String name, String version) {
    throw new UnsupportedOperationException(session.provider());
  }
}
