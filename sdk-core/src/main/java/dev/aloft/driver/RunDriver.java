package dev.aloft.driver;

import dev.aloft.error.Problems;
import dev.aloft.training.Metric;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs of one kind at one service: accepted by one call, ended by themselves. Every vendor request
 * goes through {@link DriverContext#send}. No method waits. Safe for use by many threads.
 *
 * @param <J> the portable job
 */
public interface RunDriver<J> {

  /** How a create becomes safe to send again. */
  Repeat repeat();

  /** Notes every fault of the job, without calling out. */
  void check(J job, Problems problems);

  /**
   * What must be staged first, without reading it. Bytes made in memory must be the same for the
   * same job, or they are sent again each time.
   */
  List<Upload> uploads(J job);

  /** Looks for a run by its name or label; a listing may lag by {@link #lag()}. */
  Optional<RunRef> find(RunKey key);

  /**
   * Creates the run: free, content-addressed requests first, then exactly one that bills, last.
   *
   * @throws dev.aloft.error.AloftException ALREADY_EXISTS when the name is taken, with {@link
   *     dev.aloft.error.Effect}
   */
  RunRef create(Prepared<J> job);

  /**
   * The ownership tags that a run was created with; empty when it has none, or when they are not
   * told yet, which may last for {@link #lag()}.
   */
  Map<String, String> ownership(RunRef run);

  /**
   * The same for a run of which {@link #describe}, or a listing, has told. Default: asks for it by
   * its reference.
   */
  default Map<String, String> ownership(RunStatus described) {
    return ownership(described.run());
  }

  /** One request about many runs. */
  Sweep sweep(Watched watched);

  /** Everything about one run; as many reads as needed. NOT_FOUND when it does not exist. */
  RunStatus describe(RunRef run);

  /** Asks a run to stop; fine when it has ended. */
  void cancel(RunRef run);

  /** A bounded piece of the log from a cursor; null starts at the beginning. */
  LogPage logs(RunRef run, @Nullable String cursor);

  /**
   * What exists of a run's outputs, in any state.
   *
   * @param described what {@link #describe} has said of the run, with its facts
   */
  Outputs outputs(RunStatus described);

  /** Runs of a group, or of all groups, newest first; also such as have no claim. */
  Page<RunStatus> list(@Nullable String group, @Nullable String cursor);

  /**
   * The last lines of the log, oldest first. Default: reads the log from its start, which a service
   * that can read from the end does better.
   */
  default List<LogLine> tail(RunRef run, int lines) {
    Deque<LogLine> last = new ArrayDeque<>();
    String cursor = null;
    LogPage page;
    do {
      page = logs(run, cursor);
      for (LogLine line : page.lines()) {
        last.addLast(line);
        if (last.size() > lines) {
          last.removeFirst();
        }
      }
      cursor = page.cursor();
    } while (!page.caughtUp());
    return List.copyOf(last);
  }

  /**
   * How much longer, from now, lines that a run wrote before its end may come into its log. Core
   * reads the log to its end only when that is zero, and waits no longer than a minute for it:
   * whoever follows the log, and the error of a run that has failed, whose last lines it holds. May
   * ask the service for its time. Default: zero, the log is complete when the run has ended.
   *
   * @param ended what {@link #describe} has said of a run that has ended, with its facts
   */
  default Duration logRest(RunStatus ended) {
    return Duration.ZERO;
  }

  /**
   * The metrics that only the service knows: what it measured itself, or found in the log by the
   * user's expressions. Asked each time that a run's metrics are read, while it runs and after its
   * end, and tells what is known then: the latest value of each, with step -1 where the service
   * keeps none. Core reads what the work reports by itself (the marked lines of the log while it
   * runs, the file of metrics once there is one) and adds from here only names that are missing
   * there. Default: nothing.
   */
  default List<Metric> metrics(RunRef run) {
    return List.of();
  }

  /**
   * The schemes of URIs that the work can read by itself, such as {@code s3}. Inputs elsewhere are
   * brought into the staging store first. Default: the staging store's own scheme only.
   */
  default Set<String> schemes() {
    return Set.of();
  }

  /**
   * How long {@link #find}, {@link #ownership} and {@link #list} may lag behind a create. Default
   * none.
   */
  default Duration lag() {
    return Duration.ZERO;
  }
}
