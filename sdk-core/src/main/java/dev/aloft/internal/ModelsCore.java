package dev.aloft.internal;

import dev.aloft.Capability;
import dev.aloft.Listing;
import dev.aloft.driver.RegisteredVersion;
import dev.aloft.driver.Registration;
import dev.aloft.driver.RegistryDriver;
import dev.aloft.driver.Suggestions;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.error.Problems;
import dev.aloft.model.Model;
import dev.aloft.model.ModelManifest;
import dev.aloft.serving.EndpointSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registered models, and models by file. Thread-safe. */
public final class ModelsCore {
  private static final Logger LOG = LoggerFactory.getLogger(ModelsCore.class);
  private static final int HASH_LENGTH = 12;
  private static final int MOST_TRIES = 5;
  private static final String LIST = "list models";

  private final Session session;

  ModelsCore(Session session) {
    this.session = session;
  }

  /** Starts to register a model. */
  ChangeCore<Model> startRegister(Model model, String registryName) {
    return registryVerb(
        "register",
        registryName,
        () -> {
          Reconciler<Registration> reconciler = session.engine().registrations();
          Registration wish =
              new Registration(
                  registryName,
                  Handles.core(model).locationFor(session),
                  model.contentHash(),
                  model.manifest(),
                  Map.of(),
                  null);
          Problems faults = new Problems();
          driver().check(wish, faults);
          faults.throwIfAny("the registration of " + model);
          String target = registryName + "@" + Hashing.base32(model.contentHash(), HASH_LENGTH);
          long generation = reconciler.want(target, wish, "register");
          return change(target, generation);
        });
  }

  /** A registration on its way, of whatever process. */
  ChangeCore<Model> change(String target, long generation) {
    String registryName = target.substring(0, target.indexOf('@'));
    String hash = target.substring(target.indexOf('@') + 1);
    return new ChangeCore<>(
        session,
        session.engine().registrations(),
        target,
        generation,
        true,
        () -> session.drive(() -> byHash(registryName, hash)));
  }

  private Model byHash(String registryName, String hash) {
    return Pages.stream(cursor -> driver().versions(registryName, cursor))
        .filter(version -> Hashing.base32(version.modelHash(), HASH_LENGTH).equals(hash))
        .findFirst()
        .map(version -> ModelCore.registered(session, version))
        .orElseThrow(() -> missing(registryName, null));
  }

  /** A version by number or alias, or the newest. */
  public Model get(String name, @Nullable String versionOrAlias) {
    return registryVerb(
        "get model",
        name,
        () -> {
          Optional<RegisteredVersion> found = driver().find(name, versionOrAlias);
          return ModelCore.registered(
              session,
              found.orElseThrow(
                  () ->
                      versionOrAlias == null
                          ? missing(name, null)
                          : missingVersion(name, versionOrAlias)));
        });
  }

  /** The names. */
  public Listing<String> list() {
    return registryVerb(
        LIST,
        "",
        () -> new Listing<>(Pages.stream(driver()::names).toList(), List.of("model"), List::of));
  }

  /** The versions. */
  public Listing<Model> versions(String name) {
    return registryVerb(
        "list versions",
        name,
        () ->
            new Listing<>(
                Pages.stream(cursor -> driver().versions(name, cursor))
                    .map(version -> ModelCore.registered(session, version))
                    .toList(),
                List.of("model", "version", "location"),
                model ->
                    List.of(
                        model.name().orElse(""), model.version().orElse(""), model.location())));
  }

  /** Uploads and registers. */
  public Model upload(Path directory, String name) {
    ModelManifest manifest = LocalModels.manifest(directory);
    Model staged =
        session.verb(
            session.verbCall("upload", name).needs(Capability.REGISTRY).build(),
            () -> {
              String uri =
                  session.drive(
                      () ->
                          StoredModels.upload(
                              directory,
                              manifest,
                              session.engine().backend().staging(),
                              session.engine().hands()));
              return Handles.model(
                  new ModelCore(session, uri, manifest, manifest.contentHash(), null, null));
            });
    return startRegister(staged, name).await();
  }

  /** A model by URI or local path. */
  public Model at(String uri) {
    String location = uri.contains(":/") ? uri : Path.of(uri).toAbsolutePath().toUri().toString();
    if (location.startsWith("file:") && !Files.isDirectory(localPath(location))) {
      throw ModelCore.nothingAt(location);
    }
    return session.verb(
        session.verbCall("read model", location).build(), () -> ModelCore.load(session, location));
  }

  private static Path localPath(String uri) {
    try {
      return Path.of(java.net.URI.create(uri));
    } catch (IllegalArgumentException e) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST,
              "\"" + uri + "\" is no URI of a directory; write a space as %20, or give a path")
          .effect(Effect.NONE)
          .cause(e)
          .build();
    }
  }

  /** Points an alias. */
  public void alias(String name, String alias, String version) {
    aliasVerb("alias", name, alias, () -> driver().alias(name, alias, version));
  }

  /** Removes an alias. */
  public void unalias(String name, String alias) {
    aliasVerb("unalias", name, alias, () -> driver().unalias(name, alias));
  }

  /**
   * Removes a version through a wish, so that a crash half-way is finished later; says which
   * endpoints serve it, which go on. Where the version is gone already, a removal that has left
   * something else of it is carried to its end.
   */
  public void delete(String name, String version) {
    List<ChangeCore<String>> removals =
        registryVerb(
            "delete model",
            name,
            () ->
                driver()
                    .find(name, version)
                    .map(this::removal)
                    .map(List::of)
                    .orElseGet(() -> unfinishedRemovals(name)));
    removals.forEach(ChangeCore::await);
  }

  private ChangeCore<String> removal(RegisteredVersion found) {
    String name = found.name();
    warnOfEndpoints(name + "/" + found.version());
    String target = name + "@" + Hashing.base32(found.modelHash(), HASH_LENGTH);
    return removal(name, target, session.engine().registrations().want(target, null, "delete"));
  }

  /** Reads the log of endpoints alone; what keeps it from being read keeps nothing else. */
  private void warnOfEndpoints(String version) {
    if (!session.capabilities().contains(Capability.SERVING)) {
      return;
    }
    try {
      List<String> serving = session.engine().endpoints().names(spec -> serves(spec, version));
      if (!serving.isEmpty()) {
        LOG.warn(
            "{} is deleted while the endpoints {} serve it; they go on, without its entry in the"
                + " registry and with its files only where the provider leaves them:"
                + " endpoint.update(model) or endpoint.undeploy() ends that",
            version,
            serving);
      }
    } catch (AloftException e) {
      LOG.debug("which endpoints serve {} is not known", version, e);
    }
  }

  private static boolean serves(EndpointSpec spec, String version) {
    return spec.revisions().stream().anyMatch(one -> version.equals(one.registeredName()));
  }

  private ChangeCore<String> removal(String name, String target, long generation) {
    return new ChangeCore<>(
        session, session.engine().registrations(), target, generation, true, () -> name);
  }

  private List<ChangeCore<String>> unfinishedRemovals(String name) {
    Reconciler<Registration> reconciler = session.engine().registrations();
    return reconciler.open().stream()
        .filter(open -> !open.tombstone() && open.name().startsWith(name + "@"))
        .filter(open -> reconciler.history(open.name()).get(0).spec() == null)
        .map(open -> removal(name, open.name(), open.generation()))
        .toList();
  }

  private void aliasVerb(String operation, String name, String alias, Runnable body) {
    session.verb(
        session.verbCall(operation, name).needs(Capability.REGISTRY, Capability.ALIASES).build(),
        () ->
            session.drive(
                () -> {
                  Names.require("name", name, "model");
                  Names.require("alias", alias, "alias");
                  whenFree(body);
                  return name;
                }));
  }

  /** A move of an alias finishes one that stopped, so it is asked again after another change. */
  private void whenFree(Runnable body) {
    for (int tries = 1; ; tries++) {
      try {
        body.run();
        return;
      } catch (AloftException e) {
        if (e.code() != ErrorCode.BUSY || tries == MOST_TRIES) {
          throw e;
        }
        ServicePauses.pause(session.engine().timing(), ServicePauses.PACE);
      }
    }
  }

  private <T> T registryVerb(String operation, String name, Supplier<T> body) {
    return session.verb(
        session.verbCall(operation, name).needs(Capability.REGISTRY).build(),
        () -> {
          if (!operation.equals(LIST)) {
            Names.require("name", name, "model");
          }
          return session.drive(body::get);
        });
  }

  private RegistryDriver driver() {
    return session.engine().backend().registry();
  }

  /** Names what there is of the model, where there is any. */
  private AloftException missingVersion(String name, String versionOrAlias) {
    Set<String> known = new TreeSet<>();
    Pages.stream(cursor -> driver().versions(name, cursor))
        .forEach(
            version -> {
              known.add(version.version());
              known.addAll(version.aliases());
            });
    if (known.isEmpty()) {
      return missing(name, versionOrAlias);
    }
    return AloftException.of(
            ErrorCode.NOT_FOUND,
            "the registered model \""
                + name
                + "\" has no version or alias \""
                + versionOrAlias
                + "\" at "
                + session.provider()
                + Suggestions.nearest(versionOrAlias, known)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse(""))
        .resource(name)
        .nextStep(
            NextStep.java(
                "shows its versions and their aliases",
                "aloft.models().versions(\"" + name + "\")"))
        .build();
  }

  private AloftException missing(String name, @Nullable String versionOrAlias) {
    return AloftException.of(
            ErrorCode.NOT_FOUND,
            "there is no registered model \""
                + name
                + (versionOrAlias == null ? "" : "/" + versionOrAlias)
                + "\" at "
                + session.provider())
        .resource(name)
        .nextStep(NextStep.java("see what there is", "aloft.models().list()"))
        .build();
  }
}
