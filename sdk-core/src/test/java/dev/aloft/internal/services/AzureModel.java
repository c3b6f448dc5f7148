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
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Environment, model, endpoint, deployment, traffic, autoscale. One write at a time for an
 * endpoint, refused even a moment after it came to rest; a failed deployment stays and bills;
 * deleting the endpoint removes its deployments and leaves the autoscale settings behind.
 */
public final class AzureModel extends ModelService {
  private Instant restlessUntil = Instant.EPOCH;

  /** A service without anything. */
  public AzureModel(VirtualTiming timing) {
    super(timing);
  }

  @Override
  Next reach(EndpointSpec spec, Target<EndpointSpec> target, Observation seen) {
    for (String kind : new String[] {"environment", "model"}) {
      for (EndpointRevision revision : spec.revisions()) {
        if (of(seen, kind, revision.hash()).isEmpty()) {
          return Next.act(create(kind, target, revision));
        }
      }
    }
    Part endpoint = seen.first("endpoint").orElse(null);
    if (endpoint == null) {
      return Next.act(Action.of("create", "endpoint", target.name()));
    }
    Optional<Part> moving = moving(seen);
    if (moving.isPresent()) {
      return Next.attend(moving.get().word());
    }
    for (EndpointRevision revision : spec.revisions()) {
      Part deployment = of(seen, "deployment", revision.hash()).orElse(null);
      Action create = create("deployment", target, revision).asCounted();
      int tries = target.triesOf(create.id());
      if (deployment == null) {
        return tries < TRIES
            ? Next.act(create)
            : Next.fail(ErrorCode.PROVIDER_ERROR, "the deployment does not come into being");
      }
      if (deployment.state() == Part.State.FAILED) {
        return tries > 0
            ? Next.fail(ErrorCode.MODEL_FAILED, fact(deployment, "reason"))
            : Next.act(Action.of("delete", "deployment", deployment.id()));
      }
    }
    if (!fact(endpoint, "shares").equals(shares(spec))) {
      return Next.act(Action.of("traffic", "endpoint", target.name()).with("shares", shares(spec)));
    }
    return tidy(spec, target, seen);
  }

  private static Next tidy(EndpointSpec spec, Target<EndpointSpec> target, Observation seen) {
    Set<String> automatic = new TreeSet<>();
    for (EndpointRevision revision : spec.revisions()) {
      if (revision.scaling().isAutomatic()) {
        automatic.add(revision.hash());
        if (of(seen, "autoscale", revision.hash()).isEmpty()) {
          return Next.act(create("autoscale", target, revision));
        }
      }
    }
    Set<String> wanted = hashes(spec);
    for (String kind : new String[] {"autoscale", "deployment", "model", "environment"}) {
      Optional<Part> old = surplus(seen, kind, kind.equals("autoscale") ? automatic : wanted);
      if (old.isPresent()) {
        return Next.act(Action.of("delete", kind, old.get().id()));
      }
    }
    return Next.done();
  }

  private static Action create(String kind, Target<EndpointSpec> target, EndpointRevision of) {
    return Action.of("create", kind, target.name() + "-" + of.hash()).with("revision", of.hash());
  }

  private static Optional<Part> moving(Observation seen) {
    return seen.parts().stream().filter(ModelService::isMoving).findFirst();
  }

  @Override
  Next remove(Observation seen) {
    Optional<Part> moving = moving(seen);
    if (moving.isPresent()) {
      return Next.attend(moving.get().word());
    }
    for (String kind :
        new String[] {"autoscale", "endpoint", "deployment", "model", "environment"}) {
      Optional<Part> part = seen.first(kind);
      if (part.isPresent()) {
        return Next.act(Action.of("delete", kind, part.get().id()));
      }
    }
    return Next.done();
  }

  @Override
  void send(Action action, Target<EndpointSpec> target) {
    switch (action.verb() + " " + action.kind()) {
      case "create endpoint" -> {
        Thing endpoint = create("endpoint", action.id(), target);
        endpoint.facts.put("shares", "");
        move(endpoint, "Creating", Duration.ofSeconds(40), () -> rest(endpoint));
      }
      case "create deployment" -> createDeployment(action, target);
      case "traffic endpoint" -> {
        Thing endpoint = require("endpoint", action.id());
        requireQuiet(target.name());
        String shares = String.valueOf(action.fact("shares"));
        shares(shares).keySet().forEach(hash -> require("deployment", target.name() + "-" + hash));
        move(
            endpoint,
            "Updating",
            Duration.ofSeconds(20),
            () -> {
              endpoint.facts.put("shares", shares);
              rest(endpoint);
            });
      }
      case "delete endpoint" -> {
        Thing endpoint = require("endpoint", action.id());
        requireQuiet(target.name());
        move(
            endpoint,
            "Deleting",
            Duration.ofMinutes(2),
            () -> {
              all("deployment", target.name()).forEach(this::remove);
              remove(endpoint);
            });
        endpoint.state = Part.State.DELETING;
      }
      case "delete deployment" -> {
        Thing deployment = require("deployment", action.id());
        requireQuiet(target.name());
        if (serving(target.name()).getOrDefault(deployment.fact("revision"), 0) > 0) {
          throw error(ErrorCode.BUSY, "the deployment has traffic");
        }
        move(deployment, "Deleting", Duration.ofMinutes(2), () -> remove(deployment));
        deployment.state = Part.State.DELETING;
      }
      case "create environment", "create model", "create autoscale" ->
          create(action.kind(), action.id(), target)
              .facts
              .put("revision", String.valueOf(action.fact("revision")));
      default -> remove(require(action.kind(), action.id()));
    }
  }

  private void createDeployment(Action action, Target<EndpointSpec> target) {
    require("endpoint", target.name());
    requireQuiet(target.name());
    String hash = String.valueOf(action.fact("revision"));
    boolean bad = isBad(revision(target, hash).modelHash());
    Thing deployment = create("deployment", action.id(), target);
    deployment.facts.put("revision", hash);
    deployment.bills = true;
    move(
        deployment,
        "Updating",
        Duration.ofMinutes(9),
        () -> {
          rest(deployment);
          if (bad) {
            deployment.set(Part.State.FAILED, "Failed");
            deployment.facts.put("reason", "the container crashed");
          }
        });
  }

  private void requireQuiet(String name) {
    require("endpoint", name);
    all("endpoint", name).forEach(ModelService::requireRest);
    all("deployment", name).forEach(ModelService::requireRest);
    if (timing.now().isBefore(restlessUntil)) {
      throw error(ErrorCode.BUSY, "another operation on the endpoint is in progress");
    }
  }

  private void move(Thing thing, String word, Duration time, Runnable then) {
    thing.set(Part.State.CHANGING, word);
    later(
        thing,
        time,
        () -> {
          restlessUntil = timing.now().plusSeconds(10);
          then.run();
        });
  }

  private static void rest(Thing thing) {
    thing.set(Part.State.READY, "Succeeded");
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
    all("deployment", name).forEach(thing -> hashes.add(thing.fact("revision")));
    return hashes;
  }
}
