package dev.aloft.fake.aws;

import dev.aloft.fake.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The warm pools that wait for a job like the one before. Guarded by the clock's monitor. */
final class WarmPools {
  private static final List<String> SAME =
      List.of(
          "RoleArn",
          "VpcConfig",
          "EnableInterContainerTrafficEncryption",
          "EnableNetworkIsolation");

  private final FakeClock clock;
  private final Set<Job> waiting = new LinkedHashSet<>();

  WarmPools(FakeClock clock) {
    this.clock = clock;
  }

  /** Gives a job the machines of an earlier one, when there are fitting ones. */
  boolean reuse(Job job) {
    String wanted = machines(job.input());
    for (Job earlier : waiting) {
      WarmPool pool = earlier.pool();
      if (pool != null && machines(earlier.input()).equals(wanted)) {
        pool.reused(job.name(), clock.now());
        waiting.remove(earlier);
        return true;
      }
    }
    return false;
  }

  /** Keeps the machines of a job that has ended, when that was asked for. */
  void ended(Job job) {
    WarmPool pool = job.pool();
    if (pool == null) {
      return;
    }
    if (job.status().equals("Completed")) {
      pool.retain(clock.now());
      waiting.add(job);
      await(job);
    } else {
      pool.terminate(clock.now());
    }
  }

  /** Waits for as long as is asked for now. */
  void await(Job job) {
    WarmPool pool = job.pool();
    Instant since = pool == null ? null : pool.since();
    if (pool == null || since == null || !pool.isAvailable()) {
      return;
    }
    Duration keep = new JobRequest(job.input()).keepAlive();
    if (since.plus(keep).isAfter(clock.now())) {
      clock.at(since.plus(keep), () -> await(job));
    } else {
      pool.terminate(clock.now());
      waiting.remove(job);
    }
  }

  private static String machines(ObjectNode input) {
    ObjectNode resources = (ObjectNode) input.path("ResourceConfig").deepCopy();
    resources.remove("KeepAlivePeriodInSeconds");
    StringBuilder text = new StringBuilder(resources.toString());
    for (String member : SAME) {
      text.append(input.path(member));
    }
    return text.toString();
  }
}
