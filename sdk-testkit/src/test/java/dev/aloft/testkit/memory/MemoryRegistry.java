package dev.aloft.testkit.memory;

import dev.aloft.driver.Action;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.RegisteredVersion;
import dev.aloft.driver.Registration;
import dev.aloft.driver.RegistryDriver;
import dev.aloft.driver.Target;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Registered models. */
final class MemoryRegistry implements RegistryDriver {
  private static final String VERSION = "version";

  private final Site site;

  MemoryRegistry(Site site) {
    this.site = site;
  }

  @Override
  public void check(Registration spec, Problems problems) {}

  @Override
  public Observation observe(Target<Registration> target) {
    return new Observation(
        site.read(
            "ListVersions",
            modelName(target),
            cloud ->
                versions(cloud, modelName(target)).stream()
                    .filter(version -> target.name().equals(version.tags().get("aloft-name")))
                    .filter(version -> isSeen(version, target))
                    .map(version -> part(modelName(target), version, target.logId()))
                    .toList()));
  }

  private boolean isSeen(CloudModel.Version version, Target<Registration> target) {
    return !site.has(Defect.FORGETS_VERSIONS)
        || target.spec() == null
        || Long.toString(target.generation()).equals(version.tags().get("generation"));
  }

  private static String modelName(Target<Registration> target) {
    return target.name().substring(0, target.name().indexOf('@'));
  }

  private static List<CloudModel.Version> versions(Cloud cloud, String name) {
    CloudModel model = cloud.models.get(name);
    return model == null ? List.of() : model.versions;
  }

  private static Part part(String name, CloudModel.Version version, String logId) {
    return new Part(
        VERSION,
        name + "/" + version.number(),
        Part.State.READY,
        "Ready",
        logId.equals(version.tags().get("aloft-owner")),
        false,
        version.tags());
  }

  @Override
  public Next next(Target<Registration> target, Observation seen) {
    if (seen.parts().stream().anyMatch(part -> !part.ours())) {
      return Next.fail(ErrorCode.CONFLICT_NOT_OURS, "the version was made by somebody else");
    }
    Part version = seen.first(VERSION).orElse(null);
    if (target.spec() != null) {
      return version != null
          ? Next.done()
          : Next.act(Action.of("create", VERSION, modelName(target)));
    }
    return version == null ? Next.done() : Next.act(Action.of("delete", VERSION, version.id()));
  }

  @Override
  public void apply(Action action, Target<Registration> target) {
    if (action.verb().equals("delete")) {
      remove(action.id());
      return;
    }
    Registration registration = target.wish().orElseThrow();
    Map<String, String> tags = new java.util.TreeMap<>(target.ownership(registration.modelHash()));
    tags.put("generation", Long.toString(target.generation()));
    site.write(
        "CreateVersion",
        registration.name(),
        cloud ->
            cloud
                .models
                .computeIfAbsent(registration.name(), any -> new CloudModel())
                .add(registration, tags, site.now()));
  }

  private void remove(String id) {
    int slash = id.indexOf('/');
    site.rewrite(
        "DeleteVersion",
        id,
        cloud -> {
          CloudModel model = cloud.models.get(id.substring(0, slash));
          if (model != null) {
            model.remove(Integer.parseInt(id.substring(slash + 1)));
          }
          return id;
        });
  }

  @Override
  public Page<Part> owned(String logId, @Nullable String cursor) {
    return site.read(
        "ListTaggedVersions",
        "",
        cloud -> {
          List<Part> parts = new ArrayList<>();
          cloud.models.forEach(
              (name, model) ->
                  model.versions.forEach(version -> parts.add(part(name, version, logId))));
          parts.removeIf(part -> !part.ours());
          return Page.last(parts);
        });
  }

  @Override
  public void delete(Part part) {
    remove(part.id());
  }

  @Override
  public Optional<RegisteredVersion> find(String name, @Nullable String versionOrAlias) {
    return site.read(
        "GetVersion",
        name,
        cloud -> {
          CloudModel model = cloud.models.get(name);
          return newestFirst(cloud, name).stream()
              .filter(version -> isCalled(model, version, versionOrAlias))
              .findFirst()
              .map(version -> registered(name, model, version));
        });
  }

  private static boolean isCalled(
      CloudModel model, CloudModel.Version version, @Nullable String called) {
    return called == null
        || called.equals(Integer.toString(version.number()))
        || Integer.valueOf(version.number()).equals(model.aliases.get(called));
  }

  private List<CloudModel.Version> newestFirst(Cloud cloud, String name) {
    List<CloudModel.Version> versions = new ArrayList<>(versions(cloud, name));
    if (!site.has(Defect.OLDEST_VERSION_FIRST)) {
      Collections.reverse(versions);
    }
    return versions;
  }

  private static RegisteredVersion registered(
      String name, CloudModel model, CloudModel.Version version) {
    Set<String> aliases = new TreeSet<>();
    model.aliases.forEach(
        (alias, number) -> {
          if (number == version.number()) {
            aliases.add(alias);
          }
        });
    Registration registration = version.registration();
    return new RegisteredVersion(
        name,
        Integer.toString(version.number()),
        registration.modelUri(),
        registration.modelHash(),
        registration.manifest(),
        aliases,
        version.createdAt());
  }

  @Override
  public Page<String> names(@Nullable String cursor) {
    return site.read(
        "ListModels",
        "",
        cloud ->
            Page.last(
                cloud.models.entrySet().stream()
                    .filter(entry -> !entry.getValue().versions.isEmpty())
                    .map(Map.Entry::getKey)
                    .toList()));
  }

  @Override
  public Page<RegisteredVersion> versions(String name, @Nullable String cursor) {
    return site.read(
        "ListVersions",
        name,
        cloud ->
            Page.last(
                newestFirst(cloud, name).stream()
                    .map(version -> registered(name, cloud.models.get(name), version))
                    .toList()));
  }

  @Override
  public void alias(String name, String alias, String version) {
    site.rewrite(
        "PutAlias",
        name,
        cloud -> {
          CloudModel model = cloud.models.get(name);
          boolean exists =
              versions(cloud, name).stream()
                  .anyMatch(one -> Integer.toString(one.number()).equals(version));
          if (model == null || !exists) {
            throw site.error(ErrorCode.NOT_FOUND, "there is no " + name + "/" + version);
          }
          return model.aliases.put(alias, Integer.valueOf(version));
        });
  }

  @Override
  public void unalias(String name, String alias) {
    site.rewrite(
        "DeleteAlias",
        name,
        cloud -> {
          CloudModel model = cloud.models.get(name);
          return model == null ? null : model.aliases.remove(alias);
        });
  }
}
