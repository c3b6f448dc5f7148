package dev.aloft.model;

import dev.aloft.Listing;
import dev.aloft.internal.Handles;
import dev.aloft.internal.ModelsCore;
import java.nio.file.Path;

/** Registered models, and models by their files. Calls nothing before it is asked. Thread-safe. */
public final class Models {
  static {
    Handles.modelCollections(Models::new);
  }

  private final ModelsCore core;

  private Models(ModelsCore core) {
    this.core = core;
  }

  /**
   * The newest version of a registered model.
   *
   * @throws dev.aloft.error.AloftException NOT_FOUND
   */
  public Model get(String name) {
    return core.get(name, null);
  }

  /**
   * A version of a registered model, by number or alias.
   *
   * @throws dev.aloft.error.AloftException NOT_FOUND
   */
  public Model get(String name, String versionOrAlias) {
    return core.get(name, versionOrAlias);
  }

  /** The names of all registered models, however many there are. */
  public Listing<String> list() {
    return core.list();
  }

  /** All versions of a registered model, newest first. */
  public Listing<Model> versions(String name) {
    return core.versions(name);
  }

  /** Copies a local directory with a model into the staging store and registers it. */
  public Model upload(Path directory, String name) {
    return core.upload(directory, name);
  }

  /** A model by the URI of its directory, unregistered. Reads its manifest. */
  public Model at(String uri) {
    return core.at(uri);
  }

  /**
   * Points an alias at a version, away from any other. What a service says of each version by
   * itself, such as {@code rejected} at SageMaker, it says of this one too.
   */
  public void alias(String name, String alias, String version) {
    core.alias(name, alias, version);
  }

  /** Removes an alias; fine when there is none. */
  public void unalias(String name, String alias) {
    core.unalias(name, alias);
  }

  /**
   * Removes a version from the registry; fine when there is none. Whether its files go too is the
   * provider's: one whose registry keeps copies of its own removes these, another leaves the files
   * in the staging store. A warning names the endpoints that serve it, which may need the files to
   * start another machine.
   */
  public void delete(String name, String version) {
    core.delete(name, version);
  }
}
