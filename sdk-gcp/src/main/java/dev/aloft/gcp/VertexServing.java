package dev.aloft.gcp;

import dev.aloft.driver.Action;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Invoker;
import dev.aloft.driver.LogPage;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.RuntimeOffer;
import dev.aloft.driver.ServingDriver;
import dev.aloft.driver.Target;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.EndpointState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints on Vertex AI: a model for each revision, the endpoint, and what is deployed there.
 * Thread-safe.
 */
final class VertexServing implements ServingDriver {
  /** What a listing may not show yet. */
  private static final Duration LAG = Duration.ofSeconds(5);

  private final DriverContext context;
  private final GcpClients clients;
  private final ServingImages images;
  private final EndpointLook look;
  private final EndpointWrites writes;
  private final VertexLogs logs;

  VertexServing(DriverContext context, GcpClients clients, GcsStore staging) {
    this.context = context;
    this.clients = clients;
    VertexSender sender = new VertexSender(context, clients.errors());
    ModelArtifact artifacts = new ModelArtifact(context, staging, EndpointParts.USE);
    this.images = new ServingImages(clients.config());
    this.look = new EndpointLook(clients, sender, artifacts);
    this.writes =
        new EndpointWrites(
            clients, sender, new ServingRequests(clients.config(), images), artifacts);
    this.logs = new VertexLogs(context, clients, VertexLogs.Kind.ENDPOINT);
  }

  @Override
  public List<RuntimeOffer> runtimes() {
    return images.offers();
  }

  @Override
  public void check(EndpointSpec spec, Problems problems) {
    new ServingChecks(clients.config(), images).check(spec, problems);
  }

  /** Settings go into the wish, and so into the names of the parts. */
  @Override
  public EndpointRevision complete(EndpointRevision revision) {
    return new ServingDefaults(clients.config()).complete(revision);
  }

  @Override
  public Observation observe(Target<EndpointSpec> target) {
    return look.observe(target);
  }

  @Override
  public Next next(Target<EndpointSpec> target, Observation seen) {
    return EndpointSteps.next(target, seen);
  }

  @Override
  public void apply(Action action, Target<EndpointSpec> target) {
    writes.apply(action, target);
  }

  @Override
  public Observation predict(Action action, Target<EndpointSpec> target, Observation seen) {
    return EndpointStates.after(
        action, seen, (one, before) -> ServingDriver.super.predict(one, target, before));
  }

  @Override
  public Duration lag() {
    return LAG;
  }

  @Override
  public Page<Part> owned(String logId, @Nullable String cursor) {
    return look.owned(logId, cursor);
  }

  @Override
  public void delete(Part part) {
    writes.delete(part);
  }

  @Override
  public Page<String> list(@Nullable String cursor) {
    return look.names(cursor);
  }

  @Override
  public EndpointState state(Target<EndpointSpec> target, Observation seen) {
    return EndpointStates.of(target, seen);
  }

  @Override
  public Map<String, Integer> traffic(Target<EndpointSpec> target, Observation seen) {
    return EndpointParts.traffic(seen);
  }

  @Override
  public Invoker invoker(Target<EndpointSpec> target, Observation seen) {
    Part endpoint =
        seen.first(EndpointParts.ENDPOINT)
            .orElseThrow(
                () ->
                    AloftException.of(
                            ErrorCode.NOT_FOUND,
                            "there is no endpoint \""
                                + target.name()
                                + "\" in "
                                + clients.config().scope())
                        .resource(target.name())
                        .build());
    String seconds = endpoint.fact(EndpointParts.ANSWER_SECONDS);
    return new VertexInvoker(
        target.name(),
        endpoint.fact(EndpointParts.HOST),
        seconds == null ? null : Duration.ofSeconds(Long.parseLong(seconds)),
        clients,
        context);
  }

  @Override
  public LogPage logs(Target<EndpointSpec> target, @Nullable String cursor) {
    return logs.page(target.name(), cursor, () -> null, () -> true);
  }
}
