package dev.aloft.fake.gcp;

import java.util.Map;

/** Where lines of containers go: Cloud Logging. Thread-safe. */
@FunctionalInterface
interface LogSink {

  /**
   * Writes an entry, now by the cloud's clock.
   *
   * @param resourceType such as {@code ml_job}
   * @param labels of the resource, such as {@code job_id} and {@code task_name}
   * @param severity such as {@code INFO}
   * @param message the line
   */
  void write(String resourceType, Map<String, String> labels, String severity, String message);
}
