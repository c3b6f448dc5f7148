package dev.aloft.local.serving;

import dev.aloft.driver.Action;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.error.ErrorCode;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.EndpointState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The order rules of endpoints on this machine. To bring one up or over: load what is wanted and
 * missing; once all of it answers its probe, share the calls as wanted; forget what is not wanted
 * any more. A revision that fails for this wish ends it, and the old ones have gone on all the
 * while; one that failed for an earlier wish is loaded once more. To remove one: stop the calls,
 * then forget every revision. Pure.
 */
final class EndpointSteps {
  static final String LOAD = "load";
  static final String ROUTE = "route";
  static final String UNLOAD = "unload";

  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
  private static final int MOST_STARTS = 3;

  private EndpointSteps() {}

  static Next next(Target<EndpointSpec> target, Observation seen) {
    Optional<Part> foreign = seen.parts().stream().filter(part -> !part.ours()).findFirst();
    if (foreign.isPresent()) {
      return Next.fail(
          ErrorCode.CONFLICT_NOT_OURS,
          "\""
              + target.name()
              + "\" was made by another intent log, "
              + foreign.get().fact(EndpointParts.OWNER));
    }
    Optional<Part> changing = seen.parts().stream().filter(EndpointSteps::isMoving).findFirst();
    if (changing.isPresent()) {
      return new Next.Wait(phase(changing.get()), LOOK_AGAIN, true);
    }
    return target.wish().map(spec -> towards(spec, target, seen)).orElseGet(() -> away(seen));
  }

  private static String phase(Part part) {
    return part.kind().equals(EndpointParts.REVISION)
        ? "loading revision " + hash(part)
        : part.word() + " " + part.id();
  }

  private static boolean isMoving(Part part) {
    return part.state() == Part.State.CHANGING || part.state() == Part.State.DELETING;
  }

  private static Next towards(EndpointSpec spec, Target<EndpointSpec> target, Observation seen) {
    for (EndpointRevision revision : spec.revisions()) {
      Optional<Part> part = EndpointParts.revision(target, seen, revision.hash());
      if (part.isEmpty() || part.get().word().equals(EndpointParts.LOST)) {
        return load(target, revision.hash(), part.map(EndpointSteps::reason).orElse(""));
      }
      if (part.get().state() == Part.State.FAILED) {
        // one that failed before this wish may have failed of what was mended since
        return target.triesOf(part.get().id()) == 0
            ? load(target, revision.hash(), "")
            : failed(part.get());
      }
    }
    if (!EndpointParts.traffic(seen).equals(shares(spec))
        || !EndpointParts.expiresAfter(seen).equals(Optional.ofNullable(spec.expiresAfter()))) {
      return Next.act(Action.of(ROUTE, EndpointParts.ENDPOINT, target.name()));
    }
    return seen.parts(EndpointParts.REVISION).stream()
        .filter(part -> spec.revision(hash(part)).isEmpty())
        .findFirst()
        .map(EndpointSteps::unload)
        .orElseGet(Next::done);
  }

  /** Counted, since a model can take its server process with it, again and again. */
  private static Next load(Target<EndpointSpec> target, String hash, String last) {
    String id = EndpointParts.id(target.name(), hash);
    return target.triesOf(id) < MOST_STARTS
        ? Next.act(Action.of(LOAD, EndpointParts.REVISION, id).asCounted())
        : Next.fail(
            ErrorCode.MODEL_FAILED,
            "the server process ended "
                + MOST_STARTS
                + " times while it held revision "
                + hash
                + (last.isEmpty() ? "" : "; the last time: " + last));
  }

  private static Next failed(Part part) {
    String code = part.fact(EndpointParts.CODE);
    String reason = reason(part);
    return Next.fail(
        code == null ? ErrorCode.MODEL_FAILED : ErrorCode.valueOf(code),
        reason.isEmpty() ? "the revision failed" : reason);
  }

  private static String reason(Part part) {
    String reason = part.fact(EndpointParts.REASON);
    return reason == null ? "" : reason;
  }

  private static Next away(Observation seen) {
    Optional<Part> endpoint = seen.first(EndpointParts.ENDPOINT);
    if (endpoint.isPresent()) {
      return Next.act(Action.of(ROUTE, EndpointParts.ENDPOINT, endpoint.get().id()));
    }
    return seen.first(EndpointParts.REVISION).map(EndpointSteps::unload).orElseGet(Next::done);
  }

  private static Next unload(Part part) {
    return Next.act(Action.of(UNLOAD, EndpointParts.REVISION, part.id()));
  }

  /** The traffic that is wished, without the revisions that get none. */
  static Map<String, Integer> shares(EndpointSpec spec) {
    Map<String, Integer> shares = new LinkedHashMap<>(spec.traffic());
    shares.values().removeIf(percent -> percent == 0);
    return shares;
  }

  static EndpointState state(Target<EndpointSpec> target, Observation seen) {
    if (seen.isEmpty()) {
      return EndpointState.ABSENT;
    }
    Optional<Part> endpoint = seen.first(EndpointParts.ENDPOINT);
    boolean ours = seen.parts().stream().allMatch(Part::ours);
    if (endpoint.isPresent() && endpoint.get().state() == Part.State.FAILED) {
      return EndpointState.FAILED;
    }
    if (!ours) {
      return endpoint.isPresent() ? EndpointState.READY : EndpointState.CREATING;
    }
    if (target.wish().isEmpty()) {
      return EndpointState.DELETING;
    }
    EndpointSpec spec = target.wish().get();
    boolean failed = spec.revisions().stream().anyMatch(r -> isFailed(target, seen, r.hash()));
    if (endpoint.isEmpty()) {
      return failed ? EndpointState.FAILED : EndpointState.CREATING;
    }
    if (EndpointParts.traffic(seen).equals(shares(spec))) {
      return EndpointState.READY;
    }
    return failed ? EndpointState.DEGRADED : EndpointState.UPDATING;
  }

  private static boolean isFailed(Target<EndpointSpec> target, Observation seen, String hash) {
    return EndpointParts.revision(target, seen, hash)
        .filter(part -> part.state() == Part.State.FAILED)
        .isPresent();
  }

  private static String hash(Part part) {
    String hash = part.fact(EndpointParts.HASH);
    return hash == null ? "" : hash;
  }
}
