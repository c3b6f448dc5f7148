package dev.aloft.local.registry;

import dev.aloft.driver.Action;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.RegisteredVersion;
import dev.aloft.driver.Registration;
import dev.aloft.driver.RegistryDriver;
import dev.aloft.driver.Target;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import dev.aloft.layer.Call;
import dev.aloft.local.LocalErrors;
import dev.aloft.local.LocalHome;
import dev.aloft.local.disk.Durable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Registered models below {@code models/} of the home. A version is a directory with a copy of the
 * model's files; it appears whole, and the same wish never makes a second one. Versions count from
 * 1, and a number is never given twice. Thread-safe, and safe for several processes.
 */
public final class LocalRegistry implements RegistryDriver {
  private static final String KIND = "version";
  private static final int PAGE = 100;
  private static final Duration COPYING = Duration.ofMinutes(30);

  private final LocalHome home;
  private final DriverContext context;

  /** The registry of a home. */
  public LocalRegistry(LocalHome home, DriverContext context) {
    this.home = home;
    this.context = context;
  }

  @Override
  public void check(Registration wish, Problems problems) {
    problems.require(
        isName(wish.name()), "name", wish.name(), "lower-case letters, digits and single hyphens");
  }

  @Override
  public Observation observe(Target<Registration> target) {
    return send(
        call("ListVersions", target.name()).repeatable(),
        () -> {
          Optional<VersionFile> found = shelf(modelOf(target.name())).madeFor(target.name());
          return found
              .map(version -> new Observation(List.of(part(version, target.logId()))))
              .orElse(Observation.NOTHING);
        });
  }

  @Override
  public Next next(Target<Registration> target, Observation seen) {
    Optional<Part> version = seen.first(KIND);
    if (target.wish().isPresent()) {
      return version.isPresent()
          ? Next.done()
          : Next.act(Action.of("create", KIND, target.name()).within(COPYING));
    }
    if (version.isEmpty()) {
      return Next.done();
    }
    return version.get().ours()
        ? Next.act(Action.of("delete", KIND, version.get().id()))
        : Next.fail(
            ErrorCode.CONFLICT_NOT_OURS,
            version.get().id() + " was registered through another staging store");
  }

  @Override
  public void apply(Action action, Target<Registration> target) {
    if (action.verb().equals("delete")) {
      remove(action.id());
      return;
    }
    Registration wish = target.wish().orElseThrow();
    Shelf shelf = shelf(wish.name());
    Path unfinished = send(call("PrepareVersion", target.name()).repeatable(), shelf::prepare);
    try {
      new ModelCopy(context.store(wish.modelUri()), wish.manifest())
          .into(unfinished.resolve(VersionFile.MODEL));
      send(
          call("CreateVersion", target.name()).request(wish).timeout(COPYING).repeatable(),
          () -> {
            shelf.add(unfinished, wish, target);
            return target;
          });
    } catch (IOException e) {
      throw LocalErrors.translate("copy the model to", target.name(), e);
    } finally {
      discard(unfinished);
    }
  }

  private static void discard(Path unfinished) {
    try {
      Durable.deleteTree(unfinished);
    } catch (IOException e) {
      throw LocalErrors.translate("remove", unfinished.toString(), e);
    }
  }

  @Override
  public Page<Part> owned(String logId, @Nullable String cursor) {
    return send(
        call("ListOwned", "").repeatable(),
        () -> {
          List<Part> parts = new ArrayList<>();
          for (String name : allNames()) {
            Shelf shelf = shelf(name);
            for (int number : shelf.versions()) {
              shelf.read(number).map(v -> part(v, logId)).filter(Part::ours).ifPresent(parts::add);
            }
          }
          return Page.last(parts);
        });
  }

  @Override
  public void delete(Part part) {
    remove(part.id());
  }

  private void remove(String id) {
    send(
        call("DeleteVersion", id).repeatable(),
        () -> {
          shelf(id.substring(0, id.indexOf('/')))
              .remove(Integer.parseInt(id.substring(id.indexOf('/') + 1)));
          return id;
        });
  }

  @Override
  public Optional<RegisteredVersion> find(String name, @Nullable String versionOrAlias) {
    return send(
        call("GetVersion", name).repeatable(),
        () -> {
          if (!isName(name)) {
            return Optional.empty();
          }
          Shelf shelf = shelf(name);
          Optional<Integer> number =
              versionOrAlias == null
                  ? shelf.versions().stream().findFirst()
                  : shelf.resolve(versionOrAlias);
          return number.isEmpty() ? Optional.empty() : registered(shelf, number.get());
        });
  }

  @Override
  public Page<String> names(@Nullable String cursor) {
    return send(
        call("ListModels", "").repeatable(),
        () -> {
          List<String> names = new ArrayList<>();
          for (String name : allNames()) {
            if (!shelf(name).isEmpty()) {
              names.add(name);
            }
          }
          return Page.last(names);
        });
  }

  @Override
  public Page<RegisteredVersion> versions(String name, @Nullable String cursor) {
    return send(
        call("ListVersions", name).repeatable(),
        () -> {
          if (!isName(name)) {
            return Page.last(List.of());
          }
          Shelf shelf = shelf(name);
          List<Integer> numbers = pageOf(shelf.versions(), cursor);
          List<RegisteredVersion> found = new ArrayList<>();
          for (int number : numbers) {
            registered(shelf, number).ifPresent(found::add);
          }
          return new Page<>(found, numbers.size() < PAGE ? null : numbers.get(PAGE - 1).toString());
        });
  }

  private static List<Integer> pageOf(List<Integer> newestFirst, @Nullable String cursor) {
    Stream<Integer> rest =
        cursor == null
            ? newestFirst.stream()
            : newestFirst.stream().filter(number -> number < Integer.parseInt(cursor));
    return rest.limit(PAGE).toList();
  }

  private static Optional<RegisteredVersion> registered(Shelf shelf, int number)
      throws IOException {
    try {
      Optional<VersionFile> found = shelf.read(number);
      return found.isEmpty()
          ? Optional.empty()
          : Optional.of(found.get().registered(shelf.version(number), shelf.aliasesOf(number)));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // removed meanwhile
    }
  }

  @Override
  public void alias(String name, String alias, String version) {
    send(
        call("PutAlias", name + "/" + alias).repeatable(),
        () -> {
          checkAlias(alias);
          Shelf shelf = shelf(name);
          int number =
              shelf
                  .resolve(version)
                  .filter(found -> Files.isDirectory(shelf.version(found)))
                  .orElseThrow(() -> missing(name, version));
          shelf.alias(alias, number);
          return alias;
        });
  }

  @Override
  public void unalias(String name, String alias) {
    send(
        call("DeleteAlias", name + "/" + alias).repeatable(),
        () -> {
          checkAlias(alias);
          shelf(name).unalias(alias);
          return alias;
        });
  }

  private static void checkAlias(String alias) {
    Problems problems = new Problems();
    problems.require(
        alias.matches("[A-Za-z][A-Za-z0-9._-]{0,63}"),
        "alias",
        alias,
        "a letter, then letters, digits, dots, hyphens and underscores, at most 64 characters");
    problems.throwIfAny("the alias");
  }

  private static Part part(VersionFile version, String logId) {
    Map<String, String> facts = new LinkedHashMap<>(version.ownership());
    facts.put("version", Integer.toString(version.version()));
    return new Part(
        KIND,
        version.name() + "/" + version.version(),
        Part.State.READY,
        "registered",
        logId.equals(version.ownership().get("aloft-owner")),
        false,
        facts);
  }

  private Set<String> allNames() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(home.models())) {
      for (Path child : children) {
        String name = String.valueOf(child.getFileName());
        if (isName(name)) {
          names.add(name);
        }
      }
    } catch (NoSuchFileException e) {
      return names; // nothing was ever registered
    }
    return names;
  }

  private Shelf shelf(String name) {
    if (!isName(name)) {
      throw missing(name, "");
    }
    return new Shelf(home.models().resolve(name));
  }

  private static String modelOf(String resource) {
    int at = resource.indexOf('@');
    return at < 0 ? resource : resource.substring(0, at);
  }

  private static boolean isName(String name) {
    return name.length() <= 64 && name.matches("[a-z](-?[a-z0-9])*");
  }

  private static AloftException missing(String name, String version) {
    String what = version.isEmpty() ? name : name + "/" + version;
    return AloftException.of(
            ErrorCode.NOT_FOUND, "there is no registered model \"" + what + "\" on this machine")
        .resource(what)
        .build();
  }

  private Call.Builder call(String operation, String resource) {
    return context.call(operation, resource);
  }

  private <T> T send(Call.Builder call, Callable<T> body) {
    Call built = call.build();
    return context.send(
        built,
        () -> {
          try {
            return body.call();
          } catch (IOException | InterruptedException e) {
            throw LocalErrors.translate(built.operation(), built.resource(), e);
          }
        });
  }
}
