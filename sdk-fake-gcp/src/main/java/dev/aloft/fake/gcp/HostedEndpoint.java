package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.DeployedModel;
import com.google.cloud.aiplatform.v1.Endpoint;
import com.google.rpc.Code;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An endpoint with what answers at it. Guarded by the clock's monitor. */
final class HostedEndpoint {
  private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration DEDICATED_TIMEOUT = Duration.ofMinutes(10);

  private final String name;
  private final Map<String, Deployment> deployments = new LinkedHashMap<>();
  private final Map<String, Long> sent = new LinkedHashMap<>();
  private Endpoint told;
  private String operation = "";
  private long changes;

  HostedEndpoint(Endpoint told) {
    this.name = told.getName();
    this.told = told;
  }

  String name() {
    return name;
  }

  String id() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** As the service tells it. */
  Endpoint view() {
    Endpoint.Builder view = told.toBuilder().setEtag(etag());
    for (Deployment deployment : deployments.values()) {
      DeployedModel deployed = deployment.view();
      view.addDeployedModels(deployed);
    }
    return view.build();
  }

  String etag() {
    return "AMEw9yE" + Long.toHexString(told.getUpdateTime().getSeconds() * 31 + changes);
  }

  /** Changes what is told of it. */
  void change(Endpoint changed) {
    told = changed;
    changes++;
  }

  Endpoint told() {
    return told;
  }

  Map<String, Integer> traffic() {
    return told.getTrafficSplitMap();
  }

  boolean isDedicated() {
    return told.getDedicatedEndpointEnabled();
  }

  /** How long a prediction may take: what was wished, where the endpoint has its own host. */
  Duration inferenceTimeout() {
    if (!isDedicated()) {
      return USUAL_TIMEOUT;
    }
    Duration wished = Times.of(told.getClientConnectionConfig().getInferenceTimeout());
    return wished.isZero() ? DEDICATED_TIMEOUT : wished;
  }

  Map<String, Deployment> deployments() {
    return deployments;
  }

  /** An operation changes it from now on. */
  void begin(String name) {
    operation = name;
  }

  /** An operation that changed it has ended. */
  void over(String name) {
    operation = operation.equals(name) ? "" : operation;
  }

  /** Whether a model is on its way to it or from it, or changes at it. */
  boolean isChanging() {
    return !operation.isEmpty();
  }

  /** Refuses a change while another is under way. */
  void requireIdle() {
    if (isChanging()) {
      throw new GcpFailure(
          Code.FAILED_PRECONDITION,
          "There are other operations running on the Endpoint \""
              + name
              + "\". Operation(s): "
              + operation
              + ".");
    }
  }

  /** Who answers the next request, by the split of the traffic; null when nobody does. */
  @Nullable Deployment next() {
    String least = null;
    double share = Double.MAX_VALUE;
    for (Map.Entry<String, Integer> one : traffic().entrySet()) {
      double had = (sent.getOrDefault(one.getKey(), 0L) + 1.0) / Math.max(1, one.getValue());
      if (one.getValue() > 0 && had < share) {
        least = one.getKey();
        share = had;
      }
    }
    if (least == null) {
      return null;
    }
    sent.merge(least, 1L, Long::sum);
    return deployments.get(least);
  }

  /** Splits the traffic anew; what was sent before does not count any more. */
  void split(Map<String, Integer> traffic) {
    change(told.toBuilder().clearTrafficSplit().putAllTrafficSplit(traffic).build());
    sent.clear();
  }
}
