package dev.aloft.local.serving;

import dev.aloft.driver.Action;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.serving.EndpointSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a look would show once an action has taken effect; plans are made of this. Pure. */
final class EndpointForecast {
  private static final String PLANNED = "PLANNED";

  private EndpointForecast() {}

  static Observation after(Action action, Target<EndpointSpec> target, Observation seen) {
    List<Part> parts = new ArrayList<>(seen.parts());
    parts.removeIf(part -> part.kind().equals(action.kind()) && part.id().equals(action.id()));
    facts(action, target)
        .map(facts -> part(action, facts))
        .ifPresent(
            part -> parts.add(part.kind().equals(EndpointParts.ENDPOINT) ? 0 : parts.size(), part));
    return new Observation(parts);
  }

  private static Part part(Action action, Map<String, String> facts) {
    return new Part(action.kind(), action.id(), Part.State.READY, PLANNED, true, false, facts);
  }

  /** The facts of the part that the action makes or changes; empty when it takes it away. */
  private static Optional<Map<String, String>> facts(Action action, Target<EndpointSpec> target) {
    String name = target.name();
    return switch (action.verb()) {
      case EndpointSteps.LOAD ->
          Optional.of(
              EndpointParts.tags(name, target.logId(), EndpointParts.hash(name, action.id())));
      case EndpointSteps.ROUTE ->
          target.wish().map(spec -> EndpointParts.routed(spec, target.logId()));
      default -> Optional.empty();
    };
  }
}
