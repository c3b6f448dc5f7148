package dev.aloft.fake.aws;

import java.time.Duration;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What happens to endpoints beside what their owners ask for, as a test scripts it: machines run
 * out, alarms go off, load grows, AWS does its maintenance. Thread-safe.
 */
public final class Hosting {
  private final Cloud cloud;
  private final HostingSettings settings;
  private final Endpoints endpoints;
  private final ScalableTargets targets;

  Hosting(Cloud cloud, HostingSettings settings, Endpoints endpoints, ScalableTargets targets) {
    this.cloud = cloud;
    this.settings = settings;
    this.endpoints = endpoints;
    this.targets = targets;
  }

  /** There are no machines of a type, until there are again: new endpoints and updates fail. */
  public void capacity(String instanceType, boolean available) {
    cloud.clock().exclusively(() -> settings.scarce(instanceType, !available));
  }

  /** A CloudWatch alarm goes off: updates that it guards roll back. */
  public void alarm(String alarmName) {
    cloud
        .clock()
        .exclusively(
            () -> {
              for (Shelf.Entry<Endpoint> entry : endpoints.shelf().all()) {
                Rollout rollout = entry.resource().rollout();
                if (rollout != null) {
                  rollout.alarm(alarmName);
                }
              }
            });
  }

  /** The next rollback of an endpoint fails, and leaves it in UpdateRollbackFailed. */
  public void breakRollback(String endpoint) {
    cloud.clock().exclusively(() -> settings.breakRollback(endpoint));
  }

  /** AWS maintains an endpoint that is in service: it is SystemUpdating for a while. */
  public void maintain(String endpoint) {
    cloud
        .clock()
        .exclusively(
            () ->
                endpoints.change(
                    inService(endpoint),
                    Stage.ENDPOINT_SYSTEM_UPDATING,
                    EndpointState.SYSTEM_UPDATING));
  }

  /**
   * Application Auto Scaling gives a variant another number of machines, as load would make it.
   *
   * @throws IllegalStateException when it does not scale the variant, or not to that number
   */
  public void scale(String endpoint, String variant, int machines) {
    cloud.clock().exclusively(() -> scaleNow(endpoint, variant, machines));
  }

  private void scaleNow(String name, String variant, int machines) {
    String resourceId = ScalableTargets.resourceId(name, variant);
    ScalableTarget target =
        targets
            .find(resourceId, ScalableTargets.COUNT)
            .orElseThrow(() -> new IllegalStateException(resourceId + " is not scaled"));
    if (machines < target.least() || machines > target.most()) {
      throw new IllegalStateException(
          resourceId
              + " is scaled between "
              + target.least()
              + " and "
              + target.most()
              + ", not to "
              + machines);
    }
    Endpoint endpoint = inService(name);
    endpoint.fleet().variant(variant).orElseThrow().desireCount(machines);
    targets.add(activity(resourceId, machines));
    endpoints.change(endpoint, Stage.ENDPOINT_SCALING, EndpointState.UPDATING);
  }

  private ObjectNode activity(String resourceId, int machines) {
    ObjectNode activity = JsonNodeFactory.instance.objectNode();
    activity.put("ActivityId", "activity-" + (targets.activities().size() + 1));
    activity.put("ServiceNamespace", ScalableTargets.NAMESPACE);
    activity.put("ResourceId", resourceId);
    activity.put("ScalableDimension", ScalableTargets.COUNT);
    activity.put("Description", "Setting desired instance count to " + machines + ".");
    activity.put("Cause", "monitor alarm in state ALARM triggered policy");
    activity.set("StartTime", Epoch.seconds(cloud.clock().now()));
    activity.set(
        "EndTime",
        Epoch.seconds(cloud.clock().now().plus(cloud.timetable().of(Stage.ENDPOINT_SCALING))));
    activity.put("StatusCode", "Successful");
    activity.put("StatusMessage", "Successfully set desired instance count to " + machines + ".");
    return activity;
  }

  /**
   * Whether callers may not deregister scalable targets, so that SageMaker does not delete variants
   * that have some.
   */
  public void denyDeregistration(boolean denied) {
    cloud.clock().exclusively(() -> settings.denyDeregistration(denied));
  }

  /** An endpoint is cold: for this long it answers that the model is not ready. */
  public void coldStart(String endpoint, Duration time) {
    cloud.clock().exclusively(() -> settings.warm(endpoint, time));
  }

  private Endpoint inService(String name) {
    return endpoints
        .shelf()
        .get(name)
        .filter(endpoint -> endpoint.state() == EndpointState.IN_SERVICE)
        .orElseThrow(() -> new IllegalStateException("endpoint " + name + " is not InService"));
  }
}
