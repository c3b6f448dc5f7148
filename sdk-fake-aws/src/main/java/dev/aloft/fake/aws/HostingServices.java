package dev.aloft.fake.aws;

import dev.aloft.fake.aws.AwsCloud.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Models, endpoints, the registry, scaling and the runtime of one fake, put together. */
final class HostingServices {
  private final PackageGroups groups;
  private final ModelPackages packages;
  private final Models models;
  private final EndpointConfigs configs;
  private final Endpoints endpoints;
  private final ScalableTargets targets;
  private final Hosting hosting;
  private final List<Service> services;

  /**
   * Serves them.
   *
   * @param sagemaker takes the operations of the control plane
   */
  HostingServices(Cloud cloud, JsonService sagemaker) {
    Tags tags = cloud.tags();
    HostingSettings settings = new HostingSettings(cloud);
    groups = new PackageGroups(cloud, tags);
    packages = new ModelPackages(cloud, tags, groups);
    models = new Models(cloud, tags, packages, settings);
    configs = new EndpointConfigs(cloud, tags, models, settings);
    targets = new ScalableTargets(settings);
    Shelf<Endpoint> shelf = new Shelf<>();
    HostingKit kit = new HostingKit(cloud, settings, configs, new Launcher(cloud, cloud.logs()));
    endpoints =
        new Endpoints(kit, tags, models, shelf, new EndpointQuotas(cloud.quotas(), shelf), targets);
    hosting = new Hosting(cloud, settings, endpoints, targets);
    groups.serve(sagemaker);
    packages.serve(sagemaker);
    models.serve(sagemaker);
    configs.serve(sagemaker);
    endpoints.serve(sagemaker);
    JsonService autoscaling =
        new JsonService(
            cloud,
            "application-autoscaling",
            "AnyScaleFrontendService",
            ServiceModel.of("application-autoscaling"));
    new Autoscaling(cloud, targets, shelf).serve(autoscaling);
    services = List.of(autoscaling, new InvokeService(cloud, settings, shelf));
    find(cloud, "ModelPackageGroup", groups.shelf(), PackageGroup::described, PackageGroup::arn);
    find(cloud, "ModelPackage", packages.shelf(), ModelPackage::described, ModelPackage::arn);
    find(cloud, "Endpoint", shelf, EndpointView::found, Endpoint::arn);
    cloud.inventory(this::things);
    cloud.backstage().onClose(() -> shelf.all().forEach(entry -> close(entry.resource())));
  }

  /** Lets resources be found by Search, with their tags. */
  private static <T extends Resource> void find(
      Cloud cloud,
      String type,
      Shelf<T> shelf,
      Function<T, ObjectNode> described,
      Function<T, String> arn) {
    cloud
        .search()
        .source(
            type,
            () ->
                shelf.all().stream()
                    .map(Shelf.Entry::resource)
                    .map(
                        one ->
                            new Search.Found(
                                one.created(),
                                () -> {
                                  ObjectNode whole = described.apply(one).deepCopy();
                                  whole.set("Tags", cloud.tags().of(arn.apply(one)));
                                  return whole;
                                })));
  }

  private static void close(Endpoint endpoint) {
    for (Fleet fleet : endpoint.fleets()) {
      fleet.close().forEach(Pipeline::close);
    }
  }

  /** What a test scripts. */
  Hosting hosting() {
    return hosting;
  }

  /** The services beside the control plane. */
  List<Service> services() {
    return services;
  }

  private List<Thing> things() {
    List<Thing> things = new ArrayList<>();
    models.shelf().all().forEach(one -> things.add(free("model", one.resource().name())));
    configs
        .shelf()
        .all()
        .forEach(one -> things.add(free("endpoint-config", one.resource().name())));
    endpoints
        .shelf()
        .all()
        .forEach(one -> things.add(new Thing("endpoint", one.resource().name(), true)));
    for (ScalableTarget target : targets.all()) {
      things.add(free("scalable-target", target.resourceId()));
      target
          .policies()
          .values()
          .forEach(
              policy ->
                  policy
                      .path("Alarms")
                      .forEach(
                          alarm ->
                              things.add(
                                  new Thing("alarm", alarm.path("AlarmName").asString(), true))));
      target.policies().keySet().forEach(name -> things.add(free("scaling-policy", name)));
    }
    groups
        .shelf()
        .all()
        .forEach(one -> things.add(free("model-package-group", one.resource().name())));
    packages.shelf().all().forEach(one -> things.add(free("model-package", one.resource().arn())));
    return things;
  }

  private static Thing free(String kind, String id) {
    return new Thing(kind, id, false);
  }
}
