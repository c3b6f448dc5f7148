package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.DeployedModel;
import java.util.Map;

/** What a deployed model says: entries of Cloud Logging, of its endpoint. Thread-safe. */
final class EndpointLog {
  private static final String TYPE = "aiplatform.googleapis.com/Endpoint";

  private final LogSink sink;
  private final Map<String, String> labels;
  private volatile boolean silent;

  /**
   * The log of a deployed model.
   *
   * @param endpoint the endpoint's whole name
   */
  EndpointLog(Cloud cloud, String endpoint, DeployedModel deployed) {
    this.sink = cloud.logs();
    this.silent = deployed.getDisableContainerLogging();
    String[] name = endpoint.split("/", -1);
    this.labels =
        Map.of(
            "endpoint_id", name[name.length - 1],
            "location", cloud.location(),
            "deployed_model_id", deployed.getId(),
            "resource_container", name[1],
            "project_id", cloud.projects().id(name[1]));
  }

  /** Whether what containers say is dropped. */
  void silence(boolean dropped) {
    silent = dropped;
  }

  void info(String line) {
    write("INFO", line);
  }

  void error(String line) {
    write("ERROR", line);
  }

  private void write(String severity, String line) {
    if (!silent) {
      sink.write(TYPE, labels, severity, line);
    }
  }
}
