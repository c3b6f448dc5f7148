package dev.aloft.internal.services;

import dev.aloft.driver.Action;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.Hashing;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Model, configuration, endpoint, scaling. A failed update looks healthy with the old
 * configuration; deleting the endpoint leaves configuration and model behind; nothing can be
 * changed or deleted while it changes. Variants are named after revisions, so that a failure's text
 * tells whose it is.
 */
public final class SageMakerModel extends ModelService {

  /** A service without anything. */
  public SageMakerModel(VirtualTiming timing) {
    super(timing);
  }

  @Override
  Next reach(EndpointSpec spec, Target<EndpointSpec> target, Observation seen) {
    for (EndpointRevision revision : spec.revisions()) {
      if (of(seen, "model", revision.hash()).isEmpty()) {
        return Next.act(
            Action.of("create", "model", target.name() + "-" + revision.hash())
                .with("revision", revision.hash()));
      }
    }
    String config = configOf(spec);
    if (seen.part("endpoint-config", config).isEmpty()) {
      return Next.act(Action.of("create", "endpoint-config", config));
    }
    Part endpoint = seen.first("endpoint").orElse(null);
    int tries = target.triesOf(target.name());
    if (endpoint == null) {
      return tries < TRIES
          ? Next.act(
              Action.of("create", "endpoint", target.name()).with("config", config).asCounted())
          : Next.fail(ErrorCode.PROVIDER_ERROR, "the endpoint does not come into being");
    }
    if (isMoving(endpoint)) {
      return Next.attend(endpoint.word());
    }
    boolean reached = fact(endpoint, "config").equals(config);
    if (endpoint.state() == Part.State.FAILED) {
      return reached && tries > 0
          ? Next.fail(ErrorCode.MODEL_FAILED, fact(endpoint, "reason"))
          : Next.act(Action.of("delete", "endpoint", target.name()));
    }
    Optional<Part> scaling = surplus(seen, "scaling", automatic(spec));
    if (scaling.isPresent()) {
      return Next.act(Action.of("delete", "scaling", scaling.get().id()));
    }
    if (!reached) {
      return update(spec, target, endpoint, config);
    }
    return tidy(spec, target, seen, config);
  }

  private static Next update(
      EndpointSpec spec, Target<EndpointSpec> target, Part endpoint, String config) {
    int tries = target.triesOf(target.name());
    String reason = fact(endpoint, "reason");
    if (tries > 0 && hashes(spec).stream().anyMatch(reason::contains)) {
      return Next.fail(ErrorCode.MODEL_FAILED, reason);
    }
    return tries < TRIES
        ? Next.act(
            Action.of("update", "endpoint", target.name()).with("config", config).asCounted())
        : Next.fail(ErrorCode.PROVIDER_ERROR, "the endpoint keeps its old configuration");
  }

  private static Next tidy(
      EndpointSpec spec, Target<EndpointSpec> target, Observation seen, String config) {
    for (String hash : automatic(spec)) {
      if (of(seen, "scaling", hash).isEmpty()) {
        return Next.act(
            Action.of("create", "scaling", target.name() + "/" + hash).with("revision", hash));
      }
    }
    for (Part old : seen.parts("endpoint-config")) {
      if (!old.id().equals(config)) {
        return Next.act(Action.of("delete", "endpoint-config", old.id()));
      }
    }
    return surplus(seen, "model", hashes(spec))
        .map(old -> Next.act(Action.of("delete", "model", old.id())))
        .orElseGet(Next::done);
  }

  @Override
  Next remove(Observation seen) {
    Part endpoint = seen.first("endpoint").orElse(null);
    if (endpoint != null && isMoving(endpoint)) {
      return Next.attend(endpoint.word());
    }
    for (String kind : new String[] {"scaling", "endpoint", "endpoint-config", "model"}) {
      Optional<Part> part = seen.first(kind);
      if (part.isPresent()) {
        return Next.act(Action.of("delete", kind, part.get().id()));
      }
    }
    return Next.done();
  }

  private static String configOf(EndpointSpec spec) {
    return spec.name() + "-" + Hashing.base32(shares(spec), 12);
  }

  private static Set<String> automatic(EndpointSpec spec) {
    Set<String> hashes = new TreeSet<>();
    for (EndpointRevision revision : spec.revisions()) {
      if (revision.scaling().isAutomatic()) {
        hashes.add(revision.hash());
      }
    }
    return hashes;
  }

  @Override
  void send(Action action, Target<EndpointSpec> target) {
    switch (action.verb() + " " + action.kind()) {
      case "create model" -> {
        Thing model = create("model", action.id(), target);
        String hash = String.valueOf(action.fact("revision"));
        model.facts.put("revision", hash);
        model.facts.put("model", revision(target, hash).modelHash());
      }
      case "create endpoint-config" ->
          create("endpoint-config", action.id(), target)
              .facts
              .put("shares", shares(target.wish().orElseThrow()));
      case "create endpoint" -> createEndpoint(action, target);
      case "update endpoint" -> updateEndpoint(action);
      case "create scaling" -> {
        requireRest(require("endpoint", target.name()));
        create("scaling", action.id(), target)
            .facts
            .put("revision", String.valueOf(action.fact("revision")));
      }
      case "delete endpoint" -> {
        Thing endpoint = require("endpoint", action.id());
        requireRest(endpoint);
        endpoint.set(Part.State.DELETING, "Deleting");
        later(endpoint, Duration.ofMinutes(2), () -> remove(endpoint));
      }
      default -> remove(require(action.kind(), action.id()));
    }
  }

  private void createEndpoint(Action action, Target<EndpointSpec> target) {
    String config = String.valueOf(action.fact("config"));
    String bad = badVariant(config);
    Thing endpoint = create("endpoint", action.id(), target);
    endpoint.bills = true;
    endpoint.facts.put("config", config);
    endpoint.set(Part.State.CHANGING, "Creating");
    later(
        endpoint,
        Duration.ofMinutes(8),
        () -> {
          if (bad.isEmpty()) {
            endpoint.set(Part.State.READY, "InService");
          } else {
            endpoint.set(Part.State.FAILED, "Failed");
            endpoint.facts.put("reason", "variant " + bad + " did not pass the ping health check");
          }
        });
  }

  private void updateEndpoint(Action action) {
    Thing endpoint = require("endpoint", action.id());
    requireRest(endpoint);
    if (endpoint.state == Part.State.FAILED) {
      throw error(ErrorCode.INVALID_REQUEST, "a Failed endpoint can only be deleted");
    }
    String config = String.valueOf(action.fact("config"));
    String bad = badVariant(config);
    endpoint.set(Part.State.CHANGING, "Updating");
    endpoint.facts.remove("reason");
    later(
        endpoint,
        Duration.ofMinutes(10),
        () -> {
          endpoint.set(Part.State.READY, "InService");
          if (bad.isEmpty()) {
            endpoint.facts.put("config", config);
          } else {
            endpoint.facts.put("reason", "variant " + bad + " did not pass the ping health check");
          }
        });
  }

  private String badVariant(String config) {
    Thing thing = require("endpoint-config", config);
    for (String hash : shares(thing.fact("shares")).keySet()) {
      Thing model = require("model", thing.fact("aloft-name") + "-" + hash);
      if (isBad(model.fact("model"))) {
        return hash;
      }
    }
    return "";
  }

  @Override
  public Map<String, Integer> serving(String name) {
    tick();
    return find("endpoint", name)
        .filter(endpoint -> endpoint.word.equals("InService") || endpoint.word.equals("Updating"))
        .map(endpoint -> shares(require("endpoint-config", endpoint.fact("config")).fact("shares")))
        .orElseGet(TreeMap::new);
  }

  @Override
  public Set<String> billing(String name) {
    tick();
    return find("endpoint", name)
        .map(endpoint -> require("endpoint-config", endpoint.fact("config")).fact("shares"))
        .map(shares -> shares(shares).keySet())
        .orElseGet(Set::of);
  }
}
