package dev.aloft.driver;

import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.EndpointState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Endpoints at one service. */
public interface ServingDriver extends ResourceDriver<EndpointSpec> {

  /** The ready-made runtimes, the preferred one first. */
  List<RuntimeOffer> runtimes();

  /**
   * The revision with what the client's settings and the provider's own data say where it says
   * nothing: the wish then means the same in every process, and parts that are named by it are
   * others where a setting is another one. Completing it again changes nothing. Pure. Default: as
   * it is.
   */
  default EndpointRevision complete(EndpointRevision revision) {
    return revision;
  }

  /**
   * Gets ready for a change that this process is about to wish for, beside whatever else it does:
   * not called for a plan. Must neither call out nor wait, and a change may come without it.
   * Default: nothing.
   */
  default void prepare(EndpointSpec spec) {}

  /** Names of the endpoints that exist, ours or not. */
  Page<String> list(@Nullable String cursor);

  /** What an observation says of the endpoint as a whole. Pure. */
  EndpointState state(Target<EndpointSpec> target, Observation seen);

  /**
   * Percent of the calls by revision hash, as they are shared now, as far as the observation tells.
   * Rows are written for the revision that gets the most. Pure. Default: nothing while nothing is
   * there; as wished once the endpoint is READY, or when no wish was settled before; until then as
   * the last settled wish said, since that is what answers during a change.
   */
  default Map<String, Integer> traffic(Target<EndpointSpec> target, Observation seen) {
    if (seen.isEmpty()) {
      return Map.of();
    }
    @Nullable EndpointSpec settled = target.settled();
    boolean reached = settled == null || state(target, seen) == EndpointState.READY;
    @Nullable EndpointSpec answering = reached ? target.spec() : settled;
    return answering == null ? Map.of() : answering.traffic();
  }

  /**
   * A way to one ready endpoint. Must not call out before it is used.
   *
   * @throws dev.aloft.error.AloftException NOT_FOUND when the observation shows no endpoint
   */
  Invoker invoker(Target<EndpointSpec> target, Observation seen);

  /** A bounded piece of the endpoint's log. */
  default LogPage logs(Target<EndpointSpec> target, @Nullable String cursor) {
    throw Unsupported.here("this provider", dev.aloft.Capability.ENDPOINT_LOGS);
  }
}
