package dev.aloft.internal.services;

import dev.aloft.driver.Action;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.error.ErrorCode;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Model version and endpoint. An update replaces the whole configuration; after one that failed the
 * endpoint is UPDATE_FAILED, still READY with the old configuration, and names the entities that
 * failed.
 */
public final class DatabricksModel extends ModelService {

  /** A service without anything. */
  public DatabricksModel(VirtualTiming timing) {
    super(timing);
  }

  @Override
  Next reach(EndpointSpec spec, Target<EndpointSpec> target, Observation seen) {
    for (EndpointRevision revision : spec.revisions()) {
      if (of(seen, "version", revision.hash()).isEmpty()) {
        return Next.act(
            Action.of("create", "version", target.name() + "/" + revision.hash())
                .with("revision", revision.hash()));
      }
    }
    String config = shares(spec);
    int tries = target.triesOf(target.name());
    Part endpoint = seen.first("endpoint").orElse(null);
    if (endpoint != null && isMoving(endpoint)) {
      return Next.await(endpoint.word());
    }
    if (endpoint != null && fact(endpoint, "config").equals(config)) {
      return tidy(spec, seen);
    }
    if (endpoint != null && tries > 0 && fact(endpoint, "failedConfig").equals(config)) {
      return Next.fail(ErrorCode.MODEL_FAILED, "UPDATE_FAILED: " + config);
    }
    if (tries >= TRIES) {
      return Next.fail(ErrorCode.PROVIDER_ERROR, "the endpoint does not take the configuration");
    }
    String verb = endpoint == null ? "create" : "update";
    return Next.act(Action.of(verb, "endpoint", target.name()).with("config", config).asCounted());
  }

  private static Next tidy(EndpointSpec spec, Observation seen) {
    return surplus(seen, "version", hashes(spec))
        .map(old -> Next.act(Action.of("delete", "version", old.id())))
        .orElseGet(Next::done);
  }

  @Override
  Next remove(Observation seen) {
    for (String kind : new String[] {"endpoint", "version"}) {
      Optional<Part> part = seen.first(kind);
      if (part.isPresent()) {
        return part.get().state() == Part.State.DELETING
            ? Next.attend(part.get().word())
            : Next.act(Action.of("delete", kind, part.get().id()));
      }
    }
    return Next.done();
  }

  @Override
  void send(Action action, Target<EndpointSpec> target) {
    switch (action.verb() + " " + action.kind()) {
      case "create version" -> {
        String hash = String.valueOf(action.fact("revision"));
        Thing version = create("version", action.id(), target);
        version.facts.put("revision", hash);
        version.facts.put("model", revision(target, hash).modelHash());
      }
      case "create endpoint" -> {
        Thing endpoint = create("endpoint", action.id(), target);
        endpoint.bills = true;
        endpoint.facts.put("config", "");
        replace(endpoint, String.valueOf(action.fact("config")));
      }
      case "update endpoint" -> {
        Thing endpoint = require("endpoint", action.id());
        requireRest(endpoint);
        replace(endpoint, String.valueOf(action.fact("config")));
      }
      case "delete endpoint" -> {
        Thing endpoint = require("endpoint", action.id());
        endpoint.set(Part.State.DELETING, "DELETING");
        later(endpoint, Duration.ofSeconds(30), () -> remove(endpoint));
      }
      default -> remove(require("version", action.id()));
    }
  }

  private void replace(Thing endpoint, String config) {
    boolean bad =
        shares(config).keySet().stream()
            .map(hash -> require("version", endpoint.id + "/" + hash))
            .anyMatch(version -> isBad(version.fact("model")));
    endpoint.set(Part.State.CHANGING, "IN_PROGRESS");
    endpoint.facts.remove("failedConfig");
    endpoint.facts.put("pendingConfig", config);
    later(
        endpoint,
        Duration.ofMinutes(7),
        () -> {
          endpoint.facts.remove("pendingConfig");
          endpoint.facts.put(bad ? "failedConfig" : "config", config);
          boolean ready = !endpoint.fact("config").isEmpty();
          endpoint.set(
              ready ? Part.State.READY : Part.State.FAILED,
              (ready ? "READY " : "NOT_READY ") + (bad ? "UPDATE_FAILED" : "NOT_UPDATING"));
        });
  }

  @Override
  public Map<String, Integer> serving(String name) {
    tick();
    return find("endpoint", name)
        .filter(endpoint -> endpoint.state != Part.State.DELETING)
        .map(endpoint -> shares(endpoint.fact("config")))
        .orElseGet(TreeMap::new);
  }

  @Override
  public Set<String> billing(String name) {
    return serving(name).keySet();
  }
}
