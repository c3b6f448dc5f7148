package dev.aloft.fake.aws;

import dev.aloft.fake.IncidentScript;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What happens to training jobs in the cloud beside their own work, by a script:
 *
 * <pre>{@code
 * cloud.incidents().jobs(name -> name.startsWith("tumours")).noCapacity();
 * cloud.incidents().job("tumours-1").times(2).interrupt(Duration.ofMinutes(5));
 * }</pre>
 *
 * <p>Without {@code times} a line of it strikes once: one attempt of one job. Thread-safe.
 */
public final class Incidents {
  private final IncidentScript<Kind> script = new IncidentScript<>();
  private final Set<String> refusedRoles = new HashSet<>();
  private Duration describeDenied = Duration.ZERO;
  private boolean hesitantLogs;

  Incidents() {}

  /** One job. */
  public Line job(String name) {
    return jobs(name::equals);
  }

  /** The jobs whose names fit. */
  public Line jobs(Predicate<String> names) {
    return new Line(names);
  }

  /** Every job. */
  public Line anyJob() {
    return jobs(name -> true);
  }

  /** A role that SageMaker cannot assume, as one that is new; until {@link #acceptRole}. */
  public synchronized void refuseRole(String arn) {
    refusedRoles.add(arn);
  }

  /** A role that SageMaker can assume from now on. */
  public synchronized void acceptRole(String arn) {
    refusedRoles.remove(arn);
  }

  /**
   * How long after the creation of a job its description is denied, as it is where access goes by
   * tags. Default: not at all.
   */
  public synchronized void denyDescribeFor(Duration time) {
    describeDenied = time;
  }

  /**
   * Whether a page of log lines is empty when it is asked for first, with more to come under a
   * changed token. Default: no.
   */
  public synchronized void emptyLogPages(boolean empty) {
    hesitantLogs = empty;
  }

  /** Forgets the script, and the rest too. */
  public synchronized void clear() {
    script.clear();
    refusedRoles.clear();
    describeDenied = Duration.ZERO;
    hesitantLogs = false;
  }

  synchronized boolean refusesRole(String arn) {
    return refusedRoles.contains(arn);
  }

  synchronized Duration describeDenied() {
    return describeDenied;
  }

  synchronized boolean hesitantLogs() {
    return hesitantLogs;
  }

  /** Takes what strikes an attempt of a job; null when nothing does. */
  IncidentScript.@Nullable Strike strike(String job, Kind kind) {
    return script.strike(job, kind);
  }

  /** What can happen. */
  enum Kind {
    NO_CAPACITY,
    INTERRUPTION,
    INTERNAL_FAILURE
  }

  /** A line of the script that is being written. Not thread-safe. */
  public final class Line {
    private final Predicate<String> names;
    private long times = 1;

    private Line(Predicate<String> names) {
      this.names = Objects.requireNonNull(names);
    }

    /** So many times. */
    public Line times(long count) {
      if (count < 1) {
        throw new IllegalArgumentException("times: " + count + " is less than 1");
      }
      times = count;
      return this;
    }

    /** There are no machines for it. */
    public void noCapacity() {
      add(Kind.NO_CAPACITY, Duration.ZERO);
    }

    /** A spot job loses its machines when it has trained so long. */
    public void interrupt(Duration after) {
      add(Kind.INTERRUPTION, after);
    }

    /** SageMaker itself fails it when it has trained so long. */
    public void failInternally(Duration after) {
      add(Kind.INTERNAL_FAILURE, after);
    }

    private void add(Kind kind, Duration after) {
      script.add(names, kind, new IncidentScript.Strike(after, ""), times);
    }
  }
}
