package dev.aloft.aws;

import dev.aloft.driver.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;

/**
 * Looks at what Application Auto Scaling holds for variants. It belongs to whom the endpoint
 * belongs to. Only reads. Thread-safe.
 */
final class ScalingLook {
  private static final int MOST_IDS = 50;

  private final AwsSender sender;
  private final AwsClients clients;

  ScalingLook(AwsSender sender, AwsClients clients) {
    this.sender = sender;
    this.clients = clients;
  }

  /** The targets and policies of variants of an endpoint. */
  List<Part> of(Part endpoint, Set<String> variants) {
    List<Part> parts = new ArrayList<>();
    List<String> all = List.copyOf(variants);
    for (int i = 0; i < all.size(); i += MOST_IDS) {
      targets(endpoint, all.subList(i, Math.min(all.size(), i + MOST_IDS)), parts);
    }
    for (Part target : List.copyOf(parts)) {
      policies(endpoint, target.id(), parts);
    }
    return parts;
  }

  private void targets(Part endpoint, List<String> ids, List<Part> parts) {
    ApplicationAutoScalingClient client = clients.scaling();
    String token = null;
    do {
      DescribeScalableTargetsRequest.Builder page =
          DescribeScalableTargetsRequest.builder()
              .serviceNamespace(ServingRequests.NAMESPACE)
              .scalableDimension(ServingRequests.DIMENSION)
              .resourceIds(ids)
              .nextToken(token);
      DescribeScalableTargetsResponse found =
          sender.read(
              "DescribeScalableTargets",
              endpoint.id(),
              page,
              request -> client.describeScalableTargets(request.build()));
      for (ScalableTarget target : found.scalableTargets()) {
        Map<String, String> facts = facts(endpoint, target.resourceId());
        facts.put(EndpointParts.MIN, target.minCapacity().toString());
        facts.put(EndpointParts.MAX, target.maxCapacity().toString());
        parts.add(part(EndpointParts.SCALING_TARGET, target.resourceId(), endpoint, facts));
      }
      token = found.nextToken();
    } while (token != null);
  }

  private void policies(Part endpoint, String id, List<Part> parts) {
    ApplicationAutoScalingClient client = clients.scaling();
    List<ScalingPolicy> found =
        sender.read(
            "DescribeScalingPolicies",
            id,
            DescribeScalingPoliciesRequest.builder()
                .serviceNamespace(ServingRequests.NAMESPACE)
                .scalableDimension(ServingRequests.DIMENSION)
                .resourceId(id)
                .policyNames(ServingRequests.policyName(hash(id))),
            request -> client.describeScalingPolicies(request.build()).scalingPolicies());
    for (ScalingPolicy policy : found) {
      Map<String, String> facts = facts(endpoint, id);
      TargetTrackingScalingPolicyConfiguration tracking =
          policy.targetTrackingScalingPolicyConfiguration();
      if (tracking != null) {
        facts.put(EndpointParts.TARGET_VALUE, tracking.targetValue().toString());
        put(facts, ScalingFacts.OUT_COOLDOWN, tracking.scaleOutCooldown());
        put(facts, ScalingFacts.IN_COOLDOWN, tracking.scaleInCooldown());
      }
      parts.add(part(EndpointParts.SCALING_POLICY, id, endpoint, facts));
    }
  }

  private static void put(Map<String, String> facts, String name, @Nullable Object value) {
    if (value != null) {
      facts.put(name, value.toString());
    }
  }

  private static Map<String, String> facts(Part endpoint, String id) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (String tag : List.of(EndpointParts.OWNER, EndpointParts.NAME)) {
      put(facts, tag, endpoint.fact(tag));
    }
    facts.put(EndpointParts.REVISION, hash(id));
    return facts;
  }

  private static String hash(String id) {
    return id.substring(id.lastIndexOf('/') + 1);
  }

  private static Part part(String kind, String id, Part endpoint, Map<String, String> facts) {
    return new Part(kind, id, Part.State.READY, "Registered", endpoint.ours(), false, facts);
  }
}
