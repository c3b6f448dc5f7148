package dev.aloft.fake.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The models of the account. Guarded by the clock's monitor. */
final class Models {
  private final Cloud cloud;
  private final Tags tags;
  private final ModelPackages packages;
  private final HostingSettings settings;
  private final ModelRules rules;
  private final Shelf<Model> shelf = new Shelf<>();
  private final Listing<Model> listing = new Listing<>("Models", false, Model::summary);

  Models(Cloud cloud, Tags tags, ModelPackages packages, HostingSettings settings) {
    this.cloud = cloud;
    this.tags = tags;
    this.packages = packages;
    this.settings = settings;
    this.rules = new ModelRules(cloud);
  }

  void serve(JsonService sagemaker) {
    sagemaker.on("CreateModel", this::create);
    sagemaker.on("DescribeModel", (input, caller) -> named(input).described().deepCopy());
    sagemaker.on("DeleteModel", (input, caller) -> delete(input));
    sagemaker.on("ListModels", (input, caller) -> listing.page(shelf, input));
  }

  Shelf<Model> shelf() {
    return shelf;
  }

  /** The model of a name, when it is there and has got about. */
  Optional<Model> find(String name) {
    return shelf.get(name).filter(model -> settings.hasGotAbout(model.created()));
  }

  /** The model of a name. */
  Model get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                AwsFailure.validation(
                    "Could not find model \"" + cloud.arn("sagemaker", "model/" + name) + "\"."));
  }

  private Model named(ObjectNode input) {
    return get(input.path("ModelName").asString());
  }

  private ObjectNode create(ObjectNode input, Caller caller) {
    String name = input.path("ModelName").asString();
    String arn = cloud.arn("sagemaker", "model/" + name);
    if (shelf.has(name)) {
      throw AwsFailure.validation("Cannot create already existing model \"" + arn + "\".");
    }
    ModelRules.check(input);
    Roles.check(cloud, input.path("ExecutionRoleArn").asString());
    Tags.check(input.path("Tags"));
    List<ModelContainer> containers = containers(input, caller.region());
    ObjectNode described = input.deepCopy();
    described.remove("Tags");
    described.put("ModelArn", arn);
    described.set("CreationTime", Epoch.seconds(cloud.clock().now()));
    if (!described.has("EnableNetworkIsolation")) {
      described.put("EnableNetworkIsolation", false);
    }
    boolean direct =
        input.path("InferenceExecutionConfig").path("Mode").asString("").equals("Direct");
    shelf.put(new Model(name, arn, cloud.clock().now(), containers, direct, described));
    tags.declare(arn, input.path("Tags"));
    return JsonNodeFactory.instance.objectNode().put("ModelArn", arn);
  }

  private List<ModelContainer> containers(ObjectNode input, String region) {
    String role = input.path("ExecutionRoleArn").asString();
    List<ModelContainer> containers = new ArrayList<>();
    if (input.has("PrimaryContainer")) {
      addContainers(input.path("PrimaryContainer"), role, region, containers);
    }
    for (JsonNode definition : input.path("Containers")) {
      addContainers(definition, role, region, containers);
    }
    return containers;
  }

  private void addContainers(
      JsonNode definition, String role, String region, List<ModelContainer> containers) {
    List<JsonNode> specified =
        definition.has("ModelPackageName")
            ? packages.containers(definition.path("ModelPackageName").asString())
            : List.of(definition);
    for (JsonNode one : specified) {
      String name = containers.isEmpty() ? "primary" : "container_" + (containers.size() + 1);
      ModelContainer container = ModelContainer.of(definition, one, name);
      rules.check(container, definition, role, region);
      containers.add(container);
    }
  }

  private ObjectNode delete(ObjectNode input) {
    Model model = named(input);
    shelf.remove(model.name());
    tags.drop(model.arn());
    return JsonNodeFactory.instance.objectNode();
  }
}
