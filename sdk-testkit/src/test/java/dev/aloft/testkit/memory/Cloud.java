package dev.aloft.testkit.memory;

import dev.aloft.testkit.Thing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A cloud in the memory of this process: what exists, whoever made it. Guarded by itself. */
final class Cloud {
  private static final Map<String, Cloud> PLACES = new ConcurrentHashMap<>();

  final Map<String, CloudRun> runs = new TreeMap<>();
  final Map<String, CloudConfig> configs = new TreeMap<>();
  final Map<String, CloudEndpoint> endpoints = new TreeMap<>();
  final Map<String, CloudModel> models = new TreeMap<>();
  final TreeMap<String, CloudObject> objects = new TreeMap<>();

  private long requests;

  private Cloud() {}

  /** The cloud of that name; made on first use. */
  static Cloud at(String place) {
    return PLACES.computeIfAbsent(place, any -> new Cloud());
  }

  static void forget(String place) {
    PLACES.remove(place);
  }

  /** Notes one request. */
  synchronized void requested() {
    requests++;
  }

  /** How many requests there were. */
  synchronized long requests() {
    return requests;
  }

  /** Lets happen what was due by now. */
  synchronized void settle(Instant now) {
    endpoints.values().forEach(endpoint -> endpoint.settle(now, this));
    endpoints.values().removeIf(CloudEndpoint::isGone);
  }

  /** What a console would show, without runs that have ended. */
  synchronized List<Thing> things(Instant now) {
    settle(now);
    List<Thing> things = new ArrayList<>();
    runs.values().stream()
        .filter(run -> !run.status(now).state().isTerminal())
        .forEach(run -> things.add(new Thing("run", run.name(), true)));
    configs.keySet().forEach(id -> things.add(new Thing("config", id, false)));
    endpoints.keySet().forEach(id -> things.add(new Thing("endpoint", id, true)));
    models.forEach(
        (name, model) ->
            model.versions.forEach(
                version -> things.add(new Thing("version", name + "/" + version.number(), false))));
    return things;
  }
}
