package dev.aloft.aws;

import static dev.aloft.aws.EndpointParts.ARCHIVE;
import static dev.aloft.aws.EndpointParts.CONFIG;
import static dev.aloft.aws.EndpointParts.CONFIG_NAME;
import static dev.aloft.aws.EndpointParts.ENDPOINT;
import static dev.aloft.aws.EndpointParts.MODEL;
import static dev.aloft.aws.EndpointParts.MODIFIED;
import static dev.aloft.aws.EndpointParts.REASON;
import static dev.aloft.aws.EndpointParts.REVISION;
import static dev.aloft.aws.EndpointParts.SCALING_POLICY;
import static dev.aloft.aws.EndpointParts.SCALING_TARGET;
import static dev.aloft.aws.EndpointParts.fact;

import dev.aloft.driver.Action;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.error.ErrorCode;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The order rules of SageMaker's endpoints. Nothing is written while the endpoint changes, models
 * and configurations come before it and go after it, scaling comes once it is in service and goes
 * before it. Pure.
 */
final class EndpointSteps {
  static final String CREATE = "create";
  static final String UPDATE = "update";
  static final String SHARE = "share";
  static final String LABEL = "label";
  static final String UNLABEL = "unlabel";
  static final String PUT = "put";
  static final String DELETE = "delete";

  private static final int MOST_TRIES = 3;
  private static final int ENOUGH_FAILURES = 2;

  private EndpointSteps() {}

  static Next next(Target<EndpointSpec> target, Observation seen) {
    Optional<Part> untold = seen.parts().stream().filter(EndpointSteps::isUntold).findFirst();
    if (untold.isPresent()) {
      return awaitTags(untold.get());
    }
    return target
        .wish()
        .map(spec -> towards(spec, target, seen))
        .orElseGet(() -> away(target, seen));
  }

  /** Whether it may be ours although nothing says so: a new part's tags can take a moment. */
  static boolean isUntold(Part part) {
    return !fact(part, EndpointParts.UNTOLD).isEmpty();
  }

  static Next awaitTags(Part part) {
    return Next.attend("the tags of " + text(part) + " are not known yet");
  }

  static boolean isMoving(Part part) {
    return part.state() == Part.State.CHANGING || part.state() == Part.State.DELETING;
  }

  private static Optional<Next> moving(Observation seen) {
    return seen.parts().stream()
        .filter(part -> part.ours() && isMoving(part))
        .findFirst()
        .map(part -> Next.attend(part.kind() + " " + part.word()));
  }

  /** A part of somebody else's that is in the way of a wish ends it. */
  private static Optional<Next> conflict(Optional<Part> needed) {
    return needed
        .filter(part -> !part.ours())
        .map(
            part ->
                Next.fail(
                    ErrorCode.CONFLICT_NOT_OURS, text(part) + " was not made by this intent log"));
  }

  private static String text(Part part) {
    return part.kind() + " " + part.id();
  }

  private static Next towards(EndpointSpec spec, Target<EndpointSpec> target, Observation seen) {
    return conflict(seen.first(ENDPOINT))
        .or(() -> moving(seen))
        .or(() -> missingModel(spec, seen))
        .orElseGet(() -> served(spec, target, seen));
  }

  private static Optional<Next> missingModel(EndpointSpec spec, Observation seen) {
    for (EndpointRevision revision : spec.revisions()) {
      String model = EndpointParts.model(spec.name(), revision.hash());
      Optional<Part> there = seen.part(MODEL, model);
      if (there.isEmpty()) {
        return Optional.of(
            missingArchive(revision, seen)
                .orElseGet(
                    () ->
                        Next.act(Action.of(CREATE, MODEL, model).with(REVISION, revision.hash()))));
      }
      Optional<Next> conflict = conflict(there);
      if (conflict.isPresent()) {
        return conflict;
      }
    }
    return Optional.empty();
  }

  private static Optional<Next> missingArchive(EndpointRevision revision, Observation seen) {
    return Optional.of(revision)
        .filter(ModelArchive::isNeeded)
        .map(ModelArchive::key)
        .filter(key -> seen.part(ARCHIVE, key).isEmpty())
        .map(
            key ->
                Next.act(Action.of(CREATE, ARCHIVE, key).with(REVISION, revision.hash()).asFree()));
  }

  private static Next served(EndpointSpec spec, Target<EndpointSpec> target, Observation seen) {
    String config = config(spec, seen);
    Optional<Part> there = seen.part(CONFIG, config);
    if (there.isEmpty()) {
      return Next.act(create(config, spec, seen));
    }
    return conflict(there).orElseGet(() -> served(spec, target, seen, config));
  }

  private static Next served(
      EndpointSpec spec, Target<EndpointSpec> target, Observation seen, String config) {
    Optional<Part> endpoint = seen.first(ENDPOINT);
    if (endpoint.isEmpty()) {
      return start(
          as(Action.of(CREATE, ENDPOINT, target.name()), EndpointParts.labels(spec)),
          target,
          config,
          "",
          "the endpoint does not come into being");
    }
    boolean reached = fact(endpoint.get(), CONFIG_NAME).equals(config);
    if (endpoint.get().state() == Part.State.FAILED) {
      String reason = fact(endpoint.get(), REASON);
      int tries = target.triesOf(target.name());
      boolean known = tries > 0 && (reached || names(spec, reason));
      return known && !EndpointFailures.mayBeTriedAgain(reason, tries)
          ? failed(reason)
          : delete(endpoint.get());
    }
    return surplusScaling(EndpointParts.scaled(spec), seen)
        .orElseGet(
            () ->
                reached
                    ? tidy(spec, target, seen, config)
                    : update(spec, target, endpoint.get(), config));
  }

  private static Action create(String config, EndpointSpec spec, Observation seen) {
    Action action =
        Action.of(CREATE, CONFIG, config)
            .with(EndpointParts.SHARES, EndpointParts.shares(spec))
            .with(EndpointParts.SCALED, String.join("/", EndpointParts.scaled(spec)));
    for (Map.Entry<String, Integer> count : EndpointParts.machines(spec, seen).entrySet()) {
      action = action.with(EndpointParts.COUNT + count.getKey(), count.getValue().toString());
    }
    return action;
  }

  /** The configuration in use when it has these revisions; else the one made for this wish. */
  static String config(EndpointSpec spec, Observation seen) {
    return seen.first(ENDPOINT)
        .filter(endpoint -> endpoint.state() == Part.State.READY)
        .flatMap(endpoint -> seen.part(CONFIG, fact(endpoint, CONFIG_NAME)))
        .filter(Part::ours)
        .filter(present -> EndpointParts.revisions(present).equals(EndpointParts.hashes(spec)))
        .map(Part::id)
        .orElseGet(() -> EndpointParts.config(spec, EndpointParts.machines(spec, seen)));
  }

  /** Whether a failure is one of this wish: variants are called as their revisions. */
  private static boolean names(EndpointSpec spec, String reason) {
    return EndpointParts.hashes(spec).stream().anyMatch(reason::contains);
  }

  private static Next start(
      Action action, Target<EndpointSpec> target, String config, String seen, String hopeless) {
    return target.triesOf(target.name()) < MOST_TRIES
        ? Next.act(action.with(CONFIG_NAME, config).asCountedAfter(seen))
        : Next.fail(ErrorCode.PROVIDER_ERROR, hopeless);
  }

  /**
   * A failed update leaves the endpoint in service as it was, and only says why. Where the endpoint
   * has not changed since before the last try, that did not arrive, and the reason is an older one.
   */
  private static Next update(
      EndpointSpec spec, Target<EndpointSpec> target, Part endpoint, String config) {
    int tries = target.triesOf(target.name());
    String modified = fact(endpoint, MODIFIED);
    boolean untouched = !modified.isEmpty() && modified.equals(target.before(endpoint.id()));
    String reason = untouched ? "" : fact(endpoint, REASON);
    boolean known = names(spec, reason) ? tries > 0 : tries >= ENOUGH_FAILURES && !reason.isEmpty();
    return known && !EndpointFailures.mayBeTriedAgain(reason, tries)
        ? failed(reason)
        : start(
            Action.of(UPDATE, ENDPOINT, target.name()),
            target,
            config,
            modified,
            "the endpoint keeps its old configuration");
  }

  private static Next failed(String reason) {
    return Next.fail(
        EndpointFailures.code(reason), reason.isEmpty() ? "the endpoint failed" : reason);
  }

  private static Next tidy(
      EndpointSpec spec, Target<EndpointSpec> target, Observation seen, String config) {
    if (!EndpointParts.traffic(seen).equals(EndpointParts.traffic(spec))) {
      Action share = Action.of(SHARE, ENDPOINT, spec.name());
      return spec.revisions().size() > 1 ? Next.ask(share) : Next.act(share);
    }
    Optional<Next> labels = labels(spec, seen);
    if (labels.isPresent()) {
      return labels.get();
    }
    for (EndpointRevision revision : spec.revisions()) {
      if (revision.scaling().isAutomatic()) {
        Optional<Next> scaling = scaling(spec, revision, seen);
        if (scaling.isPresent()) {
          return scaling.get();
        }
      }
    }
    Set<String> hashes = EndpointParts.hashes(spec);
    return surplus(seen.parts(CONFIG), part -> part.id().equals(config))
        .or(() -> surplus(seen.parts(MODEL), part -> hashes.contains(fact(part, REVISION))))
        .or(() -> formerLabels(target, seen))
        .orElseGet(Next::done);
  }

  /** Labels change without another configuration. Those of others stay. */
  private static Optional<Next> labels(EndpointSpec spec, Observation seen) {
    Map<String, String> wanted = EndpointParts.labels(spec);
    return seen.first(ENDPOINT)
        .filter(endpoint -> !endpoint.facts().entrySet().containsAll(wanted.entrySet()))
        .map(
            endpoint ->
                Action.of(LABEL, ENDPOINT, spec.name())
                    .with(EndpointParts.ARN, fact(endpoint, EndpointParts.ARN)))
        .map(action -> Next.act(as(action, wanted)));
  }

  /** Of the labels that are wished no more those that are as Aloft had set them. */
  private static Optional<Next> formerLabels(Target<EndpointSpec> target, Observation seen) {
    return seen.first(ENDPOINT)
        .flatMap(
            endpoint -> {
              Map<String, String> former = EndpointParts.formerLabels(target);
              former.entrySet().retainAll(endpoint.facts().entrySet());
              Action remove =
                  Action.of(UNLABEL, ENDPOINT, target.name())
                      .with(EndpointParts.ARN, fact(endpoint, EndpointParts.ARN))
                      .asDispensable();
              return former.isEmpty()
                  ? Optional.empty()
                  : Optional.of(Next.act(as(remove, former)));
            });
  }

  private static Optional<Next> scaling(
      EndpointSpec spec, EndpointRevision revision, Observation seen) {
    String id = EndpointParts.scaling(spec.name(), revision.hash());
    Action target = as(Action.of(PUT, SCALING_TARGET, id), ScalingFacts.target(revision));
    Action policy = as(Action.of(PUT, SCALING_POLICY, id), ScalingFacts.policy(revision));
    for (Action wanted : List.of(target, policy)) {
      boolean there =
          seen.part(wanted.kind(), id)
              .filter(part -> part.facts().entrySet().containsAll(wanted.facts().entrySet()))
              .isPresent();
      if (!there) {
        return Optional.of(Next.act(wanted));
      }
    }
    return Optional.empty();
  }

  private static Action as(Action action, Map<String, String> facts) {
    Action full = action;
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      full = full.with(fact.getKey(), fact.getValue());
    }
    return full;
  }

  /** Scaling of variants that are to go, or to stand still, which must go before they do. */
  private static Optional<Next> surplusScaling(Set<String> scaled, Observation seen) {
    return surplus(seen.parts(SCALING_POLICY), part -> scaled.contains(fact(part, REVISION)))
        .or(
            () ->
                surplus(seen.parts(SCALING_TARGET), part -> scaled.contains(fact(part, REVISION))));
  }

  /** Removes what is ours, but not what somebody else's endpoint of that name lives from. */
  private static Next away(Target<EndpointSpec> target, Observation seen) {
    Optional<Part> theirs = seen.first(ENDPOINT).filter(part -> !part.ours());
    Set<String> kept = theirs.map(endpoint -> livedFrom(endpoint, seen)).orElse(Set.of());
    boolean neverOurs = target.settled() == null;
    return moving(seen)
        .or(() -> removal(seen, kept))
        .or(() -> conflict(theirs).filter(conflict -> neverOurs || !kept.isEmpty()))
        .orElseGet(Next::done);
  }

  private static Optional<Next> removal(Observation seen, Set<String> kept) {
    for (String kind : List.of(SCALING_POLICY, SCALING_TARGET, ENDPOINT, CONFIG, MODEL)) {
      Optional<Next> step = surplus(seen.parts(kind), part -> kept.contains(text(part)));
      if (step.isPresent()) {
        return step;
      }
    }
    return Optional.empty();
  }

  /** Our configuration and models that an endpoint was made with. */
  private static Set<String> livedFrom(Part endpoint, Observation seen) {
    Set<String> kept = new TreeSet<>();
    seen.part(CONFIG, fact(endpoint, CONFIG_NAME))
        .filter(Part::ours)
        .ifPresent(
            config -> {
              kept.add(text(config));
              for (String hash : EndpointParts.revisions(config)) {
                kept.add(MODEL + " " + EndpointParts.model(endpoint.id(), hash));
              }
            });
    return kept;
  }

  private static Optional<Next> surplus(List<Part> parts, Predicate<Part> isWanted) {
    return parts.stream()
        .filter(part -> part.ours() && !isWanted.test(part))
        .findFirst()
        .map(EndpointSteps::delete);
  }

  private static Next delete(Part part) {
    return Next.act(Action.of(DELETE, part.kind(), part.id()));
  }
}
