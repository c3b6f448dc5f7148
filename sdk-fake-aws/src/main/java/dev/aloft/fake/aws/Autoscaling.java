package dev.aloft.fake.aws;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Application Auto Scaling, for SageMaker's variants. Guarded by the clock's monitor. */
final class Autoscaling {
  private static final Pattern RESOURCE = Pattern.compile("endpoint/([^/]+)/variant/([^/]+)");
  private static final int PAGE = 50;

  private final Cloud cloud;
  private final ScalableTargets targets;
  private final Shelf<Endpoint> endpoints;
  private final ScalingPolicies policies;

  Autoscaling(Cloud cloud, ScalableTargets targets, Shelf<Endpoint> endpoints) {
    this.cloud = cloud;
    this.targets = targets;
    this.endpoints = endpoints;
    this.policies = new ScalingPolicies(cloud);
  }

  void serve(JsonService service) {
    service.on("RegisterScalableTarget", (input, caller) -> register(input));
    service.on("DeregisterScalableTarget", (input, caller) -> deregister(input));
    service.on("DescribeScalableTargets", (input, caller) -> describeTargets(input));
    service.on("PutScalingPolicy", (input, caller) -> putPolicy(input));
    service.on("DeleteScalingPolicy", (input, caller) -> deletePolicy(input));
    service.on("DescribeScalingPolicies", (input, caller) -> describePolicies(input));
    service.on("DescribeScalingActivities", (input, caller) -> describeActivities(input));
  }

  private ObjectNode register(ObjectNode input) {
    String resourceId = input.path("ResourceId").asString();
    String dimension = input.path("ScalableDimension").asString();
    FleetVariant variant = variant(input);
    Optional<ScalableTarget> there = targets.find(resourceId, dimension);
    boolean bounded = input.has("MinCapacity") && input.has("MaxCapacity");
    if (there.isEmpty() && !bounded) {
      throw AwsFailure.validation(
          "You must specify both minimum and maximum capacity to register a scalable target.");
    }
    int least = input.path("MinCapacity").asInt(there.map(ScalableTarget::least).orElse(0));
    int most = input.path("MaxCapacity").asInt(there.map(ScalableTarget::most).orElse(0));
    if (most < least) {
      throw AwsFailure.validation("Maximum capacity cannot be less than minimum capacity");
    }
    boolean maySleep = maySleep(resourceId) || variant.containers().isEmpty();
    if (least < (maySleep ? 0 : 1)) {
      throw AwsFailure.validation(
          "Minimum capacity cannot be less than " + (maySleep ? 0 : 1) + " for " + resourceId);
    }
    ScalableTarget target =
        there.orElseGet(
            () ->
                new ScalableTarget(
                    resourceId,
                    dimension,
                    cloud.arn(
                        "application-autoscaling",
                        "scalable-target/" + Opaque.id(resourceId + dimension)),
                    cloud.clock().now(),
                    role()));
    target.update(least, most, input);
    targets.put(target);
    return JsonNodeFactory.instance.objectNode().put("ScalableTargetARN", target.arn());
  }

  private String role() {
    return "arn:aws:iam::"
        + cloud.account()
        + ":role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/"
        + "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint";
  }

  private boolean maySleep(String resourceId) {
    Matcher matcher = RESOURCE.matcher(resourceId);
    return matcher.matches()
        && endpoints
            .get(matcher.group(1))
            .filter(endpoint -> endpoint.fleet().config().isAsynchronous())
            .isPresent();
  }

  private FleetVariant variant(ObjectNode input) {
    String resourceId = input.path("ResourceId").asString();
    String dimension = input.path("ScalableDimension").asString();
    Matcher matcher = RESOURCE.matcher(resourceId);
    boolean known =
        dimension.equals(ScalableTargets.COUNT) || dimension.equals(ScalableTargets.CONCURRENCY);
    if (!isSageMaker(input) || !matcher.matches() || !known) {
      throw AwsFailure.validation(
          "Unsupported service namespace, resource type or scalable dimension");
    }
    Endpoint endpoint = endpoints.get(matcher.group(1)).orElse(null);
    if (endpoint == null) {
      throw AwsFailure.validation(
          "Could not find endpoint \""
              + cloud.arn("sagemaker", "endpoint/" + matcher.group(1))
              + "\" for resource ID: "
              + resourceId);
    }
    if (endpoint.state() != EndpointState.IN_SERVICE) {
      throw AwsFailure.validation(
          "Endpoint \""
              + endpoint.arn()
              + "\" must be InService to be scaled, and is "
              + endpoint.status()
              + ".");
    }
    FleetVariant variant = endpoint.fleet().variant(matcher.group(2)).orElse(null);
    if (variant == null) {
      throw AwsFailure.validation(
          "Could not find variant \"" + matcher.group(2) + "\" for resource ID: " + resourceId);
    }
    if (variant.variant().isServerless() != dimension.equals(ScalableTargets.CONCURRENCY)) {
      throw AwsFailure.validation(
          "Scalable dimension " + dimension + " does not fit resource ID: " + resourceId);
    }
    return variant;
  }

  private static boolean isSageMaker(ObjectNode input) {
    return input.path("ServiceNamespace").asString().equals(ScalableTargets.NAMESPACE);
  }

  private ScalableTarget target(ObjectNode input, String missing) {
    return targets
        .find(input.path("ResourceId").asString(), input.path("ScalableDimension").asString())
        .filter(target -> isSageMaker(input))
        .orElseThrow(() -> missing(input, missing));
  }

  private static AwsFailure missing(ObjectNode input, String what) {
    return new AwsFailure(
        400,
        "ObjectNotFoundException",
        what
            + " service namespace: "
            + input.path("ServiceNamespace").asString()
            + ", resource ID: "
            + input.path("ResourceId").asString()
            + ", scalable dimension: "
            + input.path("ScalableDimension").asString());
  }

  private ObjectNode deregister(ObjectNode input) {
    targets.remove(target(input, "No scalable target found for"));
    return JsonNodeFactory.instance.objectNode();
  }

  private ObjectNode putPolicy(ObjectNode input) {
    ScalableTarget target = target(input, "No scalable target registered for");
    ObjectNode policy = policies.make(input, target);
    target.policies().put(input.path("PolicyName").asString(), policy);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("PolicyARN", policy.path("PolicyARN").asString());
    answer.set("Alarms", policy.path("Alarms"));
    return answer;
  }

  private ObjectNode deletePolicy(ObjectNode input) {
    String missing =
        "No scaling policy found for policy name: " + input.path("PolicyName").asString() + ",";
    ScalableTarget target = target(input, missing);
    if (target.policies().remove(input.path("PolicyName").asString()) == null) {
      throw missing(input, missing);
    }
    return JsonNodeFactory.instance.objectNode();
  }

  private ObjectNode describeTargets(ObjectNode input) {
    List<ObjectNode> found = new ArrayList<>();
    for (ScalableTarget target : targets.all()) {
      found.add(target.described());
    }
    JsonNode ids = input.path("ResourceIds");
    return page(
        "ScalableTargets", found, input, one -> ids.isEmpty() || has(ids, one, "ResourceId"));
  }

  private ObjectNode describePolicies(ObjectNode input) {
    List<ObjectNode> found = new ArrayList<>();
    for (ScalableTarget target : targets.all()) {
      found.addAll(target.policies().values());
    }
    JsonNode names = input.path("PolicyNames");
    return page(
        "ScalingPolicies", found, input, one -> names.isEmpty() || has(names, one, "PolicyName"));
  }

  private ObjectNode describeActivities(ObjectNode input) {
    return page("ScalingActivities", targets.activities(), input, one -> true);
  }

  private static boolean has(JsonNode wanted, ObjectNode one, String member) {
    for (JsonNode name : wanted) {
      if (name.asString().equals(one.path(member).asString())) {
        return true;
      }
    }
    return false;
  }

  private static ObjectNode page(
      String member, Collection<ObjectNode> all, ObjectNode input, Predicate<ObjectNode> wanted) {
    List<ObjectNode> found =
        all.stream()
            .filter(one -> isSageMaker(input))
            .filter(one -> same(input, one, "ResourceId") && same(input, one, "ScalableDimension"))
            .filter(wanted)
            .toList();
    int from = Opaque.offset(input.path("NextToken").asString(""));
    int size = Math.min(PAGE, Math.max(1, input.path("MaxResults").asInt(PAGE)));
    int end = Math.min(found.size(), from + size);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode page = answer.putArray(member);
    found.subList(Math.min(from, end), end).forEach(one -> page.add(one.deepCopy()));
    if (end < found.size()) {
      answer.put("NextToken", Opaque.token(end));
    }
    return answer;
  }

  private static boolean same(ObjectNode input, ObjectNode one, String member) {
    return !input.has(member) || input.path(member).equals(one.path(member));
  }

  /** Texts that mean nothing to a client. */
  private static final class Opaque {
    private static final String MARK = "page ";

    static String id(String name) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      return java.util.UUID.nameUUIDFromBytes(bytes).toString();
    }

    static String token(int offset) {
      byte[] bytes = (MARK + offset).getBytes(StandardCharsets.UTF_8);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static int offset(String token) {
      if (token.isEmpty()) {
        return 0;
      }
      try {
        String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        if (text.startsWith(MARK)) {
          return Integer.parseInt(text.substring(MARK.length()));
        }
      } catch (IllegalArgumentException e) {
        throw invalid();
      }
      throw invalid();
    }

    private static AwsFailure invalid() {
      return new AwsFailure(400, "InvalidNextTokenException", "The NextToken is not valid.");
    }
  }
}
