package dev.aloft.gcp;

import dev.aloft.driver.Action;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.EndpointState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** What the parts say of an endpoint as a whole, now and after an action. Pure. */
final class EndpointStates {
  private EndpointStates() {}

  static EndpointState of(Target<EndpointSpec> target, Observation seen) {
    Part endpoint = seen.first(EndpointParts.ENDPOINT).orElse(null);
    if (endpoint == null) {
      return EndpointState.ABSENT;
    }
    boolean running =
        seen.parts(EndpointParts.OPERATION).stream()
            .anyMatch(
                part ->
                    part.state() == Part.State.CHANGING
                        && EndpointParts.fact(part, EndpointParts.ABOUT).equals(target.name()));
    EndpointSpec spec = target.spec();
    if (spec == null && endpoint.ours()) {
      return running ? EndpointState.DELETING : EndpointState.DEGRADED;
    }
    Map<String, Integer> traffic = EndpointParts.traffic(seen);
    if (traffic.isEmpty()) {
      return running || (spec != null && seen.parts(EndpointParts.DEPLOYED).isEmpty())
          ? EndpointState.CREATING
          : EndpointState.FAILED;
    }
    if (spec == null) {
      return EndpointState.READY;
    }
    return traffic.equals(EndpointParts.traffic(spec)) && hashes(seen).equals(hashes(spec))
        ? EndpointState.READY
        : running ? EndpointState.UPDATING : EndpointState.DEGRADED;
  }

  private static Set<String> hashes(Observation seen) {
    return seen.parts(EndpointParts.DEPLOYED).stream()
        .map(part -> EndpointParts.fact(part, Labels.REVISION))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> hashes(EndpointSpec spec) {
    return spec.revisions().stream()
        .map(EndpointRevision::hash)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What a look would show: who is deployed or goes changes the shares of the endpoint too. */
  static Observation after(
      Action action, Observation seen, BiFunction<Action, Observation, Observation> usual) {
    Observation after = usual.apply(action, seen);
    if (!action.kind().equals(EndpointParts.DEPLOYED)) {
      return after;
    }
    Map<String, Integer> split = ServingRequests.split(action);
    List<Part> parts = new ArrayList<>();
    for (Part part : after.parts()) {
      parts.add(part.kind().equals(EndpointParts.ENDPOINT) ? shared(part, split) : part);
    }
    return new Observation(parts);
  }

  private static Part shared(Part endpoint, Map<String, Integer> split) {
    Map<String, String> facts = new LinkedHashMap<>(endpoint.facts());
    facts.keySet().removeIf(fact -> fact.startsWith(EndpointParts.SHARE));
    split.forEach((hash, share) -> facts.put(EndpointParts.SHARE + hash, Objects.toString(share)));
    return new Part(
        endpoint.kind(),
        endpoint.id(),
        endpoint.state(),
        endpoint.word(),
        endpoint.ours(),
        endpoint.bills(),
        facts);
  }
}
