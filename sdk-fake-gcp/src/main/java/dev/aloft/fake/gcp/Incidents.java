package dev.aloft.fake.gcp;

import dev.aloft.fake.IncidentScript;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What happens to jobs and deployments in the cloud beside their own work, by a script:
 *
 * <pre>{@code
 * cloud.incidents().jobs(name -> name.startsWith("tumours")).noCapacity();
 * cloud.incidents().job("tumours-1").times(2).interrupt(Duration.ofMinutes(5));
 * cloud.incidents().deployments(name -> true).noCapacity();
 * }</pre>
 *
 * <p>Names are display names. Without {@code times} a line of it strikes once: one attempt of one
 * job, or one deployment. Thread-safe.
 */
public final class Incidents {
  private final IncidentScript<Kind> jobs = new IncidentScript<>();
  private final IncidentScript<Kind> deployments = new IncidentScript<>();

  private boolean hesitantLogs;
  private Predicate<String> lateLines = line -> false;
  private Duration lateness = Duration.ZERO;

  Incidents() {}

  /** One job. */
  public Line job(String name) {
    return jobs(name::equals);
  }

  /** The jobs whose names fit. */
  public Line jobs(Predicate<String> names) {
    return new Line(jobs, names);
  }

  /** Every job. */
  public Line anyJob() {
    return jobs(name -> true);
  }

  /** The deployed models whose display names fit. */
  public Line deployments(Predicate<String> names) {
    return new Line(deployments, names);
  }

  /**
   * Whether a page of log entries is empty when it is asked for first, with more to come under a
   * token. Default: no.
   */
  public synchronized void emptyLogPages(boolean empty) {
    hesitantLogs = empty;
  }

  synchronized boolean hesitantLogs() {
    return hesitantLogs;
  }

  /**
   * Lines whose entries can be found later than those that were written after them. Default: none.
   *
   * @param lines which
   * @param late how much later
   */
  public synchronized void lateLines(Predicate<String> lines, Duration late) {
    if (late.isNegative()) {
      throw new IllegalArgumentException("late: " + late + " is negative");
    }
    lateLines = lines;
    lateness = late;
  }

  synchronized Duration late(String line) {
    return lateLines.test(line) ? lateness : Duration.ZERO;
  }

  /** Forgets the script. */
  public void clear() {
    emptyLogPages(false);
    lateLines(line -> false, Duration.ZERO);
    jobs.clear();
    deployments.clear();
  }

  IncidentScript.@Nullable Strike strikeJob(String name, Kind kind) {
    return jobs.strike(name, kind);
  }

  IncidentScript.@Nullable Strike strikeDeployment(String name, Kind kind) {
    return deployments.strike(name, kind);
  }

  /** What can happen. */
  enum Kind {
    NO_CAPACITY,
    NO_QUOTA,
    INTERRUPTION,
    INTERNAL_FAILURE,
    QUEUE,
    PAUSE,
    UPDATE,
    PARTIAL_SUCCESS
  }

  /** A line of the script that is being written. Not thread-safe. */
  public static final class Line {
    private final IncidentScript<Kind> script;
    private final Predicate<String> names;
    private long times = 1;

    private Line(IncidentScript<Kind> script, Predicate<String> names) {
      this.script = script;
      this.names = names;
    }

    /** So many times. */
    public Line times(long count) {
      times = count;
      return this;
    }

    /** There are no machines for it. */
    public void noCapacity() {
      add(Kind.NO_CAPACITY, Duration.ZERO, "");
    }

    /**
     * It is accepted, and fails later since a quota is exceeded.
     *
     * @param metric such as {@code custom_model_training_nvidia_l4_gpus}
     */
    public void exceedQuota(String metric) {
      add(Kind.NO_QUOTA, Duration.ZERO, metric);
    }

    /** A spot job loses its machines when it has run so long. */
    public void interrupt(Duration after) {
      add(Kind.INTERRUPTION, after, "");
    }

    /** A job waits in a queue for so long, before it waits for its machines. */
    public void queue(Duration time) {
      add(Kind.QUEUE, time, "");
    }

    /** A job stands still for a time when it has run so long. */
    public void pause(Duration after, Duration time) {
      add(Kind.PAUSE, after, time.toString());
    }

    /** A job is being updated for a time when it has run so long, and runs on meanwhile. */
    public void update(Duration after, Duration time) {
      add(Kind.UPDATE, after, time.toString());
    }

    /** A job that would succeed succeeds in part only. */
    public void succeedPartially() {
      add(Kind.PARTIAL_SUCCESS, Duration.ZERO, "");
    }

    /** Vertex AI itself fails it when it has run so long. */
    public void failInternally(Duration after) {
      add(Kind.INTERNAL_FAILURE, after, "");
    }

    private void add(Kind kind, Duration after, String detail) {
      script.add(names, kind, new IncidentScript.Strike(after, detail), times);
    }
  }
}
