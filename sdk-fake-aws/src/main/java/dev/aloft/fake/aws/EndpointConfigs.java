package dev.aloft.fake.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The endpoint configurations of the account. Guarded by the clock's monitor. */
final class EndpointConfigs {
  private final Cloud cloud;
  private final Tags tags;
  private final Models models;
  private final HostingSettings settings;
  private final Shelf<EndpointConfig> shelf = new Shelf<>();
  private final Listing<EndpointConfig> listing =
      new Listing<>("EndpointConfigs", false, EndpointConfig::summary);

  EndpointConfigs(Cloud cloud, Tags tags, Models models, HostingSettings settings) {
    this.cloud = cloud;
    this.tags = tags;
    this.models = models;
    this.settings = settings;
  }

  void serve(JsonService sagemaker) {
    sagemaker.on("CreateEndpointConfig", (input, caller) -> create(input));
    sagemaker.on("DescribeEndpointConfig", (input, caller) -> named(input).described().deepCopy());
    sagemaker.on("DeleteEndpointConfig", (input, caller) -> delete(input));
    sagemaker.on("ListEndpointConfigs", (input, caller) -> listing.page(shelf, input));
  }

  Shelf<EndpointConfig> shelf() {
    return shelf;
  }

  /** The configuration of a name, when it is there and has got about. */
  Optional<EndpointConfig> find(String name) {
    return shelf.get(name).filter(config -> settings.hasGotAbout(config.created()));
  }

  /** The configuration of a name. */
  EndpointConfig get(String name) {
    return find(name).orElseThrow(() -> AwsFailure.validation(missing(name)));
  }

  /** What is said of a configuration that is not there. */
  String missing(String name) {
    return "Could not find endpoint configuration \"" + arn(name) + "\".";
  }

  private String arn(String name) {
    return cloud.arn("sagemaker", "endpoint-config/" + name);
  }

  private EndpointConfig named(ObjectNode input) {
    return get(input.path("EndpointConfigName").asString());
  }

  private ObjectNode create(ObjectNode input) {
    String name = input.path("EndpointConfigName").asString();
    if (shelf.has(name)) {
      throw AwsFailure.validation(
          "Cannot create already existing endpoint configuration \"" + arn(name) + "\".");
    }
    VariantRules.check(input);
    Tags.check(input.path("Tags"));
    List<Variant> variants = new ArrayList<>();
    ObjectNode described = input.deepCopy();
    for (JsonNode variant : described.path("ProductionVariants")) {
      if (variant instanceof ObjectNode object && !variant.has("InitialVariantWeight")) {
        object.put("InitialVariantWeight", 1.0);
      }
      Variant read = Variant.of(variant);
      variants.add(read);
      if (read.model() != null) {
        Model model = models.get(read.model());
        if (read.isServerless()) {
          VariantRules.checkServerless(model);
        }
      }
    }
    described.remove("Tags");
    described.put("EndpointConfigArn", arn(name));
    described.set("CreationTime", Epoch.seconds(cloud.clock().now()));
    if (!described.has("EnableNetworkIsolation")) {
      described.put("EnableNetworkIsolation", false);
    }
    shelf.put(new EndpointConfig(name, arn(name), cloud.clock().now(), variants, described));
    tags.declare(arn(name), input.path("Tags"));
    return JsonNodeFactory.instance.objectNode().put("EndpointConfigArn", arn(name));
  }

  private ObjectNode delete(ObjectNode input) {
    EndpointConfig config = named(input);
    shelf.remove(config.name());
    tags.drop(config.arn());
    return JsonNodeFactory.instance.objectNode();
  }
}
