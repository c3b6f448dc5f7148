package dev.aloft.internal;

import dev.aloft.Listing;
import dev.aloft.model.Model;
import dev.aloft.operation.Operation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Registered models, and models by file. Thread-safe. */
public final class ModelsCore {
  final Session session;

  ModelsCore(Session session) {
    this.session = session;
  }

  Operation<Model> startRegister(Model model, String registryName) {
    return Pending.here();
  }

  /** A version by number or alias, or the newest. */
  public Model get(String name, @Nullable String versionOrAlias) {
    return Pending.here();
  }

  /** The names. */
  public Listing<String> list() {
    return Pending.here();
  }

  /** The versions. */
  public Listing<Model> versions(String name) {
    return Pending.here();
  }

  /** Uploads and registers. */
  public Model upload(Path directory, String name) {
    return Pending.here();
  }

  /** A model by URI. */
  public Model at(String uri) {
    return Pending.here();
  }

  /** Points an alias. */
  public void alias(String name, String alias, String version) {
    Pending.here();
  }

  /** Removes an alias. */
  public void unalias(String name, String alias) {
    Pending.here();
  }

  /** Removes a version. */
  public void delete(String name, String version) {
    Pending.here();
  }
}
