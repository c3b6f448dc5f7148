package dev.aloft.internal.services;

import dev.aloft.driver.Action;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.error.ErrorCode;
import dev.aloft.serving.EndpointSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A repository and an endpoint, each one request. A failed update shows the new revision as {@code
 * updateFailed} while the old replica may serve on; the repository stays when the endpoint goes.
 */
public final class HuggingFaceModel extends ModelService {

  /** A service without anything. */
  public HuggingFaceModel(VirtualTiming timing) {
    super(timing);
  }

  @Override
  Next reach(EndpointSpec spec, Target<EndpointSpec> target, Observation seen) {
    String hash = spec.main().hash();
    if (of(seen, "repository", hash).isEmpty()) {
      return Next.act(
          Action.of("commit", "repository", target.name() + "-" + hash).with("revision", hash));
    }
    Part endpoint = seen.first("endpoint").orElse(null);
    int tries = target.triesOf(target.name());
    if (endpoint != null && isMoving(endpoint)) {
      return Next.await(endpoint.word());
    }
    boolean reached = endpoint != null && hash.equals(endpoint.fact("revision"));
    if (endpoint != null && reached && endpoint.state() == Part.State.READY) {
      return surplus(seen, "repository", Set.of(hash))
          .map(old -> Next.act(Action.of("delete", "repository", old.id())))
          .orElseGet(Next::done);
    }
    if (endpoint != null && reached && tries > 0) {
      return Next.fail(ErrorCode.MODEL_FAILED, endpoint.word() + ": " + fact(endpoint, "reason"));
    }
    if (tries >= TRIES) {
      return Next.fail(ErrorCode.PROVIDER_ERROR, "the endpoint does not take the revision");
    }
    String verb = endpoint == null ? "create" : "update";
    return Next.act(Action.of(verb, "endpoint", target.name()).with("revision", hash).asCounted());
  }

  @Override
  Next remove(Observation seen) {
    for (String kind : new String[] {"endpoint", "repository"}) {
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
      case "commit repository" -> {
        String hash = String.valueOf(action.fact("revision"));
        Thing repository = create("repository", action.id(), target);
        repository.facts.put("revision", hash);
        repository.facts.put("model", revision(target, hash).modelHash());
      }
      case "create endpoint" -> {
        Thing endpoint = create("endpoint", action.id(), target);
        endpoint.bills = true;
        start(endpoint, String.valueOf(action.fact("revision")), "initializing", "failed");
      }
      case "update endpoint" -> {
        Thing endpoint = require("endpoint", action.id());
        requireRest(endpoint);
        start(endpoint, String.valueOf(action.fact("revision")), "updating", "updateFailed");
      }
      case "delete endpoint" -> {
        Thing endpoint = require("endpoint", action.id());
        endpoint.set(Part.State.DELETING, "deleting");
        later(endpoint, Duration.ofSeconds(15), () -> remove(endpoint));
      }
      default -> remove(require("repository", action.id()));
    }
  }

  private void start(Thing endpoint, String hash, String word, String failure) {
    boolean bad = isBad(require("repository", endpoint.id + "-" + hash).fact("model"));
    endpoint.facts.put("revision", hash);
    endpoint.facts.remove("reason");
    endpoint.set(Part.State.CHANGING, word);
    later(
        endpoint,
        Duration.ofMinutes(4),
        () -> {
          endpoint.set(bad ? Part.State.FAILED : Part.State.READY, bad ? failure : "running");
          endpoint.facts.put(bad ? "reason" : "replica", bad ? "exit code 1" : hash);
        });
  }

  @Override
  public Map<String, Integer> serving(String name) {
    tick();
    Map<String, Integer> shares = new TreeMap<>();
    find("endpoint", name)
        .map(endpoint -> endpoint.fact("replica"))
        .filter(hash -> !hash.isEmpty())
        .ifPresent(hash -> shares.put(hash, 100));
    return shares;
  }

  @Override
  public Set<String> billing(String name) {
    tick();
    return find("endpoint", name)
        .map(endpoint -> Set.of(endpoint.fact("revision")))
        .orElseGet(Set::of);
  }
}
