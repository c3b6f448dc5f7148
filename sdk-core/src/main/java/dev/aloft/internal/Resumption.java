package dev.aloft.internal;

import dev.aloft.Capability;
import dev.aloft.Orphans;
import dev.aloft.Recovery;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Part;
import dev.aloft.driver.ResourceDriver;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.operation.Operation;
import dev.aloft.operation.OperationId;
import dev.aloft.serving.EndpointSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Goes on with what other processes began. */
final class Resumption {
  private static final Duration HALF_STAGED = Duration.ofDays(7);

  private Resumption() {}

  static Operation<?> resume(Session session, OperationId id) {
    checkPlace(session, id);
    return switch (id.kind()) {
      case "run" -> session.runs().run(id);
      case "endpoint" -> new EndpointCore(session, id.resource()).deployment(generation(id));
      case "model" -> new ModelsCore(session).change(version(id), generation(id));
      default -> throw bad(id, "the kind is run, endpoint or model, not \"" + id.kind() + "\"");
    };
  }

  /** Refuses an id of another provider or scope. */
  static void checkPlace(Session session, OperationId id) {
    if (!id.provider().equals(session.provider()) || !id.scope().equals(session.scope())) {
      throw bad(
          id,
          "it is of "
              + id.provider()
              + ":/"
              + id.scope()
              + ", and this client is of "
              + session.provider()
              + ":/"
              + session.scope());
    }
  }

  private static long generation(OperationId id) {
    return id.generation().orElseThrow(() -> bad(id, "the id of a change ends in ?generation=n"));
  }

  private static String version(OperationId id) {
    if (id.resource().indexOf('@') < 1) {
      throw bad(id, "a model's version reads name@hash");
    }
    return id.resource();
  }

  private static AloftException bad(OperationId id, String why) {
    return AloftException.of(ErrorCode.INVALID_REQUEST, "cannot resume " + id + ": " + why)
        .resource(id.toString())
        .build();
  }

  static Recovery recover(Session session) {
    return session.verb(
        session.verbCall("recover", "").build(),
        () -> {
          List<Recovery.Item> items = new ArrayList<>();
          if (session.capabilities().contains(Capability.SERVING)) {
            session.drive(
                () -> {
                  session.engine().endpoints().expire(EndpointSpec::expiresAfter);
                  return items;
                });
          }
          items.addAll(new RecoveryRound(session).recover(reconcilers(session)));
          dropUnfinished(session);
          return new Recovery(items);
        });
  }

  /** What a staging left half-way waits so long for one that goes on with it. */
  private static void dropUnfinished(Session session) {
    session.drive(
        () -> {
          ObjectStore staging = session.engine().backend().staging();
          staging.dropUnfinished("aloft/", staging.time().minus(HALF_STAGED));
          return staging;
        });
  }

  static Orphans orphans(Session session) {
    return session.verb(
        session.verbCall("orphans", "").build(),
        () -> {
          Map<Part, ResourceDriver<?>> found = new LinkedHashMap<>();
          if (session.capabilities().contains(Capability.SERVING)) {
            ResourceDriver<?> serving = session.engine().backend().serving();
            parts(session, session.engine().endpoints()).forEach(part -> found.put(part, serving));
          }
          if (session.capabilities().contains(Capability.REGISTRY)) {
            ResourceDriver<?> registry = session.engine().backend().registry();
            parts(session, session.engine().registrations())
                .forEach(part -> found.put(part, registry));
          }
          return new Orphans(List.copyOf(found.keySet()), parts -> delete(session, found, parts));
        });
  }

  private static List<Part> parts(Session session, Reconciler<?> reconciler) {
    return session.drive(reconciler::orphans);
  }

  private static void delete(
      Session session, Map<Part, ResourceDriver<?>> found, List<Part> parts) {
    session.verb(
        session.verbCall("delete orphans", "").build(),
        () -> {
          for (Part part : parts) {
            session.drive(
                () -> {
                  deleteOne(found, part);
                  return part;
                });
          }
          return parts;
        });
  }

  private static void deleteOne(Map<Part, ResourceDriver<?>> found, Part part) {
    ResourceDriver<?> driver = found.get(part);
    if (driver == null) {
      return;
    }
    try {
      driver.delete(part);
    } catch (AloftException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
    }
  }

  private static Map<String, Reconciler<?>> reconcilers(Session session) {
    Map<String, Reconciler<?>> all = new LinkedHashMap<>();
    if (session.capabilities().contains(Capability.SERVING)) {
      all.put("endpoint", session.engine().endpoints());
    }
    if (session.capabilities().contains(Capability.REGISTRY)) {
      all.put("model", session.engine().registrations());
    }
    return all;
  }
}
