package dev.aloft.fake.aws;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The endpoints of the account. Guarded by the clock's monitor. */
final class Endpoints {
  private final HostingKit kit;
  private final Tags tags;
  private final Models models;
  private final Shelf<Endpoint> shelf;
  private final EndpointQuotas quotas;
  private final ScalableTargets targets;
  private final Listing<Endpoint> listing = new Listing<>("Endpoints", false, Endpoint::summary);

  Endpoints(
      HostingKit kit,
      Tags tags,
      Models models,
      Shelf<Endpoint> shelf,
      EndpointQuotas quotas,
      ScalableTargets targets) {
    this.kit = kit;
    this.tags = tags;
    this.models = models;
    this.shelf = shelf;
    this.quotas = quotas;
    this.targets = targets;
  }

  void serve(JsonService sagemaker) {
    sagemaker.on("CreateEndpoint", (input, caller) -> create(input));
    sagemaker.on("DescribeEndpoint", (input, caller) -> EndpointView.of(named(input)));
    sagemaker.on("UpdateEndpoint", (input, caller) -> update(input));
    sagemaker.on("UpdateEndpointWeightsAndCapacities", (input, caller) -> updateWeights(input));
    sagemaker.on("DeleteEndpoint", (input, caller) -> delete(input));
    sagemaker.on("ListEndpoints", (input, caller) -> listing.page(shelf, input));
  }

  Shelf<Endpoint> shelf() {
    return shelf;
  }

  /** The endpoint of a name. */
  Endpoint get(String name) {
    return shelf
        .get(name)
        .orElseThrow(() -> AwsFailure.validation("Could not find endpoint \"" + arn(name) + "\"."));
  }

  private String arn(String name) {
    return kit.cloud().arn("sagemaker", "endpoint/" + name);
  }

  private Endpoint named(ObjectNode input) {
    return get(input.path("EndpointName").asString());
  }

  /** The endpoint of a name, when it can be changed. */
  private Endpoint changeable(ObjectNode input) {
    Endpoint endpoint = atRest(input);
    if (endpoint.state() != EndpointState.IN_SERVICE) {
      throw AwsFailure.validation(
          "Cannot update endpoint \""
              + endpoint.arn()
              + "\" in status "
              + endpoint.status()
              + "; it can only be deleted.");
    }
    return endpoint;
  }

  private Endpoint atRest(ObjectNode input) {
    Endpoint endpoint = named(input);
    if (endpoint.state().isMoving()) {
      throw AwsFailure.validation("Cannot update in-progress endpoint \"" + endpoint.arn() + "\".");
    }
    return endpoint;
  }

  private ObjectNode create(ObjectNode input) {
    String name = input.path("EndpointName").asString();
    if (shelf.has(name)) {
      throw AwsFailure.validation("Cannot create already existing endpoint \"" + arn(name) + "\".");
    }
    Tags.check(input.path("Tags"));
    Fleet fleet = fleet(input);
    RolloutPolicy.of(input.path("DeploymentConfig"), fleet.machines());
    quotas.check(fleet, 1);
    Endpoint endpoint = new Endpoint(name, arn(name), fleet.begun(), fleet);
    deployment(endpoint, input.path("DeploymentConfig"));
    shelf.put(endpoint);
    tags.declare(endpoint.arn(), input.path("Tags"));
    new Launch(kit, endpoint, fleet, Stage.ENDPOINT_CREATING, creation(endpoint)).begin();
    return answer(endpoint);
  }

  private Launch.Outcome creation(Endpoint endpoint) {
    return new Launch.Outcome() {
      @Override
      public void up() {
        endpoint.fleet().settle();
        endpoint.become(EndpointState.IN_SERVICE, kit.cloud().clock().now());
      }

      @Override
      public void failed(String reason) {
        endpoint.reason(reason);
        endpoint.become(EndpointState.FAILED, kit.cloud().clock().now());
        kit.launcher().stop(endpoint.fleet());
      }
    };
  }

  private Fleet fleet(ObjectNode input) {
    EndpointConfig config = kit.configs().get(input.path("EndpointConfigName").asString());
    List<FleetVariant> variants = new ArrayList<>();
    for (Variant variant : config.variants()) {
      String model = variant.model();
      variants.add(new FleetVariant(variant, model == null ? null : models.get(model)));
    }
    return new Fleet(config, variants, kit.cloud().clock().now());
  }

  private ObjectNode update(ObjectNode input) {
    Endpoint endpoint = changeable(input);
    Fleet next = fleet(input);
    if (next.isServerless() && !endpoint.fleet().isServerless()) {
      throw AwsFailure.validation(
          "Cannot update endpoint \""
              + endpoint.arn()
              + "\" to a serverless configuration, since it has instances.");
    }
    Retention.of(input).apply(endpoint.fleet(), next);
    boolean kept = input.path("RetainDeploymentConfig").asBoolean(false);
    JsonNode deployment =
        kept && endpoint.deployment() != null
            ? endpoint.deployment()
            : input.path("DeploymentConfig");
    RolloutPolicy policy = RolloutPolicy.of(deployment, next.machines());
    quotas.check(next, policy.isRolling() ? policy.shares().get(0) : 1);
    List<String> gone = new ArrayList<>();
    for (FleetVariant variant : endpoint.fleet().variants()) {
      if (next.variant(variant.name()).isEmpty()) {
        gone.add(variant.name());
      }
    }
    targets.dropWith(endpoint.name(), gone);
    deployment(endpoint, deployment);
    new Rollout(kit, endpoint, next, policy).begin();
    return answer(endpoint);
  }

  private static void deployment(Endpoint endpoint, JsonNode config) {
    endpoint.deployment(config instanceof ObjectNode object ? object.deepCopy() : null);
  }

  private ObjectNode updateWeights(ObjectNode input) {
    Endpoint endpoint = changeable(input);
    Fleet fleet = endpoint.fleet();
    for (JsonNode wish : input.path("DesiredWeightsAndCapacities")) {
      VariantChange.check(wish, endpoint);
    }
    quotas.checkGrowth(fleet, input.path("DesiredWeightsAndCapacities"));
    for (JsonNode wish : input.path("DesiredWeightsAndCapacities")) {
      VariantChange.apply(wish, fleet);
    }
    change(endpoint, Stage.ENDPOINT_SCALING, EndpointState.UPDATING);
    return answer(endpoint);
  }

  /** Goes through a state and comes back with what is desired. */
  void change(Endpoint endpoint, Stage stage, EndpointState through) {
    endpoint.become(through, kit.cloud().clock().now());
    kit.after(
        stage,
        () -> {
          endpoint.fleet().settle();
          endpoint.become(EndpointState.IN_SERVICE, kit.cloud().clock().now());
        });
  }

  private ObjectNode delete(ObjectNode input) {
    Endpoint endpoint = atRest(input);
    List<String> variants = new ArrayList<>();
    endpoint.fleet().variants().forEach(variant -> variants.add(variant.name()));
    targets.dropWith(endpoint.name(), variants);
    endpoint.become(EndpointState.DELETING, kit.cloud().clock().now());
    endpoint.fleets().forEach(kit.launcher()::stop);
    kit.after(
        Stage.ENDPOINT_DELETING,
        () -> {
          shelf.remove(endpoint.name());
          tags.drop(endpoint.arn());
        });
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode answer(Endpoint endpoint) {
    return JsonNodeFactory.instance.objectNode().put("EndpointArn", endpoint.arn());
  }
}
