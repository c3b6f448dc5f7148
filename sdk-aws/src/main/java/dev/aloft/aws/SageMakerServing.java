package dev.aloft.aws;

import dev.aloft.driver.Action;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Invoker;
import dev.aloft.driver.LogPage;
import dev.aloft.driver.Next;
import dev.aloft.driver.ObjectStore;
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
import software.amazon.awssdk.services.sagemaker.model.EndpointSummary;

/**
 * Endpoints on SageMaker: a model and a variant for each revision, a configuration, the endpoint,
 * and its scaling. Thread-safe.
 */
final class SageMakerServing implements ServingDriver {
  /** What a listing may not show yet. */
  private static final Duration LAG = Duration.ofSeconds(5);

  private static final String LOG_GROUP = "/aws/sagemaker/Endpoints/";

  private final DriverContext context;
  private final AwsConfig config;
  private final AwsClients clients;
  private final ServingImages images;
  private final EndpointLook look;
  private final EndpointLook everywhere;
  private final EndpointWrites writes;
  private final CloudWatchLogs logs;

  SageMakerServing(DriverContext context, AwsClients clients, ObjectStore staging) {
    this.context = context;
    this.config = clients.config();
    this.clients = clients;
    AwsSender sender = new AwsSender(context, config);
    this.images = new ServingImages(config);
    ModelArchive archives = new ModelArchive(context, staging);
    this.look = new EndpointLook(context.timing(), staging, sender, clients, archives);
    this.everywhere =
        new EndpointLook(
            context.timing(), staging, sender.paced(AwsRates.ACCOUNT), clients, archives);
    this.writes =
        new EndpointWrites(
            context, sender, clients, new ServingRequests(config, images, staging), archives);
    this.logs = new CloudWatchLogs(context, clients, stream -> stream);
  }

  @Override
  public List<RuntimeOffer> runtimes() {
    return images.offers();
  }

  @Override
  public void check(EndpointSpec spec, Problems problems) {
    new ServingChecks(config, images).check(spec, problems);
  }

  @Override
  public EndpointRevision complete(EndpointRevision revision) {
    return new ServingDefaults(config, images).complete(revision);
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
    return EndpointForecast.after(action, target, seen, ServingDriver.super::predict);
  }

  @Override
  public Duration lag() {
    return LAG;
  }

  @Override
  public Page<Part> owned(String logId, @Nullable String cursor) {
    return everywhere.owned(logId, cursor);
  }

  @Override
  public void delete(Part part) {
    writes.delete(part.kind(), part.id());
  }

  @Override
  public Page<String> list(@Nullable String cursor) {
    Page<EndpointSummary> page = look.endpoints(cursor);
    return new Page<>(
        page.items().stream().map(EndpointSummary::endpointName).toList(), page.cursor());
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
    if (seen.first(EndpointParts.ENDPOINT).isEmpty()) {
      throw AloftException.of(
              ErrorCode.NOT_FOUND,
              "there is no endpoint \"" + target.name() + "\" in " + config.scope())
          .resource(target.name())
          .build();
    }
    return new SageMakerInvoker(target.name(), config, clients, context);
  }

  @Override
  public LogPage logs(Target<EndpointSpec> target, @Nullable String cursor) {
    return logs.page(LOG_GROUP + target.name(), "", cursor);
  }
}
