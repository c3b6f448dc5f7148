package dev.aloft.driver;

import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.EndpointState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Endpoints at one service. */
public interface ServingDriver extends ResourceDriver<EndpointSpec> {

  /** The ready-made runtimes, the preferred one first. */
  List<RuntimeOffer> runtimes();

  /** Names of the endpoints that exist, ours or not. */
  Page<String> list(@Nullable String cursor);

  /** What an observation says of the endpoint as a whole. Pure. */
  EndpointState state(Target<EndpointSpec> target, Observation seen);

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
