package dev.aloft.gcp;

import static dev.aloft.gcp.EndpointParts.DEPLOYED;
import static dev.aloft.gcp.EndpointParts.ENDPOINT;
import static dev.aloft.gcp.EndpointParts.MODEL;
import static dev.aloft.gcp.EndpointParts.OPERATION;
import static dev.aloft.gcp.EndpointParts.fact;

import dev.aloft.driver.Action;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.error.ErrorCode;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The order rules of Vertex AI's endpoints. Nothing is written while an operation runs; models come
 * before what is deployed of them and go after it; a new revision is deployed beside the old one,
 * then gets a small share of the calls to be asked with, then its own, then the old one goes. A
 * failed deploy leaves nothing but its operation. Pure.
 */
final class EndpointSteps {
  static final String CREATE = "create";
  static final String DELETE = "delete";
  static final String SHARE = "share";
  static final String LABEL = "label";

  private static final int MOST_TRIES = 3;
  private static final int ALL = 100;

  /**
   * The share of the calls with which a new revision is asked, in percent: no model can be called
   * that has none. Ten calls on average meet it, and 132 all but surely; less would be many more,
   * and more would hand more callers to what has never answered.
   */
  private static final int ASKED = 10;

  private EndpointSteps() {}

  static Next next(Target<EndpointSpec> target, Observation seen) {
    return target
        .wish()
        .map(spec -> towards(spec, target, seen))
        .orElseGet(() -> away(target, seen));
  }

  private static Optional<Next> running(Observation seen) {
    return seen.parts().stream()
        .filter(Part::ours)
        .filter(part -> part.state() == Part.State.CHANGING || part.state() == Part.State.DELETING)
        .findFirst()
        .map(part -> Next.attend(part.word()));
  }

  private static Optional<Part> theirs(Observation seen, String kind) {
    return seen.parts(kind).stream().filter(part -> !part.ours()).findFirst();
  }

  /** A part of somebody else's that is in the way of a wish ends it. */
  private static Optional<Next> conflict(Optional<Part> needed) {
    return needed
        .filter(part -> !part.ours())
        .map(
            part ->
                Next.fail(
                    ErrorCode.CONFLICT_NOT_OURS,
                    part.kind() + " " + part.id() + " was not made by this intent log"));
  }

  private static Next towards(EndpointSpec spec, Target<EndpointSpec> target, Observation seen) {
    return conflict(seen.first(ENDPOINT))
        .or(() -> conflict(theirs(seen, OPERATION)))
        .or(() -> conflict(theirs(seen, ModelArtifact.KIND)))
        .or(() -> running(seen))
        .or(() -> missingModel(spec, target, seen))
        .or(() -> missingEndpoint(spec, seen))
        .or(() -> missingDeployment(spec, target, seen))
        .orElseGet(() -> tidy(spec, seen));
  }

  private static Optional<Next> missingModel(
      EndpointSpec spec, Target<EndpointSpec> target, Observation seen) {
    for (EndpointRevision revision : spec.revisions()) {
      String model = EndpointParts.model(spec.name(), revision.hash());
      Optional<Part> there = seen.part(MODEL, model);
      if (there.isEmpty()) {
        Optional<Next> copy = missingArtifact(spec, revision, seen);
        if (copy.isPresent()) {
          return copy;
        }
        return Optional.of(
            start(
                Action.of(CREATE, MODEL, model).with(Labels.REVISION, revision.hash()),
                model,
                target,
                seen));
      }
      Optional<Next> conflict = conflict(there);
      if (conflict.isPresent()) {
        return conflict;
      }
    }
    return Optional.empty();
  }

  static boolean isCopied(EndpointRevision revision) {
    return revision.ownRuntime().isEmpty() && ModelArtifact.isNeeded(revision.manifest());
  }

  private static Optional<Next> missingArtifact(
      EndpointSpec spec, EndpointRevision revision, Observation seen) {
    String key = ModelArtifact.key(EndpointParts.USE, spec.name(), revision.hash());
    return isCopied(revision) && seen.part(ModelArtifact.KIND, key).isEmpty()
        ? Optional.of(
            Next.act(
                Action.of(CREATE, ModelArtifact.KIND, key).with(Labels.REVISION, revision.hash())))
        : Optional.empty();
  }

  private static Optional<Next> missingEndpoint(EndpointSpec spec, Observation seen) {
    return seen.first(ENDPOINT).isPresent()
        ? Optional.empty()
        : Optional.of(Next.act(with(Action.of(CREATE, ENDPOINT, spec.name()), labels(spec))));
  }

  private static Optional<Next> missingDeployment(
      EndpointSpec spec, Target<EndpointSpec> target, Observation seen) {
    for (EndpointRevision revision : spec.revisions()) {
      Optional<Part> there = EndpointParts.deployedOf(seen, revision.hash());
      Optional<Next> conflict = conflict(there);
      if (conflict.isPresent()) {
        return conflict;
      }
      if (there.isEmpty()) {
        Map<String, Integer> present = EndpointParts.traffic(seen);
        Map<String, String> facts = new LinkedHashMap<>();
        present.forEach((hash, share) -> facts.put(EndpointParts.SHARE + hash, share.toString()));
        facts.put(
            EndpointParts.SHARE + revision.hash(), present.isEmpty() ? String.valueOf(ALL) : "0");
        Action deploy =
            Action.of(CREATE, DEPLOYED, EndpointParts.deployed(spec.name(), revision.hash()))
                .with(Labels.REVISION, revision.hash());
        return Optional.of(start(with(deploy, facts), spec.name(), target, seen));
      }
    }
    return Optional.empty();
  }

  /**
   * Begins what may come to nothing and then leaves nothing. A failure is one of this wish when its
   * operation was not there before the last try.
   */
  private static Next start(
      Action action, String about, Target<EndpointSpec> target, Observation seen) {
    Optional<Part> failed = failure(about, seen);
    String newest = failed.map(EndpointSteps::failedOperation).orElse("");
    int tries = target.triesOf(action.id());
    if (tries > 0 && !newest.isEmpty() && !newest.equals(target.before(action.id()))) {
      String reason = fact(failed.orElseThrow(), EndpointParts.REASON);
      int code = Integer.parseInt(fact(failed.get(), EndpointParts.CODE));
      if (tries >= MOST_TRIES || !OperationFailure.mayBeTriedAgain(code)) {
        return Next.fail(OperationFailure.code(code, reason), reason);
      }
    }
    return tries < MOST_TRIES
        ? Next.act(action.asCountedAfter(newest))
        : Next.fail(
            ErrorCode.PROVIDER_ERROR, action.kind() + " " + action.id() + " does not come to be");
  }

  /** The part that tells of the last failure: the operation itself, or the endpoint. */
  private static Optional<Part> failure(String about, Observation seen) {
    return seen.parts().stream()
        .filter(part -> !failedOperation(part).isEmpty())
        .filter(part -> part.id().equals(about) || fact(part, EndpointParts.ABOUT).equals(about))
        .findFirst();
  }

  private static String failedOperation(Part part) {
    return part.kind().equals(OPERATION) && part.state() == Part.State.FAILED
        ? part.id()
        : fact(part, EndpointParts.FAILED);
  }

  private static Next tidy(EndpointSpec spec, Observation seen) {
    Part endpoint = seen.first(ENDPOINT).orElseThrow();
    Map<String, Integer> wanted = EndpointParts.traffic(spec);
    if (!EndpointParts.traffic(seen).equals(wanted)) {
      return asked(spec, endpoint, seen, wanted);
    }
    if (!endpoint.facts().entrySet().containsAll(labels(spec).entrySet())) {
      return Next.act(
          with(Action.of(LABEL, ENDPOINT, spec.name()), labels(spec))
              .with(EndpointParts.ETAG, fact(endpoint, EndpointParts.ETAG)));
    }
    Set<String> hashes =
        spec.revisions().stream()
            .map(EndpointRevision::hash)
            .collect(Collectors.toCollection(TreeSet::new));
    return seen.parts(DEPLOYED).stream()
        .filter(Part::ours)
        .filter(part -> !hashes.contains(fact(part, Labels.REVISION)))
        .findFirst()
        .map(part -> undeploy(part, seen))
        .or(() -> surplusModel(seen, hashes))
        .orElseGet(Next::done);
  }

  /** Nobody loses calls to a revision that has not answered. */
  private static Next asked(
      EndpointSpec spec, Part endpoint, Observation seen, Map<String, Integer> wanted) {
    Action whole = share(spec, endpoint, seen, wanted);
    Map<String, Integer> small = new LinkedHashMap<>(EndpointParts.traffic(seen));
    if (small.isEmpty()) {
      return Next.act(whole);
    }
    String giver = Collections.max(small.entrySet(), Map.Entry.comparingByValue()).getKey();
    boolean silent = false;
    for (Map.Entry<String, Integer> share : wanted.entrySet()) {
      if (!small.containsKey(share.getKey())) {
        int given = Math.min(share.getValue(), ASKED);
        small.put(share.getKey(), given);
        small.merge(giver, -given, Integer::sum);
        silent = true;
      }
    }
    if (!silent) {
      return Next.ask(whole);
    }
    return small.equals(wanted)
        ? Next.act(whole)
        : Next.ask(share(spec, endpoint, seen, small), whole);
  }

  private static Action share(
      EndpointSpec spec, Part endpoint, Observation seen, Map<String, Integer> wanted) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (Part deployed : seen.parts(DEPLOYED)) {
      facts.put(EndpointParts.SHARE + fact(deployed, Labels.REVISION), "0");
    }
    wanted.forEach((hash, share) -> facts.put(EndpointParts.SHARE + hash, share.toString()));
    return with(Action.of(SHARE, ENDPOINT, spec.name()), facts)
        .with(EndpointParts.ETAG, fact(endpoint, EndpointParts.ETAG));
  }

  private static Map<String, String> labels(EndpointSpec spec) {
    Map<String, String> facts = new LinkedHashMap<>();
    Labels.of(spec.labels()).forEach((name, value) -> facts.put(EndpointParts.LABEL + name, value));
    return facts;
  }

  private static Action with(Action action, Map<String, String> facts) {
    Action full = action;
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      full = full.with(fact.getKey(), fact.getValue());
    }
    return full;
  }

  /** Those without calls first; the share of one with calls goes to another, if there is one. */
  private static Next undeploy(Part part, Observation seen) {
    Map<String, Integer> split = new LinkedHashMap<>(EndpointParts.traffic(seen));
    Integer freed = split.remove(fact(part, Labels.REVISION));
    if (freed != null && !split.isEmpty()) {
      split.merge(split.keySet().iterator().next(), freed, Integer::sum);
    }
    Map<String, String> facts = new LinkedHashMap<>();
    split.forEach((hash, share) -> facts.put(EndpointParts.SHARE + hash, share.toString()));
    return Next.act(with(Action.of(DELETE, DEPLOYED, part.id()), facts));
  }

  /** Models, and then their copies, which must be there as long as they are. */
  private static Optional<Next> surplusModel(Observation seen, Set<String> wanted) {
    return surplus(seen, MODEL, wanted).or(() -> surplus(seen, ModelArtifact.KIND, wanted));
  }

  private static Optional<Next> surplus(Observation seen, String kind, Set<String> wanted) {
    return seen.parts(kind).stream()
        .filter(part -> part.ours() && !wanted.contains(fact(part, Labels.REVISION)))
        .findFirst()
        .map(part -> Next.act(Action.of(DELETE, kind, part.id())));
  }

  /** Removes what is ours, but not what somebody else's endpoint of that name lives from. */
  private static Next away(Target<EndpointSpec> target, Observation seen) {
    Optional<Part> endpoint = seen.first(ENDPOINT);
    Optional<Part> theirs = endpoint.filter(part -> !part.ours());
    Optional<Next> busy = running(seen);
    if (busy.isPresent()) {
      return busy.get();
    }
    if (endpoint.isPresent() && theirs.isEmpty()) {
      Map<String, Integer> traffic = EndpointParts.traffic(seen);
      List<Part> deployed = new ArrayList<>(seen.parts(DEPLOYED));
      deployed.removeIf(part -> !part.ours());
      Optional<Next> guest = conflict(theirs(seen, DEPLOYED));
      if (deployed.isEmpty() && guest.isPresent()) {
        return guest.get();
      }
      deployed.sort(
          Comparator.comparing(part -> traffic.getOrDefault(fact(part, Labels.REVISION), 0)));
      return deployed.isEmpty()
          ? Next.act(Action.of(DELETE, ENDPOINT, target.name()))
          : undeploy(deployed.get(0), seen);
    }
    Set<String> kept =
        seen.parts(DEPLOYED).stream()
            .map(part -> fact(part, Labels.REVISION))
            .collect(Collectors.toCollection(TreeSet::new));
    boolean neverOurs = target.settled() == null;
    return surplusModel(seen, kept)
        .or(() -> conflict(theirs).filter(conflict -> neverOurs || !kept.isEmpty()))
        .orElseGet(Next::done);
  }
}
