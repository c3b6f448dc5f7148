package dev.aloft.internal.services;

import dev.aloft.driver.Action;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.ResourceDriver;
import dev.aloft.driver.Target;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the models of services share: things with an owner and a name, changes that take time, and
 * the errors of a service. The test drives the time. Not thread-safe.
 */
public abstract class ModelService implements ResourceDriver<EndpointSpec> {
  /** How often a counted write is sent for one wish. */
  protected static final int TRIES = 3;

  final VirtualTiming timing;
  private final Map<String, Thing> things = new LinkedHashMap<>();

  ModelService(VirtualTiming timing) {
    this.timing = timing;
  }

  /** Percent of the calls by revision, as the service really answers; empty when it does not. */
  public abstract Map<String, Integer> serving(String name);

  /** The revisions that cost by time now. */
  public abstract Set<String> billing(String name);

  /** Everything that is there under an owner's tag. */
  public List<String> everything(String owner) {
    tick();
    return things.values().stream()
        .filter(thing -> thing.fact("aloft-owner").equals(owner))
        .map(thing -> thing.key() + " " + thing.word)
        .toList();
  }

  /** Puts an endpoint there that somebody else made. */
  public void foreignEndpoint(String name) {
    Thing endpoint = new Thing("endpoint", name);
    endpoint.ours = false;
    endpoint.bills = true;
    endpoint.facts.put("aloft-owner", "somebody");
    endpoint.facts.put("aloft-name", name);
    things.put(endpoint.key(), endpoint);
  }

  @Override
  public void check(EndpointSpec spec, Problems problems) {}

  @Override
  public Observation observe(Target<EndpointSpec> target) {
    tick();
    List<Part> parts = new ArrayList<>();
    for (Thing thing : things.values()) {
      if (thing.fact("aloft-name").equals(target.name()) && isListed(thing)) {
        boolean mine = thing.fact("aloft-owner").equals(target.logId());
        if (mine || thing.kind.equals("endpoint")) {
          parts.add(thing.part());
        }
      }
    }
    parts.sort(Comparator.comparing((Part part) -> !part.kind().equals("endpoint")));
    return new Observation(parts);
  }

  /** Whether the service's listing shows it already. */
  boolean isListed(Thing thing) {
    return true;
  }

  @Override
  public final Next next(Target<EndpointSpec> target, Observation seen) {
    if (seen.parts().stream().anyMatch(part -> !part.ours())) {
      return Next.fail(ErrorCode.CONFLICT_NOT_OURS, "the endpoint was made by somebody else");
    }
    EndpointSpec spec = target.spec();
    return spec == null ? remove(seen) : reach(spec, target, seen);
  }

  /** What to do so that a wish holds. */
  abstract Next reach(EndpointSpec spec, Target<EndpointSpec> target, Observation seen);

  /** What to do so that nothing is left. */
  abstract Next remove(Observation seen);

  @Override
  public final void apply(Action action, Target<EndpointSpec> target) {
    tick();
    send(action, target);
    tick();
  }

  abstract void send(Action action, Target<EndpointSpec> target);

  @Override
  public Page<Part> owned(String logId, @Nullable String cursor) {
    tick();
    return Page.last(
        things.values().stream()
            .filter(thing -> thing.fact("aloft-owner").equals(logId))
            .map(Thing::part)
            .toList());
  }

  @Override
  public void delete(Part part) {
    tick();
    things.remove(part.kind() + "/" + part.id());
  }

  Thing create(String kind, String id, Target<EndpointSpec> target) {
    Thing thing = new Thing(kind, id);
    if (things.putIfAbsent(thing.key(), thing) != null) {
      throw error(ErrorCode.ALREADY_EXISTS, kind + " " + id + " exists");
    }
    thing.createdAt = timing.now();
    thing.facts.put("aloft-owner", target.logId());
    thing.facts.put("aloft-name", target.name());
    return thing;
  }

  Thing require(String kind, String id) {
    return find(kind, id)
        .orElseThrow(() -> error(ErrorCode.NOT_FOUND, "could not find " + kind + " " + id));
  }

  Optional<Thing> find(String kind, String id) {
    return Optional.ofNullable(things.get(kind + "/" + id));
  }

  List<Thing> all(String kind, String name) {
    return things.values().stream()
        .filter(thing -> thing.kind.equals(kind) && thing.fact("aloft-name").equals(name))
        .toList();
  }

  void remove(Thing thing) {
    things.remove(thing.key());
  }

  void later(Thing thing, Duration after, Runnable change) {
    thing.changesAt = timing.now().plus(after);
    thing.change = change;
  }

  static void requireRest(Thing thing) {
    if (thing.state == Part.State.CHANGING || thing.state == Part.State.DELETING) {
      throw error(ErrorCode.BUSY, thing.kind + " " + thing.id + " is " + thing.word);
    }
  }

  static AloftException error(ErrorCode code, String message) {
    return AloftException.of(code, message).effect(Effect.NONE).build();
  }

  /** Lets everything happen that is due. */
  final void tick() {
    while (true) {
      Instant now = timing.now();
      Thing due =
          things.values().stream()
              .filter(thing -> thing.changesAt != null && !thing.changesAt.isAfter(now))
              .min(Comparator.comparing(thing -> thing.changesAt))
              .orElse(null);
      if (due == null) {
        return;
      }
      Runnable change = due.change;
      due.changesAt = null;
      due.change = null;
      if (change != null) {
        change.run();
      }
    }
  }

  static EndpointRevision revision(Target<EndpointSpec> target, String hash) {
    return target.wish().flatMap(spec -> spec.revision(hash)).orElseThrow();
  }

  static boolean isBad(String modelHash) {
    return modelHash.startsWith("bad");
  }

  /** The shares as text, in a fixed order: {@code hash=90 hash=10}. */
  static String shares(EndpointSpec spec) {
    return shares(spec.traffic());
  }

  static String shares(Map<String, Integer> traffic) {
    return new TreeMap<>(traffic)
        .entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(" "));
  }

  static Map<String, Integer> shares(String text) {
    Map<String, Integer> shares = new TreeMap<>();
    for (String share : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      int equals = share.indexOf('=');
      shares.put(share.substring(0, equals), Integer.valueOf(share.substring(equals + 1)));
    }
    return shares;
  }

  static Set<String> hashes(EndpointSpec spec) {
    return spec.revisions().stream()
        .map(EndpointRevision::hash)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The first part of a kind that belongs to none of the revisions. */
  static Optional<Part> surplus(Observation seen, String kind, Set<String> hashes) {
    return seen.parts(kind).stream()
        .filter(part -> !hashes.contains(String.valueOf(part.fact("revision"))))
        .findFirst();
  }

  /** The part of a kind that belongs to a revision. */
  static Optional<Part> of(Observation seen, String kind, String hash) {
    return seen.parts(kind).stream().filter(part -> hash.equals(part.fact("revision"))).findFirst();
  }

  static boolean isMoving(Part part) {
    return part.state() == Part.State.CHANGING || part.state() == Part.State.DELETING;
  }

  static String fact(Part part, String name) {
    String value = part.fact(name);
    return value == null ? "" : value;
  }
}
