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
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Upload, endpoint, deploy, traffic. A failed deploy leaves nothing, not even a reason; an endpoint
 * is deleted only when it is empty, a model only some time after it was undeployed; listings lag.
 */
public final class VertexModel extends ModelService {
  private static final Duration LAG = Duration.ofSeconds(20);
  private static final int ASKED = 10;

  /** A service without anything. */
  public VertexModel(VirtualTiming timing) {
    super(timing);
  }

  @Override
  public Duration lag() {
    return LAG;
  }

  @Override
  boolean isListed(Thing thing) {
    return thing.kind.equals("deployed") || !timing.now().isBefore(thing.createdAt.plus(LAG));
  }

  @Override
  Next reach(EndpointSpec spec, Target<EndpointSpec> target, Observation seen) {
    for (EndpointRevision revision : spec.revisions()) {
      Optional<Part> model = of(seen, "model", revision.hash());
      if (model.isEmpty()) {
        return Next.act(
            Action.of("upload", "model", target.name() + "-" + revision.hash())
                .with("revision", revision.hash()));
      }
      if (isMoving(model.get())) {
        return Next.attend("uploading");
      }
    }
    Part endpoint = seen.first("endpoint").orElse(null);
    if (endpoint == null) {
      return Next.act(Action.of("create", "endpoint", target.name()));
    }
    if (isMoving(endpoint)) {
      return Next.attend(endpoint.word());
    }
    for (EndpointRevision revision : spec.revisions()) {
      Optional<Part> deployed = of(seen, "deployed", revision.hash());
      if (deployed.isEmpty()) {
        return deploy(revision, target);
      }
      if (isMoving(deployed.get())) {
        return Next.attend(deployed.get().word());
      }
    }
    if (!fact(endpoint, "shares").equals(shares(spec))) {
      return share(spec, target.name(), shares(fact(endpoint, "shares")));
    }
    return tidy(spec, seen);
  }

  /** What has no calls cannot be asked: a small share first. */
  private static Next share(EndpointSpec spec, String name, Map<String, Integer> present) {
    Action all = Action.of("traffic", "endpoint", name).with("shares", shares(spec));
    Map<String, Integer> small = new TreeMap<>(present);
    spec.traffic().keySet().forEach(hash -> small.putIfAbsent(hash, 0));
    String giver = small.keySet().stream().max(Comparator.comparing(small::get)).orElseThrow();
    if (small.get(giver) == 0) {
      return Next.act(all);
    }
    boolean silent = false;
    for (Map.Entry<String, Integer> wished : spec.traffic().entrySet()) {
      if (wished.getValue() > 0 && small.get(wished.getKey()) == 0) {
        int given = Math.min(wished.getValue(), ASKED);
        small.put(wished.getKey(), given);
        small.merge(giver, -given, Integer::sum);
        silent = true;
      }
    }
    String first = shares(small);
    return !silent
        ? Next.ask(all)
        : first.equals(shares(spec)) ? Next.act(all) : Next.ask(all.with("shares", first), all);
  }

  private static Next deploy(EndpointRevision revision, Target<EndpointSpec> target) {
    String id = target.name() + "." + revision.hash();
    return target.triesOf(id) < TRIES
        ? Next.act(
            Action.of("deploy", "deployed", id).with("revision", revision.hash()).asCounted())
        : Next.fail(ErrorCode.PROVIDER_ERROR, "the model does not stay deployed");
  }

  private static Next tidy(EndpointSpec spec, Observation seen) {
    Optional<Part> deployed = surplus(seen, "deployed", hashes(spec));
    if (deployed.isPresent()) {
      return isMoving(deployed.get())
          ? Next.attend(deployed.get().word())
          : Next.act(Action.of("delete", "deployed", deployed.get().id()));
    }
    Optional<Part> model = surplus(seen, "model", hashes(spec));
    if (model.isPresent()) {
      return isMoving(model.get())
          ? Next.attend(model.get().word())
          : Next.act(Action.of("delete", "model", model.get().id()));
    }
    return Next.done();
  }

  @Override
  Next remove(Observation seen) {
    for (String kind : new String[] {"deployed", "endpoint", "model"}) {
      Optional<Part> part = seen.first(kind);
      if (part.isPresent()) {
        return isMoving(part.get())
            ? Next.attend(part.get().word())
            : Next.act(Action.of("delete", kind, part.get().id()));
      }
    }
    return Next.done();
  }

  @Override
  void send(Action action, Target<EndpointSpec> target) {
    switch (action.verb() + " " + action.kind()) {
      case "upload model" -> {
        String hash = String.valueOf(action.fact("revision"));
        Thing model = create("model", action.id(), target);
        model.facts.put("revision", hash);
        model.facts.put("model", revision(target, hash).modelHash());
        model.set(Part.State.CHANGING, "Uploading");
        later(model, Duration.ofMinutes(2), () -> model.set(Part.State.READY, "Uploaded"));
      }
      case "create endpoint" -> {
        Thing endpoint = create("endpoint", action.id(), target);
        endpoint.facts.put("shares", "");
        endpoint.set(Part.State.CHANGING, "Creating");
        later(endpoint, Duration.ofSeconds(30), () -> endpoint.set(Part.State.READY, "Created"));
      }
      case "deploy deployed" -> deployModel(action, target);
      case "traffic endpoint" -> {
        String shares = String.valueOf(action.fact("shares"));
        shares(shares).keySet().forEach(hash -> requireRest(deployed(target.name(), hash)));
        require("endpoint", action.id()).facts.put("shares", shares);
      }
      case "delete deployed" -> undeploy(require("deployed", action.id()), target.name());
      case "delete endpoint" -> {
        Thing endpoint = require("endpoint", action.id());
        if (!all("deployed", target.name()).isEmpty()) {
          throw error(ErrorCode.BUSY, "FAILED_PRECONDITION: models are deployed");
        }
        requireRest(endpoint);
        endpoint.set(Part.State.DELETING, "Deleting");
        later(endpoint, Duration.ofSeconds(30), () -> remove(endpoint));
      }
      default -> deleteModel(require("model", action.id()), target.name());
    }
  }

  private Thing deployed(String name, String hash) {
    return require("deployed", name + "." + hash);
  }

  private void deployModel(Action action, Target<EndpointSpec> target) {
    String hash = String.valueOf(action.fact("revision"));
    Thing model = require("model", target.name() + "-" + hash);
    requireRest(model);
    requireRest(require("endpoint", target.name()));
    Thing deployed = create("deployed", action.id(), target);
    deployed.facts.put("revision", hash);
    deployed.bills = true;
    deployed.set(Part.State.CHANGING, "STARTING_MODEL_SERVER");
    later(
        deployed,
        Duration.ofMinutes(15),
        () -> {
          if (isBad(model.fact("model"))) {
            remove(deployed);
          } else {
            deployed.set(Part.State.READY, "SUCCESSFULLY_DEPLOYED");
          }
        });
  }

  private void undeploy(Thing deployed, String name) {
    requireRest(deployed);
    Thing endpoint = require("endpoint", name);
    Map<String, Integer> shares = shares(endpoint.fact("shares"));
    String hash = deployed.fact("revision");
    if (shares.getOrDefault(hash, 0) > 0) {
      if (all("deployed", name).size() > 1) {
        shares.remove(hash);
        String other = shares.keySet().stream().findFirst().orElse("");
        endpoint.facts.put("shares", other.isEmpty() ? "" : other + "=100");
      } else {
        endpoint.facts.put("shares", "");
      }
    }
    deployed.set(Part.State.DELETING, "Undeploying");
    later(
        deployed,
        Duration.ofMinutes(3),
        () -> {
          remove(deployed);
          find("model", name + "-" + hash)
              .ifPresent(
                  model -> model.facts.put("heldUntil", timing.now().plusSeconds(120).toString()));
        });
  }

  private void deleteModel(Thing model, String name) {
    requireRest(model);
    boolean used = find("deployed", name + "." + model.fact("revision")).isPresent();
    String held = model.fact("heldUntil");
    if (used || (!held.isEmpty() && timing.now().toString().compareTo(held) < 0)) {
      throw error(ErrorCode.BUSY, "FAILED_PRECONDITION: the model is deployed");
    }
    remove(model);
  }

  @Override
  public Map<String, Integer> serving(String name) {
    tick();
    return find("endpoint", name)
        .map(endpoint -> shares(endpoint.fact("shares")))
        .orElseGet(TreeMap::new);
  }

  @Override
  public Set<String> billing(String name) {
    tick();
    Set<String> hashes = new TreeSet<>();
    all("deployed", name).forEach(thing -> hashes.add(thing.fact("revision")));
    return hashes;
  }
}
