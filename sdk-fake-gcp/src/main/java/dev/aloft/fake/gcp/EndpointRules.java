package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.DedicatedResources;
import com.google.cloud.aiplatform.v1.DeployedModel;
import com.google.cloud.aiplatform.v1.Endpoint;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What holds for endpoints and for what is deployed to them. Stateless. */
final class EndpointRules {
  /** The key that means the model which is being deployed. */
  static final String NEW = "0";

  private static final Pattern ID =
      Pattern.compile("[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?|[1-9]\\d{0,8}");
  private static final Pattern DEPLOYED_ID = Pattern.compile("\\d{1,10}");
  private static final int WHOLE = 100;
  private static final Duration LONGEST_INFERENCE = Duration.ofHours(1);

  private EndpointRules() {}

  static void checkId(String id) {
    if (!id.isEmpty() && !ID.matcher(id).matches()) {
      FieldErrors.refuse(
          "endpoint_id",
          "The ID '"
              + id
              + "' is invalid: it starts with a letter, has at most 63 lowercase letters, digits"
              + " and dashes, and ends with a letter or digit; or it has at most 9 digits, the"
              + " first of which is not 0.");
    }
  }

  /**
   * Refuses a number that a client has chosen for what it deploys; the service's own are longer.
   */
  static void checkDeployedId(String id) {
    if (!id.isEmpty() && !DEPLOYED_ID.matcher(id).matches()) {
      FieldErrors.refuse("deployed_model.id", "The ID has to be 1 to 10 digits.");
    }
  }

  /** Refuses endpoints that are not reached by an address of the service's. */
  static void checkPublic(Endpoint endpoint) {
    if (!endpoint.getNetwork().isEmpty()) {
      throw GcpFailure.notServed("A private endpoint (network)");
    }
    if (endpoint.hasPrivateServiceConnectConfig()) {
      throw GcpFailure.notServed("A private endpoint (private_service_connect_config)");
    }
  }

  static void check(DeployedModel model, ModelVersion version) {
    FieldErrors errors = new FieldErrors();
    switch (model.getPredictionResourcesCase()) {
      case DEDICATED_RESOURCES -> dedicated(errors, model.getDedicatedResources());
      case SHARED_RESOURCES ->
          errors.add(
              "deployed_model.shared_resources",
              "The DeploymentResourcePool \"" + model.getSharedResources() + "\" does not exist.");
      case AUTOMATIC_RESOURCES ->
          errors.add(
              "deployed_model.automatic_resources",
              "'automatic_resources' is not supported for Model " + version.owner().name() + ".");
      default ->
          errors.add(
              "deployed_model.prediction_resources",
              "One of dedicated_resources, automatic_resources and shared_resources has to be"
                  + " given.");
    }
    errors.refuse();
  }

  private static void dedicated(FieldErrors errors, DedicatedResources resources) {
    String path = "deployed_model.dedicated_resources";
    int least = resources.getMinReplicaCount();
    int most = resources.getMaxReplicaCount();
    errors.unless(least >= 1, path + ".min_replica_count", "It has to be at least 1.");
    errors.unless(
        most == 0 || most >= least,
        path + ".max_replica_count",
        "It is less than min_replica_count.");
    String type = resources.getMachineSpec().getMachineType();
    errors.unless(
        type.isEmpty() || MachineTypes.isKnown(type),
        path + ".machine_spec.machine_type",
        "Machine type \"" + type + "\" is not supported.");
    JobRules.accelerators(errors, resources.getMachineSpec(), path + ".machine_spec");
  }

  /** Refuses a time for predictions that no endpoint has. */
  static void checkTimeout(Endpoint endpoint) {
    Duration timeout = Times.of(endpoint.getClientConnectionConfig().getInferenceTimeout());
    if (timeout.isNegative() || timeout.compareTo(LONGEST_INFERENCE) > 0) {
      FieldErrors.refuse(
          "endpoint.client_connection_config.inference_timeout",
          "The inference timeout is 3600 seconds at most.");
    }
  }

  /** Refuses a split that does not add up, or names what is not there. */
  static void checkSplit(Map<String, Integer> split, Set<String> deployed) {
    if (split.isEmpty()) {
      return;
    }
    for (String id : split.keySet()) {
      if (!deployed.contains(id)) {
        FieldErrors.refuse(
            "traffic_split", "The deployed model '" + id + "' does not exist at the endpoint.");
      }
    }
    int sum = split.values().stream().mapToInt(Integer::intValue).sum();
    boolean negative = split.values().stream().anyMatch(share -> share < 0);
    if (negative || sum != WHOLE) {
      FieldErrors.refuse(
          "traffic_split", "The traffic percentages have to add up to 100, not to " + sum + ".");
    }
  }
}
