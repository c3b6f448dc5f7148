package dev.aloft.fake.aws;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a job failed, as its description says it. */
final class FailureReason {
  static final String NO_CAPACITY =
      "CapacityError: Unable to provision requested ML compute capacity. Please retry using a"
          + " different ML instance type.";
  static final String INTERNAL =
      "InternalServerError: We encountered an internal error. Please try again.";

  private static final Logger LOG = LoggerFactory.getLogger(FailureReason.class);
  private static final int LENGTH = 1024;

  private FailureReason() {}

  /**
   * A container that ended with an error.
   *
   * @param text what it wrote to {@code output/failure}
   * @param builtIn whether the image is one of AWS's algorithms, which tell the user's mistakes
   */
  static String container(String text, int exitCode, boolean builtIn) {
    boolean clients =
        builtIn && (text.startsWith("ClientError: ") || text.startsWith("Customer Error"));
    String prefix = clients ? "ClientError: " : "AlgorithmError: ";
    String told = clients ? text.replaceFirst("^ClientError: ", "") : text;
    String suffix = ", exit code: " + exitCode;
    int room = LENGTH - prefix.length() - suffix.length();
    return prefix + told.substring(0, Math.min(told.length(), room)) + suffix;
  }

  /** Long work that failed. */
  static String of(Throwable problem) {
    if (problem instanceof DataProblem) {
      return client(String.valueOf(problem.getMessage()));
    }
    LOG.error("a job failed in the fake itself", problem);
    return cut(INTERNAL + " (" + problem + ")");
  }

  /** Something that the job's owner can mend. */
  static String client(String text) {
    return cut("ClientError: " + text);
  }

  static String cut(String reason) {
    return reason.substring(0, Math.min(reason.length(), LENGTH));
  }
}
