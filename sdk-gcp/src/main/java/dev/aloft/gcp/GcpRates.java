package dev.aloft.gcp;

import dev.aloft.driver.Rate;
import java.util.Map;

/**
 * How often requests may leave. Vertex AI counts 600 requests about resources and 60 submissions a
 * minute for a project and region, which consoles and other programs share; the log is read 60
 * times. Buckets without a rate are named all the same, since each has a breaker of its own.
 */
final class GcpRates {
  /** Requests about resources. */
  static final String RESOURCES = "resources";

  /** Requests that begin a job or a long operation. */
  static final String SUBMISSIONS = "submissions";

  /** Reading the lines of a log. */
  static final String LOGS = "logs";

  /** The object store. */
  static final String STORE = "store";

  /** Predictions. */
  static final String PREDICT = "predict";

  static final Map<String, Rate> ALL =
      Map.of(
          RESOURCES, new Rate(8, 60),
          SUBMISSIONS, new Rate(0.8, 10),
          LOGS, new Rate(0.8, 10));

  private GcpRates() {}
}
