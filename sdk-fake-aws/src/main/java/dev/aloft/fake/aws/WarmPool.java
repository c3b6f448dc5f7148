package dev.aloft.fake.aws;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The machines of a job, which wait for another job after its end. Guarded by the clock's monitor.
 */
final class WarmPool {
  private String status = "InUse";
  private @Nullable Instant since;
  private @Nullable String reusedBy;
  private long retainedSeconds;

  String status() {
    return status;
  }

  /** Its job has ended, and it waits. */
  void retain(Instant now) {
    status = "Available";
    since = now;
  }

  /** Since when it has waited; null when it has not. */
  @Nullable Instant since() {
    return since;
  }

  /** Another job has it now. */
  void reused(String job, Instant now) {
    leave("Reused", now);
    reusedBy = job;
  }

  /** It is no more. */
  void terminate(Instant now) {
    leave("Terminated", now);
  }

  private void leave(String end, Instant now) {
    if (since != null) {
      retainedSeconds = Duration.between(since, now).toSeconds();
    }
    status = end;
  }

  boolean isAvailable() {
    return status.equals("Available");
  }

  ObjectNode describe() {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("Status", status);
    if (since != null && !isAvailable()) {
      node.put("ResourceRetainedBillableTimeInSeconds", retainedSeconds);
    }
    if (reusedBy != null) {
      node.put("ReusedByJob", reusedBy);
    }
    return node;
  }
}
