package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.DeployedModel;
import com.google.cloud.aiplatform.v1.Endpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An endpoint with what answers at it. Guarded by the clock's monitor. */
final class HostedEndpoint {
  private final String name;
  private final Map<String, Deployment> deployments = new LinkedHashMap<>();
  private final Map<String, Long> sent = new LinkedHashMap<>();
  private Endpoint told;
  private int changing;
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

  Map<String, Deployment> deployments() {
    return deployments;
  }

  /** Counts what is under way at it. */
  void changing(int more) {
    changing += more;
  }

  /** Whether a model is on its way to it or from it. */
  boolean isChanging() {
    return changing > 0;
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
