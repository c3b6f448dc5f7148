package dev.aloft.aws;

import dev.aloft.driver.Rate;
import java.util.Map;

/**
 * How often requests may leave. Only the listing of training jobs has a known rate, about two a
 * second for the whole account, which other programs share; the log's are those of its
 * documentation. Buckets without a rate are named all the same, since each has a breaker of its
 * own.
 */
final class AwsRates {
  /** Listing training jobs. */
  static final String LIST_JOBS = "list-jobs";

  /** Looking through all that the account has; the rate is of our own choosing. */
  static final String ACCOUNT = "account";

  /** Finding the streams of a log. */
  static final String LOG_STREAMS = "log-streams";

  /** Reading the lines of a log. */
  static final String LOG_EVENTS = "log-events";

  /** The object store. */
  static final String STORE = "store";

  /** Predictions. */
  static final String PREDICT = "predict";

  static final Map<String, Rate> ALL =
      Map.of(
          LIST_JOBS, Rate.perSecond(1),
          ACCOUNT, new Rate(5, 5),
          LOG_STREAMS, new Rate(5, 5),
          LOG_EVENTS, new Rate(25, 25));

  private AwsRates() {}
}
