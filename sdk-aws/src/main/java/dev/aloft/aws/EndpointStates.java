package dev.aloft.aws;

import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.EndpointState;
import java.util.Optional;

/** The service's words for the states of endpoints. Pure. */
final class EndpointStates {
  private EndpointStates() {}

  /** A word that is not known is a change under way, since only the service ends one. */
  static Part.State part(String word) {
    return switch (word) {
      case EndpointParts.IN_SERVICE -> Part.State.READY;
      case "Failed", "UpdateRollbackFailed", "OutOfService" -> Part.State.FAILED;
      case "Deleting" -> Part.State.DELETING;
      default -> Part.State.CHANGING;
    };
  }

  /** The endpoint as a whole. */
  static EndpointState of(Target<EndpointSpec> target, Observation seen) {
    Optional<Part> endpoint = seen.first(EndpointParts.ENDPOINT);
    return endpoint.isEmpty()
        ? EndpointState.ABSENT
        : switch (endpoint.get().word()) {
          case "Creating" -> EndpointState.CREATING;
          case "Deleting" -> EndpointState.DELETING;
          case "Failed", "OutOfService" -> EndpointState.FAILED;
          case "UpdateRollbackFailed" -> EndpointState.DEGRADED;
          case EndpointParts.IN_SERVICE -> inService(target, seen, endpoint.get());
          default -> EndpointState.UPDATING;
        };
  }

  private static EndpointState inService(
      Target<EndpointSpec> target, Observation seen, Part endpoint) {
    EndpointSpec spec = target.spec();
    if (spec == null) {
      return endpoint.ours() ? EndpointState.DEGRADED : EndpointState.READY;
    }
    boolean asWished =
        EndpointParts.traffic(seen).equals(EndpointParts.traffic(spec))
            && EndpointSteps.config(spec, seen)
                .equals(EndpointParts.fact(endpoint, EndpointParts.CONFIG_NAME));
    return asWished ? EndpointState.READY : EndpointState.DEGRADED;
  }
}
