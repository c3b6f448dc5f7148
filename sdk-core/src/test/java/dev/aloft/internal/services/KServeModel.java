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
import java.util.Set;
import java.util.TreeMap;

/**
 * One object, one write. Its status may be of an older generation than its specification; a model
 * that cannot be loaded blocks the transition while the old one serves on.
 */
public final class KServeModel extends ModelService {

  /** A service without anything. */
  public KServeModel(VirtualTiming timing) {
    super(timing);
  }

  @Override
  Next reach(EndpointSpec spec, Target<EndpointSpec> target, Observation seen) {
    String hash = spec.main().hash();
    Part service = seen.first("endpoint").orElse(null);
    if (service == null || !hash.equals(service.fact("revision"))) {
      if (service != null && service.state() == Part.State.DELETING) {
        return Next.attend(service.word());
      }
      return target.triesOf(target.name()) < TRIES
          ? Next.act(
              Action.of("apply", "endpoint", target.name()).with("revision", hash).asCounted())
          : Next.fail(ErrorCode.PROVIDER_ERROR, "the service does not keep its specification");
    }
    boolean current = fact(service, "observed").equals(fact(service, "generation"));
    if (!current || isMoving(service)) {
      return service.state() == Part.State.DELETING
          ? Next.attend(service.word())
          : Next.await(service.word());
    }
    return service.state() == Part.State.FAILED
        ? Next.fail(ErrorCode.MODEL_FAILED, service.word())
        : Next.done();
  }

  @Override
  Next remove(Observation seen) {
    Part service = seen.first("endpoint").orElse(null);
    if (service == null) {
      return Next.done();
    }
    return service.state() == Part.State.DELETING
        ? Next.attend(service.word())
        : Next.act(Action.of("delete", "endpoint", service.id()));
  }

  @Override
  void send(Action action, Target<EndpointSpec> target) {
    if (action.verb().equals("delete")) {
      Thing service = require("endpoint", action.id());
      service.set(Part.State.DELETING, "Terminating");
      later(service, Duration.ofSeconds(20), () -> remove(service));
      return;
    }
    Thing service =
        find("endpoint", action.id()).orElseGet(() -> create("endpoint", action.id(), target));
    if (service.state == Part.State.DELETING) {
      throw error(ErrorCode.BUSY, "object is being deleted");
    }
    String hash = String.valueOf(action.fact("revision"));
    if (hash.equals(service.fact("revision"))) {
      return;
    }
    boolean bad = isBad(revision(target, hash).modelHash());
    int generation = Integer.parseInt("0" + service.fact("generation")) + 1;
    service.bills = true;
    service.facts.put("revision", hash);
    service.facts.put("generation", Integer.toString(generation));
    later(
        service,
        Duration.ofSeconds(3),
        () -> {
          service.facts.put("observed", Integer.toString(generation));
          service.set(Part.State.CHANGING, "InProgress");
          later(service, Duration.ofMinutes(2), () -> load(service, hash, bad));
        });
  }

  private static void load(Thing service, String hash, boolean bad) {
    service.set(bad ? Part.State.FAILED : Part.State.READY, bad ? "BlockedByFailedLoad" : "Ready");
    if (!bad) {
      service.facts.put("replica", hash);
    }
  }

  @Override
  public Map<String, Integer> serving(String name) {
    tick();
    Map<String, Integer> shares = new TreeMap<>();
    find("endpoint", name)
        .map(service -> service.fact("replica"))
        .filter(hash -> !hash.isEmpty())
        .ifPresent(hash -> shares.put(hash, 100));
    return shares;
  }

  @Override
  public Set<String> billing(String name) {
    tick();
    return find("endpoint", name)
        .map(service -> Set.of(service.fact("revision")))
        .orElseGet(Set::of);
  }
}
