package dev.aloft.aws;

import dev.aloft.driver.Action;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.serving.EndpointSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a look would show once a write has taken effect; plans are made of this. Pure. */
final class EndpointForecast {
  private EndpointForecast() {}

  /** What core foresees of any write. */
  interface Usual {
    Observation predict(Action action, Target<EndpointSpec> target, Observation seen);
  }

  static Observation after(
      Action action, Target<EndpointSpec> target, Observation seen, Usual usual) {
    Observation plain = usual.predict(action, target, seen);
    boolean endpoint = action.kind().equals(EndpointParts.ENDPOINT);
    return endpoint && !action.verb().equals(EndpointSteps.DELETE)
        ? new Observation(plain.parts().stream().map(part -> shared(part, action, target)).toList())
        : plain;
  }

  /** The endpoint with the weights and the labels that it will have. */
  private static Part shared(Part part, Action action, Target<EndpointSpec> target) {
    if (!part.kind().equals(EndpointParts.ENDPOINT)) {
      return part;
    }
    Map<String, String> facts = new LinkedHashMap<>(part.facts());
    facts.keySet().removeIf(fact -> fact.startsWith(EndpointParts.WEIGHT));
    if (action.verb().equals(EndpointSteps.UNLABEL)) {
      facts.keySet().removeAll(EndpointParts.formerLabels(target).keySet());
    }
    target
        .wish()
        .map(EndpointParts::traffic)
        .orElse(Map.of())
        .forEach((hash, share) -> facts.put(EndpointParts.WEIGHT + hash, share.toString()));
    return new Part(
        part.kind(), part.id(), part.state(), EndpointParts.IN_SERVICE, part.ours(), true, facts);
  }
}
